/// A name that stands for one thing, and cannot be mixed up with the name of another kind of thing.
public protocol Identifier: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name as people and logs write it.
    var text: String { get }
    /// An identifier from the name as people and logs write it.
    init(_ text: String)
}

extension Identifier {
    /// The name as people and logs write it.
    public var description: String { text }
    /// An identifier from a literal.
    public init(stringLiteral text: String) { self.init(text) }
    /// By text; the order that breaks ties.
    public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

/// A call point: the post with the button, `NS-0412`.
public struct CallPointID: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }
}

/// A patrol unit: `M-17`.
public struct UnitID: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }
}

/// A response plan: `street`.
public struct PlanName: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }
}

/// A contact that is told of a tier: `nanshan-station`.
public struct ContactID: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }
}

/// A beat: the ground that a unit patrols.
public struct BeatID: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }
}

/// A schedule: `school-hours`.
public struct ScheduleName: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }
}

/// An input of the controller, a port or a chip: `field`.
public struct InputName: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }
}

/// An incident: `NS-03-7c1e-0007`, that is site, generation, counter.
public struct IncidentID: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }

    /// The id of the `counter`-th incident of a generation (1…), derived and never drawn.
    public init(site: String, generation: String, counter: Int) {
        let digits = String(counter)
        text = "\(site)-\(generation)-" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

/// An order: `NS-03-7c1e-0007/1/M-17/1`, that is incident, tier, unit, attempt.
public struct OrderID: Identifier {
    /// The name as people and logs write it.
    public let text: String
    /// An identifier from the name as people and logs write it.
    public init(_ text: String) { self.text = text }

    /// The incident that it belongs to: its first part.
    public var incident: IncidentID {
        // By bytes: it is asked for with each position of a unit under way, and characters took ten times as long.
        IncidentID(String(text[..<(text.utf8.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex)]))
    }

    /// The id of the `attempt`-th order (1…) to a unit in a tier (1…) of an incident: derived and never drawn.
    public init(incident: IncidentID, tier: Int, unit: UnitID, attempt: Int) {
        text = "\(incident.text)/\(tier)/\(unit.text)/\(attempt)"
    }
}

/// A person's name or free text, kept outside the log.
///
/// The log's chain holds this token, a salted digest; the text stands in a
/// side table, so that it can be erased without breaking the chain.
public struct TextToken: Identifier {
    /// The token as the log writes it, `p:` and 16 hex digits.
    public let text: String
    /// A token from the form in which the log writes it.
    public init(_ text: String) { self.text = text }
}
