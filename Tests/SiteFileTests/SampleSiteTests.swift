import CallpointCore
import EventCodec
import SiteFile
import Testing

struct SampleSiteTests {
    @Test func `the sample has six call points, twelve units of all kinds, and no warning`() throws {
        let configuration = try SampleSite.configuration()
        let site = configuration.site
        #expect(site.callPoints.map(\.id.text) == ["NS-0412", "NS-0413", "NS-0414", "NS-0415", "NS-0416", "NS-0417"])
        #expect(site.units.count == 12)
        #expect(Set(site.units.map(\.kind)) == Set(UnitKind.allCases))
        #expect(configuration.warnings.map(\.description) == [])
        #expect(configuration.timeZone == "Asia/Shanghai")
    }

    @Test func `four of its buttons are sentence nodes, one is on GPIO, one on Modbus`() throws {
        let configuration = try SampleSite.configuration()
        #expect(
            configuration.buttons.map(\.text) == [
                "panel/17", "field/0413", "bus/3/0", "field/0415", "field/0416", "field/0417",
            ])
        #expect(configuration.callPointsByAddress(on: "field")["0413"] == "NS-0413")
        let line = LineWire(line: .offset(17), isActiveLow: true, bias: .pullUp, debounce: .milliseconds(20))
        #expect(configuration.buttons[0].source == .line(line))
        let field = try #require(configuration.inputs.first { $0.name == "field" })
        #expect(field.location.hasPrefix("/dev/serial/by-path/"))
        #expect(field.pointed(at: "/dev/pts/7").kind == .serial(SentenceLine(path: "/dev/pts/7")))
        let bus = try #require(configuration.inputs.first { $0.name == "bus" })
        #expect(bus.kind == .modbus(ModbusLine(path: bus.location)))
        let panel = try #require(configuration.inputs.first { $0.name == "panel" })
        #expect(panel.kind == .gpio(.name("gpiochip0")))
    }

    @Test func `two of its buttons have two contacts, and every other kind of wire is there`() throws {
        let configuration = try SampleSite.configuration()
        #expect(configuration.buttons.compactMap(\.breakText) == ["panel/19", "bus/3/2"])
        #expect(
            configuration.attachments.map { "\($0.role) \($0.wire.text)" } == [
                "tamper panel/18", "door panel/20", "mains panel/21", "lamp panel/22", "sounder panel/GPIO23",
                "tamper bus/3/1", "lamp bus/3/0",
            ])
        #expect(
            configuration.attachments[2].wire.source
                == .line(LineWire(line: .offset(21), bias: .pullUp, debounce: .milliseconds(500))))
        #expect(
            configuration.attachments[4].wire.source
                == .line(LineWire(line: .name("GPIO23"), isActiveLow: true, debounce: .zero)))
        #expect(
            configuration.attachments[5].wire.source == .bit(BitWire(slave: 3, number: 1, isActiveLow: true)))
    }

    @Test func `its street plan is the 1-3-5 minute circle`() throws {
        let plan = try #require(try SampleSite.configuration().site.plans.first { $0.name == "street" })
        #expect(plan.budget == .milliseconds(250) && plan.priority == .p1)
        #expect(
            plan.tiers[0].send == [
                Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 2, withinMetres: 3_000)
            ])
        #expect(plan.tiers.map(\.ackWithin) == [.seconds(30), .seconds(30), .seconds(30)])
        // Each runs from the raising of its tier: the second tier at 60 s, the third at 180 s.
        #expect(plan.tiers.map(\.onSceneWithin) == [.seconds(60), .seconds(120), nil])
        #expect(plan.tiers[2].notify == ["city-command"] && plan.tiers[2].watch)
    }

    @Test func `rights, surroundings and settings are read`() throws {
        let configuration = try SampleSite.configuration()
        #expect(configuration.access.rule(user: "root", groups: [])?.role == .admin)
        #expect(configuration.access.rule(user: "radio17", groups: ["callpoint-read"])?.unit == "M-17")
        #expect(configuration.access.rule(user: "x", groups: ["callpoint-dispatch"])?.role == .dispatcher)
        #expect(configuration.access.rule(user: "x", groups: []) == nil)
        let around = try #require(configuration.surroundings.first)
        #expect(around.station == "yuehai-station" && around.cameras.map(\.id) == ["NS-CAM-881"])
        #expect(around.intercom == "sip:ns-0412@pbx.example")
        #expect(configuration.record == RecordSettings())
        #expect(configuration.positions == PositionSettings(doorUnits: ["A-01"]))
        #expect(configuration.site.kinds[.vehicle].speedMillimetresPerSecond == 8_333)
        #expect(configuration.site.kinds[.air] == KindProfiles.city[.air])
        let operators = try #require(configuration.site.units.first { $0.kind == .video })
        #expect(operators.post == Coordinate(latitudeE7: 225_370_000, longitudeE7: 1_139_450_000))
    }

    @Test func `a short file gets every default`() throws {
        let configuration = try SmallSite.parse(SmallSite.text).get()
        #expect(configuration.record == RecordSettings())
        #expect(configuration.positions == PositionSettings(isDoorEnabled: true))
        #expect(configuration.site.name == "NS-03" && configuration.site.callPoints[0].name == "NS-0412")
        #expect(configuration.site.callPoints[0].accuracyMetres == 10)
        #expect(configuration.site.plans[0].tiers[0].name == "tier 1")
        #expect(configuration.site.unitLimit == 100_000 && !configuration.site.acceptsUnknownUnits)
        #expect(configuration.inputs.map(\.name) == ["bus", "field", "panel"])
        #expect(configuration.site.kinds == .city)
    }
}
