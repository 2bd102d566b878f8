public import CallpointCore
public import EventCodec

/// Why a request was not done: a word for programs, and two sentences for people.
public struct ControlFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    public var code: Code
    /// What is wrong.
    public var what: String
    /// What to do about it.
    public var remedy: String

    /// The kinds of failure, as the wire writes them.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The caller's role does not allow it.
        case denied
        /// The request cannot be read, or a field is wrong.
        case invalid
        /// What it names does not exist.
        case unknown
        /// It exists, and what is asked of it cannot be done now.
        case refused
        /// Too many callers or too much waiting; later it may work.
        case busy
        /// A part of the daemon that it needs does not answer.
        case unavailable
    }

    /// A failure from its parts.
    public init(_ code: Code, _ what: String, remedy: String) {
        self.code = code
        self.what = what
        self.remedy = remedy
    }

    /// The core's refusal of an act.
    public init(_ refusal: Refusal) { self.init(.refused, refusal.what, remedy: refusal.remedy) }

    /// Both sentences.
    public var description: String { "\(what) \(remedy)" }

    /// `{"code":…,"what":…,"remedy":…}`.
    public var json: JSON {
        ["code": .string(code.rawValue), "what": .string(what), "remedy": .string(remedy)]
    }

    /// A failure from the wire; a code that this program does not know is `unavailable`.
    public init(json: JSON) {
        self.init(
            json["code"]?.string.flatMap(Code.init(rawValue:)) ?? .unavailable,
            json["what"]?.string ?? "The daemon refused without saying why.",
            remedy: json["remedy"]?.string ?? "")
    }
}

/// Why the control socket cannot be opened or reached, for people.
public struct ControlError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble it is.
    public var kind: Kind
    /// The socket's path.
    public var path: String
    /// What is wrong.
    public var what: String
    /// What to do about it.
    public var remedy: String

    /// What the caller can do about it.
    public enum Kind: Sendable, Hashable {
        /// Nobody answers at the path.
        case unreachable
        /// The file's rights do not let this account in.
        case denied
        /// Somebody else answers at the path already.
        case inUse
        /// The path cannot be used for a socket.
        case unusable
        /// The connection ended in the middle, or the peer does not speak the protocol.
        case broken
        /// No answer came in time.
        case timedOut
    }

    /// An error from its parts.
    public init(_ kind: Kind, path: String, _ what: String, remedy: String) {
        self.kind = kind
        self.path = path
        self.what = what
        self.remedy = remedy
    }

    /// `/run/callpoint/control.sock: what. what to do.`
    public var description: String { "\(path): \(what) \(remedy)" }
}
