public import CallpointCore

/// Something that holds in every run, whatever happens in it.
///
/// A new rule is a type of its own in this folder and a line in `RuleBook.all`. It is asked before and after
/// each event, at the end of each turn, and when all that was due has been done; it answers with what is
/// wrong, or nil.
public protocol Rule: Sendable {
    /// What holds, as a person would say it; it names the breach, and a shrunk scenario breaks the same.
    var name: String { get }
    /// Whether it is asked before what is played too.
    var hearsExercises: Bool { get }
    /// Asked while the logbook does not have the event yet.
    mutating func before(_ event: Event, _ scene: Scene) -> String?
    /// Asked when the logbook has it.
    mutating func after(_ event: Event, _ scene: Scene) -> String?
    /// Asked when the engine has said all that follows from an input.
    mutating func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String?
    /// Asked when nothing is due at this instant any more.
    mutating func whenQuiet(at now: Instant, _ scene: Scene) -> String?
    /// Positions and all that is not written down are gone: a daemon starts.
    mutating func restarted()
    /// The end of the record is gone, and the scene is what it was before: a crash while the disk took nothing.
    mutating func lost(_ scene: Scene)
}

extension Rule {
    /// What is played is another city.
    public var hearsExercises: Bool { false }
    /// Nothing is wrong, for rules that do not ask then.
    public mutating func before(_ event: Event, _ scene: Scene) -> String? { nil }
    /// Nothing is wrong.
    public mutating func after(_ event: Event, _ scene: Scene) -> String? { nil }
    /// Nothing is wrong.
    public mutating func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? { nil }
    /// Nothing is wrong.
    public mutating func whenQuiet(at now: Instant, _ scene: Scene) -> String? { nil }
    /// Nothing is to be forgotten.
    public mutating func restarted() {}
    /// Nothing is to be unlearnt: an id that was shown stays taken.
    public mutating func lost(_ scene: Scene) {}
}

/// What a rule may look at.
public struct Scene: Sendable {
    /// What the events so far say.
    public internal(set) var book: Logbook
    /// What the turn answers.
    public internal(set) var cause = Cause.other
    /// Whether this controller alone orders its units.
    public let isAlone: Bool
    /// Where the incident of the event that the rules are asked about stands in the book; nil for none that is open.
    var place: Int?

    /// That incident, as the book has it.
    public var incident: LoggedIncident? { place.map { book.incidents[$0] } }
}

/// What a turn is the answer to.
public enum Cause: Sendable {
    /// Somebody pressed a button, and the press has not been heard before.
    case press(Signal)
    /// A press that has been heard before: a node's repeat, a recording, or a level that goes on.
    case noPress(Signal)
    /// A person did something.
    case act(Act.Verb, isRefused: Bool)
    /// The daemon starts.
    case start
    /// Time went on.
    case tick
    /// Anything else.
    case other
}

/// A rule that was broken, and where.
public struct Breach: Sendable, CustomStringConvertible {
    /// The rule's name.
    public var rule: String
    /// What is wrong.
    public var what: String
    /// The event that showed it, where one did.
    public var event: Event?
    /// When.
    public var at: Instant

    /// All of it in one line.
    public var description: String { "\(rule): \(what)" + (event.map { " (\($0.story))" } ?? "") }
}
