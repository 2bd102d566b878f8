import CallpointCore
import EventCodec
import Glibc
import SiteFile

/// Holds each order against a plain look at all positions that the fleet had sent by then.
///
/// It shares nothing with the engine: positions come from the fleet's own file, distances from the
/// haversine formula, and every unit is looked at.
struct OrderCheck {
    private let configuration: SiteConfiguration
    private let callPoint: CallPoint
    /// Positions by the time at which they were sent, in milliseconds since 1970.
    private var fixes: [(at: Int64, unit: String, latitude: Double, longitude: Double)] = []
    /// Units that are bound by an order, or were ordered before.
    private var spent: Set<String> = []
    /// What was wrong, for people.
    private(set) var mistakes: [String] = []
    private(set) var checked = 0

    init(_ configuration: SiteConfiguration, _ callPoint: CallPoint, fleetFile: String) {
        self.configuration = configuration
        self.callPoint = callPoint
        var reader = LogReader(path: fleetFile)
        while let fix = reader.next() {
            guard let unit = fix["unit"]?.string, let at = fix["time"]?.integer, let latitude = fix["lat"]?.number,
                let longitude = fix["lon"]?.number
            else { continue }
            fixes.append((at, unit, latitude, longitude))
        }
    }

    /// Takes in the log's events in order.
    mutating func take(_ event: JSON) {
        guard event["type"]?.string == "order.issued", let unit = event["unit"]?.string,
            let tier = event["tier"]?.integer, let requirement = event["requirement"]?.integer,
            let at = OrderCheck.milliseconds(event["ts"]?.string)
        else { return }
        checked += 1
        let plan = configuration.site.plans.first { $0.name == callPoint.plan }
        guard let need = plan?.tiers[Int(tier) - 1].send[Int(requirement) - 1] else { return }
        let ranked = arrivals(for: need, at: at)
        guard let soonest = ranked.first else {
            mistakes.append("\(unit) was ordered, and a plain look finds nobody.")
            return
        }
        let chosen = ranked.first { $0.unit == unit }
        // Distances are whole metres in the engine: two units within that may change places.
        if chosen == nil || (chosen?.seconds ?? 0) - soonest.seconds > 1 {
            mistakes.append(
                "\(unit) was ordered in tier \(tier), and \(soonest.unit) would be there in \(Int(soonest.seconds)) s.")
        }
        spent.insert(unit)
    }

    private func arrivals(for need: Requirement, at time: Int64) -> [(unit: String, seconds: Double)] {
        var found: [(unit: String, seconds: Double)] = []
        for unit in configuration.site.units where need.kinds.contains(unit.kind) && !spent.contains(unit.id.text) {
            guard Set(need.capabilities).isSubset(of: unit.capabilities), let metres = metres(to: unit, at: time) else {
                continue
            }
            if let radius = need.withinMetres, metres > Double(radius) { continue }
            let profile = configuration.site.kinds[unit.kind]
            let speed = Double(profile.speedMillimetresPerSecond) / 1_000
            let travel = speed > 0 ? metres * Double(profile.detourPercent) / 100 / speed : 0
            found.append((unit.id.text, Double(profile.reaction.milliseconds) / 1_000 + travel))
        }
        return found.sorted { $0.seconds < $1.seconds }
    }

    private func metres(to unit: PatrolUnit, at time: Int64) -> Double? {
        if let post = unit.post { return haversine(Double(post.latitudeE7) / 1e7, Double(post.longitudeE7) / 1e7) }
        guard let last = fixes.last(where: { $0.unit == unit.id.text && $0.at < time }) else { return nil }
        return haversine(last.latitude, last.longitude)
    }

    /// On a sphere of 6,371,009 m, the mean radius of the earth.
    private func haversine(_ latitude: Double, _ longitude: Double) -> Double {
        let radians = Double.pi / 180
        let (a, b) = (Double(callPoint.place.latitudeE7) / 1e7 * radians, latitude * radians)
        let dLongitude = longitude * radians - Double(callPoint.place.longitudeE7) / 1e7 * radians
        let h = pow(sin((b - a) / 2), 2) + cos(a) * cos(b) * pow(sin(dLongitude / 2), 2)
        return 2 * 6_371_009 * asin(h.squareRoot())
    }

    /// Milliseconds since 1970 of `2026-04-12T14:03:07.412+08:00`.
    private static func milliseconds(_ text: String?) -> Int64? {
        guard let text, text.utf8.count == 29 else { return nil }
        let digits = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64 {
            digits[range].reduce(0) { $0 * 10 + Int64($1) - 48 }
        }
        var date = tm()
        date.tm_year = Int32(number(0..<4)) - 1_900
        date.tm_mon = Int32(number(5..<7)) - 1
        date.tm_mday = Int32(number(8..<10))
        let seconds = Int64(timegm(&date)) + number(11..<13) * 3_600 + number(14..<16) * 60 + number(17..<19)
        let offset = (number(24..<26) * 60 + number(27..<29)) * (digits[23] == UInt8(ascii: "-") ? -1 : 1)
        return (seconds - offset * 60) * 1_000 + number(20..<23)
    }
}
