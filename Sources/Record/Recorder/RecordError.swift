/// The record cannot be opened or written: where, what, and what to do.
public struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or directory.
    public var path: String
    /// What is wrong.
    public var what: String
    /// What a person can do about it.
    public var remedy: String

    /// An error from its parts.
    public init(path: String, what: String, remedy: String) {
        self.path = path
        self.what = what
        self.remedy = remedy
    }

    /// `/var/lib/callpoint/journal: mkdir failed: Permission denied. Make it writable for the daemon's user.`
    public var description: String { "\(path): \(what). \(remedy)" }
}
