import EventCodec
import Glibc

/// Where the units were when a tier was ranked, round the call point.
struct MapPicture {
    /// A unit on the map.
    struct Unit {
        var id: String
        var latitude: Double
        var longitude: Double
        var distanceMetres: Int64
        /// Estimated seconds; nil where the record does not say.
        var etaSeconds: Int64?
        var isOrdered = false
        /// Why it is out; nil where it fits.
        var reason: String?
    }

    let say: Wording
    let measures: Measures
    let latitude: Double
    let longitude: Double
    let name: String
    let units: [Unit]
    /// Other call points of the incident: where, and what they are called.
    var others: [(latitude: Double, longitude: Double, name: String)] = []

    /// Most units that were out and get a name; the nearest do.
    static let namedOutLimit = 24
    /// Most units that are drawn at all; a city of thousands would be a grey area.
    static let drawnLimit = 400
    private static let width = 760.0
    private static let height = 520.0
    private static let margin = 46.0

    /// Units of interest: within sight of those that fit, and how many that leaves out.
    private var shown: (units: [Unit], left: Int) {
        let fitting = units.filter { $0.reason == nil || $0.isOrdered }
        let reach = max(800, (fitting.map(\.distanceMetres).max() ?? 2_000) * 13 / 10)
        let out = units.filter { $0.reason != nil && !$0.isOrdered }
            .sorted { ($0.distanceMetres, $0.id) < ($1.distanceMetres, $1.id) }
        let near = out.filter { $0.distanceMetres <= reach }.prefix(max(0, MapPicture.drawnLimit - fitting.count))
        let drawn = fitting.sorted { ($0.distanceMetres, $0.id) < ($1.distanceMetres, $1.id) }
            .prefix(MapPicture.drawnLimit)
        return (Array(near.reversed()) + drawn.reversed(), units.count - near.count - drawn.count)
    }

    /// How many units are not on it, or stand there without a name.
    var unnamed: Int {
        let shown = shown
        let out = shown.units.count { $0.reason != nil && !$0.isOrdered }
        return shown.left + max(0, out - MapPicture.namedOutLimit)
    }

    var svg: String {
        let shown = shown.units
        let reach = shown.map { max(east($0).magnitude, north($0).magnitude * 1.45) }.max() ?? 0
        let metres = max(250, reach)
        let scale = (MapPicture.width / 2 - MapPicture.margin) / metres
        var drawing = Drawing(width: MapPicture.width, height: MapPicture.height + 24)
        drawing.rectangle(0.5, 0.5, MapPicture.width - 1, MapPicture.height - 1, "frame")
        let centre = (x: MapPicture.width / 2, y: MapPicture.height / 2)
        func place(_ unit: Unit) -> (x: Double, y: Double) {
            (centre.x + east(unit) * scale, centre.y - north(unit) * scale)
        }
        for unit in shown where unit.reason == nil || unit.isOrdered {
            let (x, y) = place(unit)
            drawing.line(x, y, centre.x, centre.y, unit.isOrdered ? "way" : "could")
        }
        for unit in shown {
            let (x, y) = place(unit)
            let isOut = unit.reason != nil && !unit.isOrdered
            drawing.circle(
                x, y, radius: isOut ? 4.5 : 6, unit.isOrdered ? "unit" : isOut ? "excluded" : "fit")
        }
        for other in others {
            let mark = Unit(id: other.name, latitude: other.latitude, longitude: other.longitude, distanceMetres: 0)
            let (x, y) = place(mark)
            drawing.polygon([(x, y - 7), (x + 6, y + 4), (x - 6, y + 4)], "call")
            drawing.text(x + 8, y + 4, other.name, "small halo")
        }
        drawing.polygon(
            [(centre.x, centre.y - 10), (centre.x + 9, centre.y + 6), (centre.x - 9, centre.y + 6)], "call")
        labels(&drawing, shown, centre: centre, place)
        scaleBar(&drawing, metresPerPoint: 1 / scale)
        arrow(&drawing)
        legend(&drawing)
        return drawing.svg(title: say(.headingMap))
    }

    private func north(_ unit: Unit) -> Double { (unit.latitude - latitude) * 111_132 }

    private func east(_ unit: Unit) -> Double {
        var degrees = unit.longitude - longitude
        if degrees > 180 { degrees -= 360 } else if degrees < -180 { degrees += 360 }
        return degrees * 111_320 * cos(latitude * .pi / 180)
    }

    // MARK: Labels

    private struct Box {
        var x: Double
        var y: Double
        var width: Double
        var height: Double

        func overlaps(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
        }

        /// Whether it lies within the picture, clear of the scale bar and the arrow.
        var isFree: Bool {
            x >= 4 && y >= 4 && x + width <= MapPicture.width - 4 && y + height <= MapPicture.height - 4
                && !overlaps(Box(x: 0, y: MapPicture.height - 36, width: 210, height: 36))
                && !overlaps(Box(x: MapPicture.width - 44, y: 0, width: 44, height: 60))
        }
    }

    private func labels(
        _ drawing: inout Drawing, _ shown: [Unit], centre: (x: Double, y: Double),
        _ place: (Unit) -> (x: Double, y: Double)
    ) {
        var taken = [Box(x: centre.x - 10, y: centre.y - 11, width: 20, height: 18)]
        for unit in shown where unit.reason == nil || unit.isOrdered {
            let (x, y) = place(unit)
            taken.append(Box(x: x - 6, y: y - 6, width: 12, height: 12))
        }
        write(&drawing, name, "strong halo", at: centre, &taken, mustShow: true)
        var named = 0
        // Those that matter most take their places first.
        for unit in shown.reversed() {
            let isOut = unit.reason != nil && !unit.isOrdered
            if isOut {
                named += 1
                guard named <= MapPicture.namedOutLimit else { break }
            }
            write(&drawing, label(unit), isOut ? "grey" : "halo", at: place(unit), &taken, mustShow: unit.isOrdered)
        }
    }

    private func label(_ unit: Unit) -> String {
        if let reason = unit.reason, !unit.isOrdered { return "\(unit.id) \(say.word(reason))" }
        let eta = unit.etaSeconds.map { " " + measures.clock(seconds: $0) } ?? ""
        return "\(unit.id)\(eta) · \(measures.distance(metres: unit.distanceMetres))"
    }

    /// Writes a label at the first place round its point that is free; one that need not show is left out where none is.
    private func write(
        _ drawing: inout Drawing, _ text: String, _ style: String, at point: (x: Double, y: Double),
        _ taken: inout [Box], mustShow: Bool
    ) {
        let width = Drawing.width(text, size: 12)
        let places: [(Double, Double)] = [
            (10, -7), (-10 - width, -7), (-width / 2, -25), (-width / 2, 11), (9, -22), (9, 8), (-9 - width, -22),
            (-9 - width, 8), (-width / 2, -40), (-width / 2, 26), (10, 22), (-10 - width, 22), (10, -38),
            (-10 - width, -38),
        ]
        let boxes = places.map { Box(x: point.x + $0.0, y: point.y + $0.1, width: width, height: 14) }
        guard
            let box = boxes.first(where: { box in box.isFree && !taken.contains { $0.overlaps(box) } })
                ?? (mustShow ? boxes.first(where: \.isFree) ?? boxes[0] : nil)
        else { return }
        taken.append(box)
        drawing.text(box.x, box.y + 11, text, style)
    }

    // MARK: What makes it a map

    private func scaleBar(_ drawing: inout Drawing, metresPerPoint: Double) {
        let most = metresPerPoint * 160
        var length = 1.0
        while length * 10 <= most { length *= 10 }
        for factor in [5.0, 2.0] where length * factor <= most {
            length *= factor
            break
        }
        let y = MapPicture.height - 14
        let points = length / metresPerPoint
        drawing.line(16, y, 16 + points, y, "bar")
        drawing.line(16, y - 5, 16, y + 1, "bar")
        drawing.line(16 + points, y - 5, 16 + points, y + 1, "bar")
        drawing.text(16 + points / 2, y - 8, measures.distance(metres: Int64(length)), "halo", anchor: .middle)
    }

    private func arrow(_ drawing: inout Drawing) {
        let x = MapPicture.width - 22
        drawing.polygon([(x, 10), (x + 7, 34), (x, 28), (x - 7, 34)], "ink")
        drawing.text(x, 48, say(.north), "strong halo", anchor: .middle)
    }

    private func legend(_ drawing: inout Drawing) {
        var x = 8.0
        let y = MapPicture.height + 16
        for (style, phrase) in [
            ("unit", ReviewPhrase.legendOrdered), ("fit", .legendFit), ("excluded", .legendOut),
        ] {
            drawing.circle(x + 6, y - 4, radius: 5, style)
            drawing.text(x + 16, y, say(phrase), "small")
            x += 16 + Drawing.width(say(phrase), size: 11) + 20
        }
        drawing.text(MapPicture.width - 2, y, "WGS-84", "small", anchor: .end)
    }
}
