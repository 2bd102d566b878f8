public import EventCodec

/// What `callpoint check` tells of a good site file.
public struct SiteSummary: Sendable {
    private let configuration: SiteConfiguration

    /// The summary of a configuration.
    public init(_ configuration: SiteConfiguration) {
        self.configuration = configuration
    }

    /// Aligned English text for people, with a line end after every line.
    public func text() -> String { "" }

    /// The same for programs.
    public var json: JSON { .object([]) }
}
