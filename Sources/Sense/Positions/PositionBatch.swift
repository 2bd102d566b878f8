public import CallpointCore

/// What one turn of a feed brought.
public struct PositionBatch: Sendable, Hashable {
    /// Fixes, in the order in which they came.
    public var fixes: [Fix] = []
    /// Changes of status, as inputs of the core.
    public var statuses: [Input.Body] = []

    /// Nothing yet.
    public init() {}
}
