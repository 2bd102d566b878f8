import CallpointCore

/// The names that one file has given so far, against which references are held.
///
/// A section that could not be read at all leaves nil: then nothing refers wrongly
/// to it, and one mistake does not become a hundred.
struct Declared {
    var datum: Datum?
    var contacts: Set<String>?
    var inputs: [String: InputDeclaration?]?
    var plans: Set<String>?
    /// The plan of a call point that names none: the preset's, where it is the only one.
    var standardPlan: String?
    var beats: Set<String>?
    var schedules: Set<String>?
    var units: [PatrolUnit]?
    var unitNames: Set<String>?
    var acceptsUnknownUnits = false

    /// Notes a name that is not among `known`; `section` is where it could be added.
    static func check(_ name: String, _ entry: Entry, is thing: String, among known: Set<String>?, section: String)
        -> Bool
    {
        guard let known, !known.contains(name) else { return true }
        let what = "\(thing) \(name) does not exist"
        if let nearest = NearestName.of(name, among: known.sorted()) {
            return entry.refuse(what, "Write \(nearest), or add \(name) under \(section).") ?? false
        }
        return entry.refuse(what, "Add it under \(section), or name one that is there.") ?? false
    }
}

/// Notes a name that is given a second time.
struct UniqueNames {
    private var lines: [String: Int] = [:]
    private let thing: String

    init(_ thing: String) { self.thing = thing }

    var names: Set<String> { Set(lines.keys) }

    mutating func claim(_ name: String, at entry: Entry) {
        if let line = lines[name] {
            entry.findings.mistake(
                entry.place, "\(thing) \(name) is named already in line \(line)", "Give each \(thing) an id of its own."
            )
        } else {
            lines[name] = entry.place.line
        }
    }
}
