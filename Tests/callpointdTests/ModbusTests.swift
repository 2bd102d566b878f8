import CallpointCore
import CallpointTesting
import Control
import EventCodec
import Glibc
import Testing

/// The real daemon on a bus of real ttys, with slaves that are nobody's relatives of ours.
@Suite(
    "A Modbus bus", .ownThread,
    .enabled(if: ModbusRig.obstacle == nil, Comment(rawValue: ModbusRig.obstacle ?? "the rig is here")))
struct ModbusTests {
    private static let near =
        "id: CP-NEAR, button: {input: bus, slave: 3, bit: 0}, tamper: {input: bus, slave: 3, bit: 1}, "
        + "lamp: {input: bus, slave: 3, bit: 5}"
    private static let far =
        "id: CP-FAR, button: {input: bus, slave: 4, bit: 0}, tamper: {input: bus, slave: 4, bit: 1}, "
        + "lamp: {input: bus, slave: 4, bit: 2, active: low}"
    private static let new = "id: CP-NEW, button: {input: bus, slave: 5, bit: 0}"

    private func site(_ rig: ModbusRig, _ callPoints: [String]) -> SiteText {
        var site = SiteText()
        site.callPoints = 1
        guard !callPoints.isEmpty else { return site }
        site.moreInputs = [
            "  bus: {serial: {port: \(rig.portPath), baud: 115200, protocol: modbus-rtu, parity: none, poll: 20ms, "
                + "timeout: 200ms}}"
        ]
        site.moreCallPoints = callPoints.map {
            "  - {\($0), location: {lat: 22.503, lon: 113.9, accuracy_m: 5}, station: station, plan: street}"
        }
        return site
    }

    private func point(_ kiosk: Kiosk, _ place: String) throws -> JSON? {
        try kiosk.ask(.inputs)["inputs"]?.array?.flatMap { $0["points"]?.array ?? [] }
            .first { $0["place"]?.string == place }
    }

    /// Starts the daemon, with units near, and waits until the slaves have been read.
    private func start(_ kiosk: Kiosk, _ places: [String]) throws {
        try kiosk.start()
        try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
        for place in places { try awaitLevel(kiosk, place) }
    }

    private func awaitLevel(_ kiosk: Kiosk, _ place: String) throws {
        _ = try awaited("the level of \(place)") { try point(kiosk, place)?["level"]?.bool }
    }

    private func reload(_ kiosk: Kiosk, _ site: SiteText) throws {
        let before = kiosk.log.all("config.loaded").count
        try kiosk.write(site)
        kiosk.daemon?.signal(SIGHUP)
        _ = try awaited("the new file") { kiosk.log.all("config.loaded").count > before ? true : nil }
    }

    private func act(_ kiosk: Kiosk, _ deed: ControlAct.Deed) throws { try kiosk.ask(.act(ControlAct(deed))) }

    /// Waits until a coil has a level and keeps it for 60 rounds of reading, which take 1.2 s at least: a lamp that
    /// blinks changes within that.
    private func awaitSteady(_ rig: ModbusRig, _ slave: Int, _ number: Int, is level: Bool) throws {
        _ = try awaited("a steady coil \(number) of slave \(slave)") {
            let writes = rig.writes(slave, number).count
            let reads = rig.reads(of: slave)
            _ = try awaited("60 rounds") { rig.reads(of: slave) >= reads + 60 ? true : nil }
            return try rig.writes(slave, number).count == writes && rig.coils(of: slave)[number] == level ? true : nil
        }
    }

    @Test func `a press on a discrete input is an alarm with its orders, and a coil says what becomes of it`() throws {
        let rig = try ModbusRig(slaves: [3, 4])
        try atKiosk(site(rig, [ModbusTests.near, ModbusTests.far])) { kiosk in
            try start(kiosk, ["bus/3/0", "bus/4/0"])
            // Whatever the coils were, they are told: off is a 1 for the one that is active low.
            try awaitSteady(rig, 3, 5, is: false)
            try awaitSteady(rig, 4, 2, is: true)
            try rig.say("set 3 0 1")
            let raised = try kiosk.log.awaitFirst("alarm.raised")
            #expect(raised.callPoint == "CP-NEAR" && raised.json["input"]?.string == "bus")
            #expect(raised.json["auth"]?.string == "wired" && raised.json["by_level"] == nil)
            let issued = try kiosk.log.awaitFirst("order.issued")
            let edge = try #require(raised.json["edge_us"]?.integer)
            let sense = try #require(issued.json["sense_us"]?.integer)
            // From the answer that showed it, handed over by another thread, to the decision.
            #expect(sense > 0)
            #expect(edge + sense <= raised.json["mono_us"]?.integer ?? 0)
            #expect(issued.json["debounce_us"]?.integer == 0)
            let ledger = try kiosk.log.awaitFirst("order.emitted")
            #expect(ledger.json["total_us"]?.integer ?? 0 > sense)
            // Heard: it blinks.
            _ = try awaited("a lamp that blinks") {
                rig.writes(3, 5).suffix(4) == [true, false, true, false] ? true : nil
            }
            let unit = try #require(issued.json["unit"]?.string)
            try act(kiosk, .answer(.unit(UnitID(unit)), .accept))
            try awaitSteady(rig, 3, 5, is: true)
            #expect(try point(kiosk, "bus/3/0")?["active"]?.bool == true)
            #expect(try point(kiosk, "bus/3/0")?["pressed_ms"]?.integer != nil)
            try rig.say("set 3 0 0")
            _ = try kiosk.log.awaitFirst("alarm.restored")
            try act(kiosk, .close(IncidentID(raised.incident), .genuine, note: nil))
            try awaitSteady(rig, 3, 5, is: false)
            // Nothing of it was anybody else's.
            #expect(rig.writes(4, 2) == [true])
        }
    }

    @Test func `when the daemon ends its coils are put into the safe state`() throws {
        let rig = try ModbusRig(slaves: [3, 4])
        try atKiosk(site(rig, [ModbusTests.near, ModbusTests.far])) { kiosk in
            try start(kiosk, ["bus/3/0", "bus/4/0"])
            for slave in [3, 4] { try rig.say("set \(slave) 0 1") }
            let orders = try awaited("an order for each") {
                let issued = kiosk.log.all("order.issued")
                return Set(issued.map(\.callPoint)).count == 2 ? issued : nil
            }
            for order in orders { try act(kiosk, .answer(.order(OrderID(order.json["order"]?.string ?? "")), .accept)) }
            try awaitSteady(rig, 3, 5, is: true)
            try awaitSteady(rig, 4, 2, is: false)
            kiosk.stop()
            #expect(try rig.coils(of: 3)[5] == false)
            #expect(try rig.coils(of: 4)[2] == true)
        }
    }

    @Test func `a slave that dies is offline after three misses, the others are heard, and it is seen everywhere`()
        throws
    {
        let rig = try ModbusRig(slaves: [3, 4])
        try atKiosk(site(rig, [ModbusTests.near, ModbusTests.far])) { kiosk in
            try start(kiosk, ["bus/3/0", "bus/4/0"])
            // Held down when it dies.
            try rig.say("set 4 0 1")
            let first = try kiosk.log.awaitFirst("alarm.raised")
            try rig.say("dead 4")
            let fault = try kiosk.log.awaitFirst("device.fault")
            #expect(fault.callPoint == "CP-FAR" && fault.json["kind"]?.string == "offline")
            #expect(fault.json["detail"]?.string?.contains("3 times in a row") == true)
            // By the daemon's own stamps: three limits of 201.6 ms and three rounds, with room for a busy machine.
            let took = (fault.json["mono_us"]?.integer ?? .max) - (first.json["mono_us"]?.integer ?? 0)
            #expect(took < 10_000_000, "\(took) µs")
            #expect(try point(kiosk, "bus/4/0")?["faults"]?.array?.compactMap(\.string) == ["offline"])
            #expect(try point(kiosk, "bus/4/0")?["level"]?.bool == nil, "nobody knows")
            #expect(try point(kiosk, "bus/3/0")?["faults"]?.array?.isEmpty == true)
            let slaves = try awaited("the figures") { () -> [JSON]? in
                let bus = try kiosk.status()["inputs"]?.array?.first { $0["name"]?.string == "bus" }
                let slaves = bus?["slaves"]?.array ?? []
                return slaves.map { $0["online"]?.bool } == [true, false] ? slaves : nil
            }
            #expect(slaves[1]["silences"]?.integer ?? 0 >= 3 && slaves[0]["silences"]?.integer == 0)
            try rig.say("set 3 0 1")
            _ = try kiosk.log.awaitFirst("alarm.raised") { $0.callPoint == "CP-NEAR" }
            // Closed meanwhile, and still held when it is back: in doubt it is another press.
            try act(kiosk, .close(IncidentID(first.incident), .genuine, note: nil))
            try rig.say("alive 4")
            let restored = try kiosk.log.awaitFirst("device.restored")
            #expect(restored.callPoint == "CP-FAR" && restored.json["kind"]?.string == "offline")
            let again = try awaited("the press again") { kiosk.log.all("alarm.raised").count == 3 ? true : nil }
            #expect(again && kiosk.log.all("alarm.raised").last?.json["by_level"]?.bool == true)
            #expect(kiosk.log.all("device.fault").count == 1 && kiosk.log.all("device.restored").count == 1)
        }
    }

    @Test func `a reload brings a slave in, lets another go, its lamp dark and its faults restored`() throws {
        let rig = try ModbusRig(slaves: [3, 4, 5])
        try atKiosk(site(rig, [ModbusTests.near, ModbusTests.far])) { kiosk in
            try start(kiosk, ["bus/3/0", "bus/4/0"])
            for command in ["set 3 0 1", "set 4 0 1", "set 4 1 1"] { try rig.say(command) }
            let order = try kiosk.log.awaitFirst("order.issued") { $0.callPoint == "CP-FAR" }
            try act(kiosk, .answer(.order(OrderID(order.json["order"]?.string ?? "")), .accept))
            _ = try kiosk.log.awaitFirst("device.fault") { $0.json["kind"]?.string == "tamper" }
            try awaitSteady(rig, 4, 2, is: false)
            try reload(kiosk, site(rig, [ModbusTests.near, ModbusTests.new]))
            let restored = try kiosk.log.awaitFirst("device.restored")
            #expect(restored.callPoint == "CP-FAR" && restored.json["kind"]?.string == "tamper")
            _ = try awaited("a dark lamp") { try rig.coils(of: 4)[2] ? true : nil }
            try awaitLevel(kiosk, "bus/5/0")
            let before = rig.reads(of: 4)
            try rig.say("set 5 0 1")
            _ = try kiosk.log.awaitFirst("alarm.raised") { $0.callPoint == "CP-NEW" }
            #expect(rig.reads(of: 4) == before, "nobody asks for it any more")
            // The button that stayed is still held: no second press, and it is heard when it is released.
            #expect(kiosk.log.all("alarm.raised").count { $0.callPoint == "CP-NEAR" } == 1)
            try rig.say("set 3 0 0")
            _ = try kiosk.log.awaitFirst("alarm.restored") { $0.callPoint == "CP-NEAR" }
        }
    }

    @Test func `a bus that leaves the site file takes its faults and its light with it`() throws {
        let rig = try ModbusRig(slaves: [3, 4])
        try atKiosk(site(rig, [ModbusTests.near, ModbusTests.far])) { kiosk in
            try start(kiosk, ["bus/3/0", "bus/4/0"])
            for command in ["set 3 0 1", "set 3 1 1", "dead 4"] { try rig.say(command) }
            _ = try awaited("two faults") { kiosk.log.all("device.fault").count == 2 ? true : nil }
            _ = try awaited("a lit lamp") { rig.writes(3, 5).last }
            try reload(kiosk, site(rig, []))
            let restored = try awaited("both restored") {
                let all = kiosk.log.all("device.restored")
                return all.count == 2 ? all : nil
            }
            #expect(
                Set(restored.map { "\($0.callPoint) \($0.json["kind"]?.string ?? "")" }) == [
                    "CP-NEAR tamper", "CP-FAR offline",
                ])
            #expect(kiosk.log.all("input.down").last?.json["input"]?.string == "bus")
            _ = try awaited("a dark lamp") { try rig.coils(of: 3)[5] == false ? true : nil }
            #expect(try kiosk.status()["faults"]?.array?.isEmpty == true)
        }
    }

    @Test func `an adapter that is pulled is a fault, costs little, and is opened again`() throws {
        let rig = try ModbusRig(slaves: [3])
        try atKiosk(site(rig, [ModbusTests.near])) { kiosk in
            try start(kiosk, ["bus/3/0"])
            rig.pull()
            let down = try kiosk.log.awaitFirst("input.down")
            #expect(down.json["input"]?.string == "bus")
            #expect(try kiosk.status()["degraded"]?.bool == true)
            // Ten seconds in which nothing happens take less than 5 % of a processor: ticks are hundredths of a second.
            let before = kiosk.daemon?.processorTicks ?? 0
            _ = eventually(within: .seconds(10)) { false }
            let used = (kiosk.daemon?.processorTicks ?? 0) - before
            #expect(used < 50, "\(used) of 1000 ticks")
            try rig.plugIn()
            _ = try awaited("the port again") { kiosk.log.all("input.up").count == 3 ? true : nil }
            try rig.say("set 3 0 1")
            _ = try kiosk.log.awaitFirst("alarm.raised")
            #expect(try kiosk.status()["degraded"]?.bool == false)
        }
    }

    @Test func `presses shorter than a round are alarms, once each, by a latch and by a counter`() throws {
        let rig = try ModbusRig(slaves: [3])
        try rig.say("latch 3 0 9")
        try rig.say("count 3 7 500")
        let points = [
            "id: CP-LATCH, button: {input: bus, slave: 3, bit: 0, reset: 9}",
            "id: CP-COUNT, button: {input: bus, slave: 3, counter: 7, register: holding}",
        ]
        try atKiosk(site(rig, points)) { kiosk in
            try start(kiosk, ["bus/3/0"])
            _ = try awaited("the first count") { try point(kiosk, "bus/3/h7")?["seen_ms"]?.integer }
            try rig.say("touch 3 0")
            let latched = try kiosk.log.awaitFirst("alarm.raised")
            #expect(latched.callPoint == "CP-LATCH" && latched.json["by_level"] == nil)
            // Reset when it is visible, and released by that.
            _ = try kiosk.log.awaitFirst("alarm.restored")
            #expect(rig.writes(3, 9) == [false, true, false])
            try rig.say("count 3 7 501")
            _ = try kiosk.log.awaitFirst("alarm.raised") { $0.callPoint == "CP-COUNT" }
            #expect(try point(kiosk, "bus/3/h7")?["pressed_ms"]?.integer != nil)
            // While nobody ran: a latch holds what a counter that is read for the first time does not tell.
            kiosk.kill()
            try rig.say("touch 3 0")
            try rig.say("count 3 7 502")
            try start(kiosk, ["bus/3/0"])
            let again = try kiosk.log.awaitFirst("alarm.repeated")
            #expect(again.callPoint == "CP-LATCH" && again.json["presses"]?.integer == 2)
            try rig.say("count 3 7 503")
            let counted = try kiosk.log.awaitFirst("alarm.repeated") { $0.callPoint == "CP-COUNT" }
            #expect(counted.json["presses"]?.integer == 2)
            #expect(kiosk.log.all("alarm.raised").count == 2)
            _ = try awaited("the second reset") { rig.writes(3, 9).count { $0 } == 2 ? true : nil }
        }
    }

    @Test func `what a start finds open is said by the start before, and restored by the one that finds it closed`()
        throws
    {
        let rig = try ModbusRig(slaves: [3])
        try atKiosk(site(rig, [ModbusTests.near])) { kiosk in
            try rig.say("set 3 1 1")
            try start(kiosk, ["bus/3/1"])
            _ = try kiosk.log.awaitFirst("device.fault") { $0.json["kind"]?.string == "tamper" }
            kiosk.kill()
            try start(kiosk, ["bus/3/1"])
            #expect(try point(kiosk, "bus/3/1")?["faults"]?.array?.compactMap(\.string) == ["tamper"])
            kiosk.kill()
            try rig.say("set 3 1 0")
            try start(kiosk, ["bus/3/1"])
            _ = try kiosk.log.awaitFirst("device.restored") { $0.json["kind"]?.string == "tamper" }
            #expect(kiosk.log.all("device.fault").count == 1 && kiosk.log.all("device.restored").count == 1)
        }
    }
}
