import CallpointCore
import Geodesy
import Yams

/// Reads `beats`: a list, or the name of a GeoJSON file.
struct BeatsSection {
    /// Most beats of a site.
    static let limit = 1_000
    /// Most beats that ask for cover: all units are held against them in one go.
    static let coverLimit = 100
    /// Most points of all beats together: a start waits for them to be read.
    static let pointLimit = 20_000

    var beats: [Beat] = []
    private var names = UniqueNames("beat")
    private var points = 0

    init(_ entry: Entry?, _ declared: inout Declared, _ beside: BesideFile) {
        defer { declared.beats = Set(beats.map(\.id.text)) }
        guard let entry else { return }
        if case .mapping = entry.node {
            guard let table = entry.table(.beats), let file = table["file"], let name = file.text(limit: 255) else {
                return
            }
            let datum = table["datum"].map { $0.choice(Datum.self) } ?? declared.datum ?? .wgs84
            guard let datum else { return }
            readFile(name, file, datum, beside)
            return
        }
        for element in entry.list(of: "beats", limit: Self.limit) ?? [] { read(element, declared.datum ?? .wgs84) }
    }

    private mutating func read(_ entry: Entry, _ datum: Datum) {
        guard let table = entry.table(.beat) else { return }
        let id = table["id"]?.identifier()
        if let id, let at = table["id"] { names.claim(id, at: at) }
        let name = table["name"]?.text(limit: 100)
        let cover = table["cover"].map(Self.cover) ?? []
        guard let polygon = table["polygon"], let ring = ring(polygon, datum), let id else { return }
        add(id, name ?? id, [ring], cover: cover, at: polygon)
    }

    /// The kinds of which one unit is to be free there.
    private static func cover(_ entry: Entry) -> [UnitKind] {
        let elements = entry.list(of: "kinds", limit: UnitKind.allCases.count) ?? []
        let kinds = elements.compactMap { element in
            Entry(node: element.node, key: .required("unit kind", "vehicle"), findings: element.findings)
                .choice(UnitKind.self)
        }
        return UnitKind.allCases.filter(kinds.contains)
    }

    private mutating func add(
        _ id: String, _ name: String, _ rings: [[Coordinate]], cover: [UnitKind], at entry: Entry
    ) {
        let beat = Beat(
            id: BeatID(id), name: name, rings: rings, cover: cover, scale: DegreeScale.init(at:))
        guard let beat else {
            entry.findings.mistake(
                entry.place, "the beat \(id) reaches farther than 10 degrees", "Draw it smaller, or in several parts.")
            return
        }
        beats.append(beat)
        if !cover.isEmpty, beats.count(where: { !$0.cover.isEmpty }) > Self.coverLimit {
            entry.findings.mistake(
                entry.place, "more than \(Self.coverLimit) beats ask for cover",
                "Leave `cover` out where nobody would move up.")
        }
    }

    /// A closed line; that its last point is its first once more, as GeoJSON wants it, is no matter.
    private mutating func ring(_ entry: Entry, _ datum: Datum) -> [Coordinate]? {
        guard case .sequence(let list) = entry.node else {
            return entry.refuse("\(entry.name) should be a list of points, and is \(entry.described)")
        }
        points += list.count
        guard points <= Self.pointLimit else {
            return entry.refuse("the beats have more than \(Self.pointLimit) points", "Draw them with fewer.")
        }
        var ring = list.compactMap { point(Entry(node: $0, key: entry.key, findings: entry.findings), datum) }
        guard ring.count == list.count else { return nil }
        if ring.count > 1, ring.first == ring.last { ring.removeLast() }
        guard ring.count >= 3 else {
            return entry.refuse("a beat has three corners at least, and this line has \(ring.count)", "Add points.")
        }
        return ring
    }

    /// A point as GeoJSON writes it: longitude, latitude.
    private func point(_ entry: Entry, _ datum: Datum) -> Coordinate? {
        guard case .sequence(let list) = entry.node, list.count >= 2, let longitude = Self.degreesE7(list[0]),
            let latitude = Self.degreesE7(list[1])
        else { return entry.refuse("a point should be [longitude, latitude]", "Write it as [113.9345, 22.5369].") }
        guard abs(latitude) <= 900_000_000, abs(longitude) <= 1_800_000_000 else {
            return entry.refuse(
                "the point lies nowhere on earth", "Correct it: perhaps longitude and latitude have changed places.")
        }
        let written = Degrees(latitude: Double(latitude) / 1e7, longitude: Double(longitude) / 1e7)
        guard let place = DatumConversion.wgs84(from: written, in: datum).coordinate else {
            return entry.refuse("the point lies beyond a pole in \(datum.rawValue)", "Correct it.")
        }
        return place
    }

    private static func degreesE7(_ node: Node) -> Int64? {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return nil }
        return PlaceSection.decimalE7(scalar.string)
    }

    // MARK: GeoJSON

    /// JSON is YAML: the same reader gives each mistake its line and column.
    private mutating func readFile(_ name: String, _ entry: Entry, _ datum: Datum, _ beside: BesideFile) {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let bytes: [UInt8]
        switch beside.contents(of: name) {
        case .success(let read): bytes = read
        case .failure(let failure):
            entry.findings.mistake(
                entry.place, "the beats file \(last) cannot be read: \(failure.what)", failure.remedy)
            return
        }
        // A tab may stand between JSON's marks, and not in YAML; in a text of JSON none can stand.
        let spaced = bytes.map { $0 == UInt8(ascii: "\t") ? UInt8(ascii: " ") : $0 }
        switch SourceText.checked(spaced, name: last).flatMap(Document.compose) {
        case .failure(let errors): entry.findings.adopt(errors.mistakes)
        case .success(let document):
            let findings = Findings(file: last, maskedKeys: document.maskedKeys)
            let key = SchemaKey.required("the file", "{\"type\": \"FeatureCollection\", \"features\": […]}")
            readCollection(Entry(node: document.root, key: key, findings: findings), datum)
            entry.findings.adopt(findings.mistakes)
        }
    }

    private mutating func readCollection(_ entry: Entry, _ datum: Datum) {
        guard let features = entry.member("features"), case .sequence = features.node else {
            entry.findings.mistake(
                entry.place, "a beats file is a GeoJSON FeatureCollection, and this has no features", entry.writeExample
            )
            return
        }
        for feature in features.list(of: "beats", limit: Self.limit) ?? [] { readFeature(feature, datum) }
    }

    private mutating func readFeature(_ entry: Entry, _ datum: Datum) {
        let properties = entry.member("properties")
        guard let named = entry.member("id") ?? properties?.member("id") else {
            entry.findings.mistake(entry.place, "a beat has no id", "Add \"id\" to the feature, or to its properties.")
            return
        }
        guard let id = named.identifier() else { return }
        names.claim(id, at: named)
        let name = properties?.member("name")?.text(limit: 100)
        guard let geometry = entry.member("geometry"), let type = geometry.member("type")?.written?.string,
            ["Polygon", "MultiPolygon"].contains(type), let lines = geometry.member("coordinates")
        else {
            entry.findings.mistake(
                entry.place, "the beat \(id) is no Polygon or MultiPolygon", "Draw it as one: a line is no ground.")
            return
        }
        let parts = type == "Polygon" ? [lines] : elements(of: lines)
        let drawn = parts.flatMap { elements(of: $0) }
        let rings = drawn.compactMap { ring($0, datum) }
        guard !rings.isEmpty, rings.count == drawn.count else {
            if drawn.isEmpty { entry.findings.mistake(lines.place, "the beat \(id) has no line", "Draw it.") }
            return
        }
        add(id, name ?? id, rings, cover: properties?.member("cover").map(Self.cover) ?? [], at: lines)
    }

    private func elements(of entry: Entry) -> [Entry] {
        guard case .sequence(let list) = entry.node else { return [] }
        return list.map { Entry(node: $0, key: entry.key, findings: entry.findings) }
    }
}

extension Entry {
    /// What stands under a key of a mapping that may have any keys.
    fileprivate func member(_ name: String) -> Entry? {
        guard case .mapping(let mapping) = node, let value = mapping[name] else { return nil }
        return Entry(node: value, key: .optional(name, "…"), findings: findings)
    }
}
