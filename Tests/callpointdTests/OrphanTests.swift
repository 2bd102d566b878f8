import CallpointCore
import CallpointTesting
import Control
import EventCodec
import Glibc
import Sense
import Testing

/// Faults whose wire, node, input or call point left the site file while no daemon ran.
@Suite("Faults of what is gone", .ownThread)
struct OrphanTests {
    private func kinds(_ kiosk: Kiosk) throws -> [String] {
        (try kiosk.status()["faults"]?.array ?? []).map {
            "\($0["call_point"]?.string ?? $0["input"]?.string ?? "") \($0["kind"]?.string ?? "")"
        }
    }

    private func say(_ kiosk: Kiosk, _ number: Int) throws {
        try kiosk.line.insist(
            Sentence(address: SiteText.address(number), counter: 1, state: .tamperOpen, boot: 1))
    }

    @Test(arguments: ["restart", "reload"])
    func `they end with a reason, and those of what is still there stand`(how: String) throws {
        var site = SiteText()
        site.moreInputs = ["  panel: {gpio: {chip: /dev/null/chip}}"]
        site.moreCallPoints = [
            "  - {id: CP-P, location: {lat: 22.5, lon: 113.9}, plan: street, button: {input: panel, line: 1}}"
        ]
        try atKiosk(site) { kiosk in
            try kiosk.start()
            for number in [2, 3] { try say(kiosk, number) }
            _ = try awaited("three faults") { kiosk.log.all("device.fault").count == 3 ? true : nil }
            if how == "restart" { kiosk.kill() }
            var rest = SiteText()
            rest.without = [3]
            try kiosk.write(rest)
            if how == "restart" { try kiosk.start() } else { kiosk.daemon?.signal(SIGHUP) }
            let restored = try awaited("both ends") {
                let all = kiosk.log.all("device.restored")
                return all.count == 2 ? all : nil
            }
            let details = restored.compactMap { $0.json["detail"]?.string }.sorted()
            #expect(details.first == "CP-0003 is not in the site file any more.")
            if how == "restart" { #expect(details.last == "panel is not in the site file any more.") }
            #expect(try kinds(kiosk) == ["CP-0002 tamper"])
            // The housing that is still there is closed as ever.
            try kiosk.line.insist(Sentence(address: "0002", counter: 2, state: .tamperClosed, boot: 1))
            #expect(try kinds(kiosk).isEmpty)
        }
    }

    @Test(
        .enabled(if: ModbusRig.obstacle == nil, Comment(rawValue: ModbusRig.obstacle ?? "the rig is here")))
    func `a call point that hangs elsewhere now is not offline where it was`() throws {
        let rig = try ModbusRig(slaves: [3])
        var site = SiteText()
        site.callPoints = 1
        site.moreInputs = [
            "  bus: {serial: {port: \(rig.portPath), baud: 115200, protocol: modbus-rtu, parity: none, poll: 20ms}}"
        ]
        func point(_ id: String, _ button: String) -> String {
            "  - {id: \(id), location: {lat: 22.5, lon: 113.9}, plan: street, button: {\(button)}}"
        }
        site.moreCallPoints = [
            point("CP-A", "input: bus, slave: 3, bit: 0"), point("CP-B", "input: bus, slave: 77, bit: 0"),
            point("CP-C", "input: bus, slave: 78, bit: 0"),
        ]
        try atKiosk(site) { kiosk in
            try kiosk.start()
            _ = try awaited("two faults") { kiosk.log.all("device.fault").count == 2 ? true : nil }
            kiosk.kill()
            site.moreCallPoints[1] = point("CP-B", "input: field, address: \"0777\"")
            try kiosk.write(site)
            try kiosk.start()
            let restored = try kiosk.log.awaitFirst("device.restored")
            #expect(restored.callPoint == "CP-B")
            #expect(restored.json["detail"]?.string == "CP-B has nothing on bus any more.")
            #expect(try kinds(kiosk) == ["CP-C offline"])
            #expect(kiosk.log.all("device.fault").count == 2)
        }
    }
}
