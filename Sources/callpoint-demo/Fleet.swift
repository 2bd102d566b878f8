import CLinux
import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import SiteFile

/// The site's units, moving: a process of its own that says where they are once a second.
///
/// Patrols wander near the call points; one that has accepted an order heads
/// for its call point. What it sent stands in a file, for the check at the end.
struct Fleet {
    private var units: [MovingUnit]
    private let place: Coordinate
    private let scale: DegreeScale
    private let socket: Int32
    private let record: Int32
    private var log: LogReader
    private var random = UInt64(0x5EED_0412)

    private struct MovingUnit {
        var unit: PatrolUnit
        var north: Double
        var east: Double
        var heading: (north: Double, east: Double)
        var metresPerSecond: Double
        var isOrdered = false
    }

    /// `fleet CONFIG CALL_POINT RUN_DIR LOG_FILE RECORD_FILE HURRY`
    static func run(_ words: [String]) -> Int32 {
        guard words.count == 6, let hurry = Double(words[5]) else { return 2 }
        guard case .success(let configuration) = SiteFile.load(path: words[0]),
            let point = configuration.site.callPoints.first(where: { $0.id.text == words[1] })
        else { return 1 }
        let record = open(words[4], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard record >= 0, let socket = PositionSender.connect(words[2] + "/positions.sock") else { return 1 }
        var fleet = Fleet(
            configuration.site, point, socket: socket, record: record, log: LogReader(path: words[3]))
        let parent = getppid()
        // Ends with the demo, however that ends.
        while getppid() == parent {
            fleet.followOrders()
            fleet.move(seconds: 1, hurry: hurry)
            fleet.send()
            Fleet.sleepToNextSecond()
        }
        return 0
    }

    /// A little after each full second, so that a press at its half meets settled positions.
    private static func sleepToNextSecond() {
        let now = MonotonicClock.wallMilliseconds
        usleep(UInt32(1_000 - now % 1_000) * 1_000)
    }

    private init(_ site: Site, _ point: CallPoint, socket: Int32, record: Int32, log: LogReader) {
        place = point.place
        scale = point.scale
        self.socket = socket
        self.record = record
        self.log = log
        units = []
        for (number, unit) in site.units.enumerated() {
            // A ring that widens from unit to unit: 250 m to 3.5 km round the call point.
            let angle = Double(number) * 2.4
            let metres = 250 + 290 * Double(number)
            let speed = Double(site.kinds[unit.kind].speedMillimetresPerSecond) / 1_000
            units.append(
                MovingUnit(
                    unit: unit, north: metres * Fleet.cosine(angle), east: metres * Fleet.sine(angle), heading: (0, 0),
                    metresPerSecond: min(speed, 9)))
        }
        for index in units.indices { turn(index) }
    }

    private static func sine(_ angle: Double) -> Double { Glibc.sin(angle) }
    private static func cosine(_ angle: Double) -> Double { Glibc.cos(angle) }

    private mutating func turn(_ index: Int) {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let angle = Double(random >> 40) / Double(1 << 24) * 6.2832
        units[index].heading = (Fleet.cosine(angle), Fleet.sine(angle))
    }

    private mutating func followOrders() {
        while let event = log.next() {
            guard let unit = event["unit"]?.string, let index = units.firstIndex(where: { $0.unit.id.text == unit })
            else { continue }
            switch event["type"]?.string {
            case "order.acknowledged": units[index].isOrdered = true
            case "order.stood_down", "order.declined", "unit.clear": units[index].isOrdered = false
            default: break
            }
        }
    }

    private mutating func move(seconds: Double, hurry: Double) {
        for index in units.indices where units[index].unit.kind != .video {
            var unit = units[index]
            var metres = unit.metresPerSecond * seconds
            if unit.isOrdered {
                let distance = (unit.north * unit.north + unit.east * unit.east).squareRoot()
                metres = min(metres * hurry / 2, max(0, distance - 5))
                unit.heading = (-unit.north / max(distance, 1), -unit.east / max(distance, 1))
            }
            unit.north += unit.heading.north * metres
            unit.east += unit.heading.east * metres
            units[index] = unit
            if !unit.isOrdered, unit.north.magnitude + unit.east.magnitude > 4_000 { turn(index) }
        }
    }

    /// All fixes in one datagram, and the same in the record.
    private func send() {
        let now = MonotonicClock.wallMilliseconds
        var text = ""
        for unit in units where unit.unit.post == nil {
            let latitude =
                Double(place.latitudeE7) / 1e7 + unit.north * 1_000 / Double(scale.millimetresPerDegreeLatitude)
            let longitude =
                Double(place.longitudeE7) / 1e7 + unit.east * 1_000 / Double(scale.millimetresPerDegreeLongitude)
            let fix: JSON = [
                "unit": .string(unit.unit.id.text), "lat": .number((latitude * 1e7).rounded() / 1e7),
                "lon": .number((longitude * 1e7).rounded() / 1e7), "time": .integer(now), "datum": "wgs84",
            ]
            text += fix.text + "\n"
        }
        var bytes = Array(text.utf8)
        _ = Glibc.send(socket, &bytes, bytes.count, 0)
        _ = write(record, &bytes, bytes.count)
    }
}

/// A datagram socket that is connected to the daemon's.
enum PositionSender {
    static func connect(_ path: String) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(socket, $0, length) }
        }
        return result == 0 ? socket : nil
    }
}
