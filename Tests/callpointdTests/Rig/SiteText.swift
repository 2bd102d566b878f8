/// A site file for tests: call points 0001, 0002 … on one serial line, units around them, one plan.
struct SiteText {
    var callPoints = 6
    var units = ["M-1", "M-2", "M-3", "V-1", "V-2", "V-3"]
    /// Site-wide lines: `record: {durability_wait: 50ms}`.
    var more: [String] = []
    /// Lines of inputs beside the line of nodes, and of call points on them.
    var moreInputs: [String] = []
    var moreCallPoints: [String] = []
    var budget = "250ms"
    /// How long a node may be silent; the nodes of most tests send no heartbeats.
    var heartbeat = "off"
    var ackWithin = "30s"
    var onSceneWithin = "60s"
    /// Call points that are left out of the file.
    var without: Set<Int> = []

    /// `CP-0003` for 3.
    static func callPoint(_ number: Int) -> String { "CP-\(address(number))" }

    /// The address of a call point's node: `0003` for 3.
    static func address(_ number: Int) -> String { String(String(10_000 + number).dropFirst()) }

    /// Where a call point is, in degrees; 110 m from one to the next.
    static func place(_ number: Int) -> (latitude: Double, longitude: Double) {
        (22.5 + Double(number % 20) * 0.001, 113.9 + Double(number / 20) * 0.001)
    }

    var yaml: String {
        var lines = [
            "version: 1", "site: {id: T-01, name: 试验站, datum: wgs84, time_zone: Asia/Shanghai}", "inputs:",
            "  field: {serial: {port: /dev/null/none, baud: 115200, protocol: sentence, heartbeat: \(heartbeat)}}",
        ]
        lines += moreInputs
        lines += [
            "contacts:", "  station: {name: 南山派出所, channel: log}", "call_points:",
        ]
        for number in 1...callPoints where !without.contains(number) {
            let (latitude, longitude) = SiteText.place(number)
            lines.append(
                "  - {id: \(SiteText.callPoint(number)), name: 报警点 \(number), "
                    + "location: {lat: \(latitude), lon: \(longitude), accuracy_m: 5}, "
                    + "button: {input: field, address: \"\(SiteText.address(number))\"}, station: station, plan: street}"
            )
        }
        lines += moreCallPoints
        lines += [
            "plans:", "  street:", "    budget: \(budget)", "    tiers:",
            "      - {name: nearest, send: [{kinds: [motorcycle, vehicle], count: 2, within: 9km}], notify: [station], "
                + "ack_within: \(ackWithin), on_scene_within: \(onSceneWithin)}",
            "      - {name: district, send: [{kinds: [vehicle], count: 1}], ack_within: \(ackWithin), watch: true}",
            "units:",
        ]
        for unit in units {
            lines.append("  - {id: \(unit), kind: \(unit.hasPrefix("M") ? "motorcycle" : "vehicle")}")
        }
        return (lines + more).joined(separator: "\n") + "\n"
    }
}
