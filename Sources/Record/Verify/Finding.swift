/// A place in the record that is not as it was written: where, what, and what to do.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// What kind of change it shows.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A line whose bytes are not those that its hash was made of.
        case edited
        /// A line that is missing between two others.
        case deleted
        /// A line that stands after a later one, or twice.
        case reordered
        /// The end is missing.
        case truncated
        /// Two whole lines that do not follow one another: one was written anew, with a new hash.
        case rewritten
        /// The journal and the event log hold different lines under one number.
        case disagrees
        /// A file that cannot be read.
        case unreadable
        /// Lines that a recovery could not find in any copy, as the journal itself says.
        case lost
    }

    /// What kind.
    public var kind: Kind
    /// `/var/log/callpoint/events.jsonl:812`, or a segment's path with the line's sequence number.
    public var place: String
    /// The sequence number, where one is known.
    public var sequence: Int64?
    /// What is wrong.
    public var what: String
    /// What a person can do.
    public var remedy: String

    /// `…/events.jsonl:812: line 48211 was changed. The journal holds it as it was written.`
    public var description: String { "\(place): \(what). \(remedy)" }
}
