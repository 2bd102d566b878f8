import CallpointCore
import Sense
import SiteFile
import Testing

@testable import callpointd

@Suite("What the site file says of wires")
struct WireTests {
    private func wires(_ keys: String) throws -> [GPIOWire] {
        let text = """
            version: 1
            site: {id: NS-03, name: x, datum: wgs84, time_zone: Asia/Shanghai}
            inputs: {panel: {gpio: {label: pinctrl-bcm2711}}, other: {gpio: {chip: gpiochip1}}}
            call_points:
              - {id: NS-1, name: x, location: {lat: 22.5, lon: 113.9, accuracy_m: 5}, plan: street, \(keys)}
              - {id: NS-2, name: x, location: {lat: 22.5, lon: 113.9, accuracy_m: 5}, plan: street, button: {input: other, line: 3}}
            plans: {street: {tiers: [{name: x, send: [{kinds: [foot], count: 1}], ack_within: 30s, on_scene_within: 60s}]}}
            units: [{id: F-1, kind: foot}]
            """
        switch SiteFile.parse(Array(text.utf8), name: "devices.yaml") {
        case .success(let configuration): return configuration.gpioWires(on: "panel")
        case .failure(let mistakes):
            Issue.record("\(mistakes)")
            return []
        }
    }

    @Test func `everything that is wired to a chip is read or driven, buttons first`() throws {
        let found = try wires(
            """
            button: {input: panel, line: 17, break_line: 19, active: low, bias: pull-up, debounce: 30ms},
                 tamper: {input: panel, line: GPIO18, bias: pull-down}, door: {input: panel, line: 20},
                 mains: {input: panel, line: 21}, lamp: {input: panel, line: 22, active: low}, sounder: {input: panel, line: 23}
            """)
        let low = { (use: GPIOWire.Use, line: Int) in
            GPIOWire(
                callPoint: "NS-1", use: use, place: .offset(line), isActiveLow: true, bias: .pullUp,
                debounce: .milliseconds(30))
        }
        #expect(found.count == 7)
        #expect(found.prefix(2) == [low(.contact(.button), 17), low(.contact(.buttonBreak), 19)])
        #expect(
            found.dropFirst(2).map(\.use) == [
                .contact(.tamper), .contact(.door), .contact(.mains), .output, .output,
            ])
        #expect(found.dropFirst(2).map(\.place.text) == ["GPIO18", "20", "21", "22", "23"])
        #expect(found.dropFirst(2).map(\.bias) == [.pullDown, .asIs, .asIs, .asIs, .asIs])
        #expect(found.dropFirst(2).map(\.isActiveLow) == [false, false, false, true, false])
    }

    @Test(arguments: [
        (ChipReference.name("gpiochip0"), GPIOChipName.name("gpiochip0")), (.label("panel"), .label("panel")),
        (.path("/dev/callpoint/gpio/x"), .path("/dev/callpoint/gpio/x")),
    ])
    func `a chip is named as the site file does`(read: ChipReference, asked: GPIOChipName) {
        #expect(GPIOChipName(read) == asked)
    }
}
