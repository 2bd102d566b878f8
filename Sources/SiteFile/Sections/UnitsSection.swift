import CallpointCore
import Yams

/// Reads `units`: a list, or a map with the list in it.
struct UnitsSection {
    /// Most units that a site file names.
    static let limit = 100_000
    /// Most capabilities of a unit or a requirement.
    static let capabilityLimit = 16
    /// Most beats of a unit.
    static let beatLimit = 8

    var units: [PatrolUnit] = []
    var acceptsUnknown = false
    var tableLimit = 100_000

    init(_ entry: Entry?, _ declared: inout Declared) {
        guard let entry else { return }
        var list: Entry? = entry
        if case .mapping = entry.node {
            guard let table = entry.table(.units) else { return }
            acceptsUnknown = table["accept_unknown"]?.bool() ?? false
            tableLimit = table["limit"]?.integer(in: 1...1_000_000) ?? tableLimit
            list = table["list"]
        }
        declared.acceptsUnknownUnits = acceptsUnknown
        guard let list else {
            declared.units = []
            declared.unitNames = []
            return
        }
        guard let elements = list.list(of: "units", limit: Self.limit) else { return }
        var names = UniqueNames("unit")
        units = elements.compactMap { Self.unit($0, &names, declared) }
        if units.count > tableLimit {
            list.findings.mistake(
                list.place, "units names \(units.count) units, and its limit is \(tableLimit)", "Raise the limit.")
        }
        declared.units = units.count == elements.count ? units : nil
        declared.unitNames = names.names
    }

    private static func unit(_ entry: Entry, _ names: inout UniqueNames, _ declared: Declared) -> PatrolUnit? {
        guard let table = entry.table(.unit) else { return nil }
        let id = table["id"]?.identifier()
        if let id, let at = table["id"] { names.claim(id, at: at) }
        let kind = table["kind"]?.choice(UnitKind.self)
        let callSign = table["call_sign"]?.text(limit: 32)
        let agency = table["agency"]?.text(limit: 32)
        let capabilities = table["capabilities"]?.identifiers(limit: capabilityLimit) ?? []
        var post: Coordinate?
        if let place = table["post"]?.table(.post) {
            post = PlaceSection.coordinate(place, datum: declared.datum ?? .wgs84)
        }
        let beats = (table["beats"]?.identifiers(limit: beatLimit) ?? []).filter { name, entry in
            Declared.check(name, entry, is: "beat", among: declared.beats, section: "beats")
        }
        guard let id, let kind else { return nil }
        if kind == .video, post == nil {
            entry.findings.warning(
                entry.place, "the video unit \(id) has no post",
                "Add post: {lat: …, lon: …}; without one it is ranked only when a fix says where its cameras are.")
        }
        return PatrolUnit(
            id: UnitID(id), kind: kind, callSign: callSign, agency: agency,
            capabilities: capabilities.map(\.name).sorted(), post: post, beats: beats.map { BeatID($0.name) }.sorted())
    }
}
