import CallpointCore
import Foundation
import SiteFile
import Testing

/// Beats, from the site file or from a GeoJSON file beside it.
struct BeatTests {
    private static let square = "[[113.93, 22.53], [113.95, 22.53], [113.95, 22.55], [113.93, 22.55]]"
    private static let file = """
        {"type": "FeatureCollection", "features": [
        \t{"type":"Feature","properties":{"id":"keji","name":"科技园"},"geometry":{"type":"Polygon","coordinates":
            [[[113.93,22.53],[113.95,22.53],[113.95,22.55],[113.93,22.55],[113.93,22.53]],
             [[113.939,22.539],[113.941,22.539],[113.941,22.541],[113.939,22.541],[113.939,22.539]]]}},
          {"type": "Feature", "id": "bay", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates":
            [[[[113.96, 22.51], [113.97, 22.51], [113.97, 22.52], [113.96, 22.51]]],
             [[[114.0, 22.5], [114.1, 22.5], [114.1, 22.6], [114.0, 22.5]]]]}}
        ]}
        """

    private func text(_ beats: String, unit: String = "keji") -> String {
        SmallSite.changing("kinds:\n", to: "\(beats)\nkinds:\n")
            .replacing("kind: vehicle}", with: "kind: vehicle, beats: [\(unit)]}")
    }

    /// A folder with a beats file in it, and what a site file there comes to.
    private func read(_ text: String, beats: String) throws -> Result<SiteConfiguration, SiteErrors> {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("beats-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try beats.write(to: folder.appendingPathComponent("b.geojson"), atomically: true, encoding: .utf8)
        try text.write(to: folder.appendingPathComponent("devices.yaml"), atomically: true, encoding: .utf8)
        return SiteFile.load(path: folder.appendingPathComponent("devices.yaml").path)
    }

    private func place(_ latitude: Double, _ longitude: Double) -> Coordinate {
        Coordinate(latitudeE7: Int32((latitude * 1e7).rounded()), longitudeE7: Int32((longitude * 1e7).rounded()))
    }

    @Test func `a beat in the site file is a polygon in the site's datum`() throws {
        let site = try SmallSite.parse(text("beats: [{id: keji, name: 科技园, polygon: \(Self.square)}]")).get().site
        let beat = try #require(site.beats.first)
        #expect(beat.id == "keji" && beat.name == "科技园" && site.units[1].beats == ["keji"])
        #expect(beat.contains(place(22.54, 113.94)) && !beat.contains(place(22.56, 113.94)))
        #expect(!beat.contains(place(22.54, 113.96)) && !beat.contains(place(22.54, 113.92)))
    }

    @Test func `a GeoJSON file has several parts and holes, and ids on features or in their properties`() throws {
        let site = try read(text("beats: {file: b.geojson}"), beats: Self.file).get().site
        #expect(site.beats.map(\.id) == ["keji", "bay"] && site.beats[0].name == "科技园")
        #expect(site.beats[0].contains(place(22.535, 113.94)) && !site.beats[0].contains(place(22.54, 113.94)))
        #expect(site.beats[1].contains(place(22.512, 113.968)) && site.beats[1].contains(place(22.52, 114.08)))
    }

    @Test func `a datum is turned into WGS-84, that of the file before the site's`() throws {
        let own = try read(text("beats: {file: b.geojson, datum: gcj02}"), beats: Self.file).get().site
        let shifted = own.beats[0].rings[0][0]
        #expect(abs(Int(shifted.longitudeE7) - 1_139_300_000) > 30_000)
    }

    @Test func `what was read beside the site file is kept with it, and read from there`() throws {
        let configuration = try read(text("beats: {file: b.geojson}"), beats: Self.file).get()
        let again = try SiteFile.parse(configuration.fileBytes, name: "journal").get()
        #expect(again.site == configuration.site && again.hash == configuration.hash)
        #expect(again.fileBytes == configuration.fileBytes)
    }

    @Test func `a change of the beats file changes the hash`() throws {
        let one = try read(text("beats: {file: b.geojson}"), beats: Self.file).get().hash
        let other = try read(
            text("beats: {file: b.geojson}"), beats: Self.file.replacing("113.941", with: "113.942")
        ).get().hash
        #expect(one != other)
    }

    @Test(arguments: [
        (
            "\"Polygon\"", "\"LineString\"",
            "b.geojson:2:2: the beat keji is no Polygon or MultiPolygon. Draw it as one: a line is no ground."
        ),
        ("\"id\":\"keji\",", "", "b.geojson:2:2: a beat has no id. Add \"id\" to the feature, or to its properties."),
        (
            "[113.95,22.53]", "[22.53,113.95]",
            "b.geojson:3:22: the point lies nowhere on earth. Correct it: perhaps longitude and latitude have changed places."
        ),
        (
            "[113.95,22.53]", "[113.95]",
            "b.geojson:3:22: a point should be [longitude, latitude]. Write it as [113.9345, 22.5369]."
        ),
        (
            "\"bay\"", "\"keji\"",
            "b.geojson:5:29: beat keji is named already in line 2. Give each beat an id of its own."
        ),
        (
            "[114.1, 22.6]", "[134.1, 22.6]",
            "b.geojson:6:5: the beat bay reaches farther than 10 degrees. Draw it smaller, or in several parts."
        ),
    ])
    func `a mistake in the beats file is told with its line and column`(part: String, other: String, told: String)
        throws
    {
        let result = try read(
            text("beats: {file: b.geojson}"), beats: Self.file.replacing(part, with: other, maxReplacements: 1))
        guard case .failure(let errors) = result else {
            Issue.record("no mistake")
            return
        }
        #expect(errors.mistakes.first { $0.file == "b.geojson" }?.description == told, "\(errors)")
    }

    @Test(arguments: [
        (
            "beats: [{id: keji, polygon: [[113, 22], [114, 22]]}]",
            "41:29: a beat has three corners at least, and this line has 2. Add points."
        ),
        (
            "beats: {file: nothing.geojson}",
            "41:15: the beats file nothing.geojson cannot be read: nobody knows beside what. Give its path from /."
        ),
        (
            "beats: [{polygon: [[113, 22], [114, 22], [114, 23]]}]",
            "41:9: a beat has no id. Add, for example, id: keji."
        ),
    ])
    func `a mistake in the site's own beats is told`(beats: String, told: String) {
        #expect(SmallSite.mistakes(text(beats)).contains("devices.yaml:" + told), "\(SmallSite.mistakes(text(beats)))")
    }

    @Test func `a beat may ask for cover, in the site file and in GeoJSON`() throws {
        let own = text("beats: [{id: keji, cover: [vehicle, foot], polygon: \(Self.square)}]")
        #expect(try SmallSite.parse(own).get().site.beats[0].cover == [.foot, .vehicle])
        let file = Self.file.replacing("\"id\":\"keji\",", with: "\"id\":\"keji\",\"cover\":[\"motorcycle\"],")
        #expect(
            try read(text("beats: {file: b.geojson}"), beats: file).get().site.beats.map(\.cover) == [
                [.motorcycle], [],
            ])
        let told = SmallSite.mistakes(text("beats: [{id: keji, cover: [car], polygon: \(Self.square)}]"))
        #expect(told.contains { $0.hasPrefix("devices.yaml:41:") && $0.contains("car") }, "\(told)")
    }

    @Test func `a hundred beats ask for cover, and no more`() throws {
        func beats(_ count: Int) -> String {
            let all = (1...count).map {
                "  - {id: \($0 == 1 ? "keji" : "b\($0)"), cover: [foot], polygon: \(Self.square)}"
            }
            return text("beats:\n" + all.joined(separator: "\n"))
        }
        #expect(try SmallSite.parse(beats(100)).get().site.beats.count == 100)
        let told = SmallSite.mistakes(beats(101))
        let mistake = "more than 100 beats ask for cover. Leave `cover` out where nobody would move up."
        #expect(told.contains { $0.hasSuffix(mistake) }, "\(told)")
    }

    @Test func `a unit's beat must be there`() {
        let told = SmallSite.mistakes(text("beats: [{id: keji, polygon: \(Self.square)}]", unit: "kej"))
        #expect(
            told.first?.hasSuffix("beat kej does not exist. Write keji, or add kej under beats.") == true, "\(told)")
    }

    @Test(arguments: [
        ("direction: east, divided: true", 90), ("direction: 西向, divided: true", 270),
        ("divided: true, heading: 75", 75),
        ("direction: east, divided: true, heading: 80", 80), ("direction: east", nil),
        ("direction: east, divided: false", nil),
    ])
    func `a divided road has a heading`(location: String, heading: Int?) throws {
        let site = try SmallSite.parse(SmallSite.changing("chainage: K1+200", to: location)).get().site
        #expect(site.callPoints[2].carriageway?.headingDegrees == heading)
        if heading == 90 { #expect(site.callPoints[2].carriageway?.east == 1_000_000) }
    }

    @Test(arguments: [
        ("direction: 出城, divided: true", "nobody can tell which way traffic goes on this side."),
        ("heading: 75", "heading stands here without divided."),
        ("divided: true, heading: 360", "heading is 360, and may be 0 to 359."),
    ])
    func `a divided road that nobody can make out is told`(location: String, told: String) {
        let mistakes = SmallSite.mistakes(SmallSite.changing("chainage: K1+200", to: location))
        #expect(mistakes.count == 1 && mistakes[0].contains(told), "\(mistakes)")
    }
}
