import CallpointCore
import SiteFile
import Testing

struct HashTests {
    private func hash(_ text: String) throws -> String { try SmallSite.parse(text).get().hash }

    @Test(arguments: [
        ("version: 1\n", "# a comment\nversion: 1\n\n"),
        ("version: 1\nsite:\n  id: NS-03\n  datum: wgs84\n", "site:\n  datum: wgs84\n  id: NS-03\n"),
        ("input: panel, line: 17", "line: 17, debounce: 20ms, active: high, bias: as-is, input: panel"),
        (
            "serial: {port: /dev/ttyS0}",
            "serial: {protocol: sentence, baud: 115200, heartbeat: 20s, port: /dev/ttyS0}"
        ),
        ("modbus-rtu}", "modbus-rtu, baud: 9600, parity: even, poll: 50ms, timeout: 100ms, rs485: false}"),
        ("bit: 0", "bit: 0, active: high, debounce: 0ms"),
        ("on_scene_within: 60s", "on_scene_within: 1min"), ("budget: 250ms", "second_press: join"),
        ("budget: 250ms", "projected_lateness: wait"), ("budget: 250ms", "move_up: propose"),
        ("lat: 22.5369,", "lat: 22.536900,"),
        ("speed: 1.6 m/s", "speed: 5.76 km/h"),
        ("kinds: [motorcycle, vehicle]", "kinds: [vehicle, motorcycle]"),
        ("retention: 90d", "retention: 2160h"),
        ("id: NS-03", "id: \"NS-03\""),
    ])
    func `comments, the order of keys, defaults and ways of writing make no difference`(part: String, other: String)
        throws
    {
        var text = SmallSite.changing(part, to: other)
        if !text.contains("version: 1") { text += "version: 1\n" }
        #expect(try hash(text) == hash(SmallSite.text))
    }

    @Test(arguments: [
        ("lat: 22.5369,", "lat: 22.5369001,"), ("ack_within: 30s", "ack_within: 31s"), ("count: 2", "count: 1"),
        ("id: V-03", "id: V-04"), ("line: 22", "line: 23"), ("address: \"0413\"", "address: \"0414\""),
        ("datum: wgs84", "datum: cgcs2000"), ("bit: 0", "bit: 1"), ("stale_after: 2min", "stale_after: 3min"),
        ("retention: 90d", "retention: 91d"), ("groups: [dispatch]", "users: [dispatch]"),
        ("name: 粤海派出所", "name: 沙河派出所"), ("Asia/Shanghai", "Asia/Urumqi"), ("notify: [station]", "watch: true"),
        ("detour: 1.25", "detour: 1.26"), ("enabled: true", "enabled: false"), ("/dev/ttyS1", "/dev/ttyS2"),
        ("K1+200", "K1+201"), ("chip: gpiochip0", "label: gpiochip0"), ("budget: 250ms", "priority: P2"),
        ("budget: 250ms", "budget: 251ms"), ("within: 3km", "within: 3001m"), ("within: 3km", "capabilities: [aed]"),
        ("on_scene_within: 60s", "instructions: Go."), ("on_scene_within: 60s", "name: first"),
        ("line: 17", "line: 17, active: low"), ("line: 17", "line: 17, bias: pull-up"),
        ("line: 17", "line: 17, debounce: 21ms"), ("lamp: {", "tamper: {"), ("ttyS0", "ttyS0, baud: 9600"),
        ("modbus-rtu", "modbus-rtu, baud: 19200"), ("modbus-rtu", "modbus-rtu, parity: odd"),
        ("modbus-rtu", "modbus-rtu, poll: 51ms"),
        ("modbus-rtu", "modbus-rtu, timeout: 101ms"), ("modbus-rtu", "modbus-rtu, rs485: true"),
        ("ttyS0", "ttyS0, heartbeat: 21s"), ("ttyS0", "ttyS0, heartbeat: off"), ("line: 17", "line: \"17\""),
        ("line: 17", "line: 17, break_line: 18"), ("bit: 0", "bit: 0, break_bit: 1"), ("bit: 0", "bit: 0, active: low"),
        ("bit: 0", "bit: 0, debounce: 1ms"), ("bit: 0", "bit: 0, reset: 8"), ("bit: 0", "counter: 0"),
        ("lamp: {", "door: {"), ("lamp: {", "mains: {"), ("lamp: {", "sounder: {"),
        ("line: 22", "line: 22, active: low"), ("slave: 3", "slave: 4"), ("station: station", "intercom: sip:x@y"),
        ("station: station", "cameras: [{id: C-1, url: \"rtsp://x\"}]"), ("K1+200", "K1+200, direction: east"),
        ("road: 科苑路", "road: 科苑南路"), ("lon: 113.9345", "lon: 113.9345, accuracy_m: 11"),
        ("id: NS-0412", "id: NS-0412\n    name: x"), ("id: NS-03\n", "id: NS-04\n"),
        ("id: NS-03\n", "id: NS-03\n  name: x\n"),
        ("kind: vehicle", "kind: vehicle, call_sign: x"), ("kind: vehicle", "kind: vehicle, agency: x"),
        ("kind: vehicle", "kind: vehicle, post: {lat: 1, lon: 2}"), ("[aed]", "[aed, rope]"),
        ("kind: vehicle", "kind: foot"),
        ("units:\n", "units:\n accept_unknown: true\n list:\n"), ("units:\n", "units:\n limit: 9\n list:\n"),
        ("speed: 1.6 m/s", "speed: 1.7 m/s"), ("reaction: 5s", "reaction: 6s"), ("true}", "true, poll: 99ms}"),
        ("true}", "true, units: [M-17]}"), ("radio17: M-17", "radio17: V-03"), ("radio17:", "radio18:"),
        ("粤海派出所}", "粤海派出所, channel: x}"), ("retention: 90d", "retention_size: 9GiB"),
        ("retention: 90d", "segment_size: 65MiB"), ("retention: 90d", "segment_age: 2d"),
        ("retention: 90d", "durability_wait: 51ms"), ("ack_within: 30s", "nudge_after: 15s"),
        ("budget: 250ms", "projected_lateness: raise"), ("line: 17}", "line: 17}\n    address: x"),
        ("line: 17}", "line: 17}\n    hazards: [x]"), ("line: 17}", "line: 17}\n    channel: x"),
        ("ack_within: 30s", "channel: x"), ("budget: 250ms", "prefer_beat: 60s"),
        ("speed: 1.6 m/s", "rest_after: 10min"), ("speed: 1.6 m/s", "other_carriageway: 60s"),
        ("lon: 113.9345}", "lon: 113.9345, divided: true, heading: 90}"),
        ("kinds:\n", "schedules: {night: {times: [\"22:00-04:00\"]}}\nkinds:\n"),
        ("budget: 250ms", "move_up: automatic"),
        ("kinds:\n", "beats: [{id: b, cover: [foot], polygon: [[113, 22], [114, 22], [114, 23]]}]\nkinds:\n"),
        ("kinds:\n", "beats: [{id: b, polygon: [[113, 22], [114, 22], [114, 23]]}]\nkinds:\n"),
        (
            "{kinds: [motorcycle, vehicle], count: 2, within: 3km}",
            "{any_of: [{kinds: [vehicle]}, {kinds: [foot, motorcycle]}]}"
        ),
        ("budget: 250ms", "preempt: P3"), ("budget: 250ms", "swap_gain: 60s"),
        ("budget: 250ms", "related: {within: 150m, window: 2min}"),
        ("budget: 250ms", "cross_zone: {within: 150m, window: 2min}"),
        ("units:\n", "alarms: {recent: 24h}\nunits:\n"),
        ("budget: 250ms", "begin_at: {fire: 1}"), ("units:\n", "alarms: {medical: {priority: P3}}\nunits:\n"),
        ("units:\n", "alarms: {fire: {silent: true}}\nunits:\n"),
        ("units:\n", "alarms: {tamper: {dispatch: true}}\nunits:\n"),
        ("id: NS-0412", "id: NS-0412\n    kind: duress"),
        ("budget: 250ms", "second_press: raise"), ("粤海派出所}", "粤海派出所, answer_within: 2min}"),
    ])
    func `every change of meaning changes the hash`(part: String, other: String) throws {
        #expect(try hash(SmallSite.changing(part, to: other)) != hash(SmallSite.text))
    }

    @Test(arguments: [
        ("within: 150m, window: 2min", "within: 151m, window: 2min"),
        ("within: 150m, window: 2min", "within: 150m, window: 3min"),
        ("within: 150m, window: 2min", "within: 150m, window: 2min, send_more: false"),
        ("related:", "cross_zone:"), ("24h", "23h"),
    ])
    func `every change of what belongs together changes the hash`(part: String, other: String) throws {
        let related = SmallSite.changing("budget: 250ms", to: "related: {within: 150m, window: 2min}")
            .replacing("units:\n", with: "alarms: {recent: 24h}\nunits:\n")
        #expect(try hash(related.replacing(part, with: other)) != hash(related))
        #expect(
            try hash(SmallSite.changing("units:\n", to: "alarms: {recent: off}\nunits:\n")) == hash(SmallSite.text))
    }

    @Test func `the hash is 64 hex digits and the core has the same`() throws {
        let configuration = try SmallSite.parse(SmallSite.text).get()
        #expect(configuration.hash.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        #expect(configuration.site.hash == configuration.hash)
        #expect(configuration.fileBytes == Array(SmallSite.text.utf8))
    }

    @Test func `plan times are multiplied, the budget is not, and the hash says so`() throws {
        let original = try SampleSite.configuration()
        let tenth = original.scaled(byPermille: 100)
        let tier = try #require(tenth.site.plans.first { $0.name == "street" }?.tiers.first)
        #expect(tier.ackWithin == .seconds(3))
        #expect(tier.onSceneWithin == .seconds(6))
        #expect(tier.nudgeAfter == .milliseconds(1_500))
        #expect(tenth.site.contacts.compactMap(\.answerWithin) == [.seconds(12)])
        #expect(tenth.site.plans.map(\.budget) == original.site.plans.map(\.budget))
        #expect(tenth.planTimesPermille == 100)
        #expect(tenth.hash != original.hash && tenth.site.hash == tenth.hash)
        #expect(tenth.hash == original.scaled(byPermille: 100).hash)
        #expect(tenth.hash != original.scaled(byPermille: 101).hash)
        #expect(original.scaled(byPermille: 1_000).hash == original.hash)
    }

    @Test func `no plan time shrinks to nothing`() throws {
        let text = SmallSite.changing("ack_within: 30s", to: "ack_within: 1s")
        let tier = try SmallSite.parse(text).get().scaled(byPermille: 1).site.plans[0].tiers[0]
        #expect(tier.ackWithin == .milliseconds(1))
        #expect(tier.onSceneWithin == .milliseconds(60))
    }
}
