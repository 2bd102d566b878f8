import CallpointCore
import CallpointTesting
import Testing

@Suite struct BypassTests {
    private func fault(_ kind: DeviceFault.Kind, _ callPoint: CallPointID = "A") -> DeviceFault {
        DeviceFault(input: "panel", callPoint: callPoint, kind: kind, detail: "x")
    }

    @discardableResult
    private func bypass(
        _ stage: Stage, _ kind: DeviceFault.Kind? = .tamper, of callPoint: CallPointID = "A",
        for duration: Duration = .seconds(3_600)
    ) -> [Event] {
        stage.act(.bypass(callPoint, kind, for: duration, reason: "p:00000000000000aa"))
    }

    private func kinds(_ events: [Event]) -> [String] { events.map(\.body.story) }

    @Test func `a bypassed fault is written down, marked, and no trouble; others are as ever`() {
        let stage = street([100])
        #expect(kinds(bypass(stage)) == ["bypass.set tamper 3600000"])
        #expect(kinds(stage.send(.fault(fault(.tamper)))) == ["device.fault tamper bypassed"])
        #expect(kinds(stage.send(.fault(fault(.door)))) == ["device.fault door"])
        #expect(kinds(stage.send(.fault(fault(.tamper, "B")))) == ["device.fault tamper"])
        #expect(stage.engine.standingFaults.map { stage.engine.isBypassed($0.fault) } == [true, false, false])
        #expect(stage.engine.bypasses.map(\.callPoint) == ["A"])
        #expect(kinds(stage.send(.restored(fault(.tamper)))) == ["device.restored tamper"])
    }

    @Test(arguments: [DeviceFault.Kind?.none, .tamper, .stuck, .line, .door])
    func `a press at a bypassed call point is a full alarm`(kind: DeviceFault.Kind?) {
        let stage = street([100, 200])
        bypass(stage, kind)
        for kind in DeviceFault.Kind.allCases where kind != .stuck { stage.send(.fault(fault(kind))) }
        let turn = stage.press("A")
        let plain = street([100, 200]).press("A")
        #expect(kinds(turn) == kinds(plain))
        #expect(turn.orderedUnits.count == 2 && turn.allSatisfy { $0.mode == .live })
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 2"])
    }

    @Test func `all faults of a call point are bypassed together, but not what an attacker does`() {
        let stage = street([100])
        bypass(stage, nil)
        for kind in DeviceFault.Kind.allCases {
            let isBypassed = ![.forged, .replayed, .unknownAddress, .noise, .key].contains(kind)
            #expect(
                kinds(stage.send(.fault(fault(kind))))
                    == ["device.fault \(kind.rawValue)\(isBypassed ? " bypassed" : "")"])
        }
    }

    @Test func `it ends by itself, at its time, and what still stands is said again`() {
        let stage = street([100])
        bypass(stage, for: .seconds(600))
        stage.send(.fault(fault(.tamper, "B")))
        stage.send(.fault(fault(.tamper)))
        stage.advance(.milliseconds(599_999))
        #expect(stage.engine.bypasses.count == 1)
        let turn = stage.advance(.milliseconds(1))
        #expect(
            kinds(turn).filter { !$0.hasPrefix("positions") } == ["bypass.ended tamper expired", "device.fault tamper"])
        #expect(stage.engine.bypasses.isEmpty && stage.engine.standingFaults.count == 2)
        #expect(!stage.engine.isBypassed(stage.engine.standingFaults[0].fault))
    }

    @Test func `what is over by then is not said again`() {
        let stage = street([100])
        bypass(stage, for: .seconds(600))
        stage.send(.fault(fault(.tamper)))
        stage.send(.restored(fault(.tamper)))
        #expect(stage.advance(.seconds(600)).stories(of: "device").isEmpty)
    }

    @Test func `somebody can end it, and every one of a call point at once`() {
        let stage = street([100])
        bypass(stage, .tamper)
        bypass(stage, nil)
        bypass(stage, .door, of: "B")
        stage.send(.fault(fault(.tamper)))
        #expect(kinds(stage.act(.endBypass("A", .tamper))) == ["bypass.ended tamper by"], "the other one covers it")
        bypass(stage, .tamper)
        #expect(
            kinds(stage.act(.endBypass("A", nil))) == [
                "bypass.ended all by", "bypass.ended tamper by", "device.fault tamper",
            ])
        #expect(stage.engine.bypasses.map(\.callPoint) == ["B"])
    }

    @Test func `setting it again begins its time anew, and there is one`() {
        let stage = street([100])
        bypass(stage, for: .seconds(600))
        stage.advance(.seconds(500))
        bypass(stage, for: .seconds(600))
        #expect(stage.engine.bypasses.count == 1)
        #expect(stage.advance(.seconds(599)).stories(of: "bypass").isEmpty)
        #expect(stage.advance(.seconds(1)).stories(of: "bypass") == ["bypass.ended tamper expired"])
    }

    @Test(arguments: [(Duration.seconds(60), true), (.seconds(3_500), true), (.seconds(3_600), false), (nil, false)])
    func `it goes on over a restart and ends in its time; where nobody knows the time it is over`(
        gap: Duration?, goesOn: Bool
    ) {
        let stage = street([100])
        bypass(stage)
        stage.send(.fault(fault(.tamper)))
        let turn = stage.restart(gap: gap)
        #expect(turn.stories(of: "bypass") == (goesOn ? [] : ["bypass.ended tamper expired"]))
        #expect(turn.stories(of: "device") == (goesOn ? [] : ["device.fault tamper"]))
        #expect(stage.engine.bypasses.isEmpty == !goesOn)
    }

    @Test func `what cannot be bypassed is refused in words`() {
        let stage = street([100])
        let cases: [(Act.Verb, String)] = [
            (
                .bypass("Z", nil, for: .seconds(60), reason: nil),
                "There is no call point Z. List them with 'callpoint check' on the site file."
            ),
            (
                .bypass("A", .forged, for: .seconds(60), reason: nil),
                "A bypass cannot be of forged: that is no state of a call point. Look at the line; what somebody sends "
                    + "there is always said."
            ),
            (
                .bypass("A", .tamper, for: .seconds(86_401), reason: nil),
                "A bypass lasts from a minute to a day, and not 86401 s. Say how long within that; it can be set again."
            ),
            (
                .bypass("A", .tamper, for: .seconds(59), reason: nil),
                "A bypass lasts from a minute to a day, and not 59 s. Say how long within that; it can be set again."
            ),
            (
                .endBypass("A", .tamper),
                "There is no bypass of tamper of A. List those in force with 'callpoint bypass'."
            ),
            (.endBypass("A", nil), "There is no bypass of A. List those in force with 'callpoint bypass'."),
        ]
        for (verb, text) in cases {
            #expect(stage.act(verb).isEmpty)
            #expect(stage.refusal?.description == text)
        }
    }

    @Test func `a thousand are held; one more is refused, and one of them can be set again`() {
        var site = SiteBuilder()
        for number in 0...Bypass.limit { site.callPoint(CallPointID("P-\(number)")) }
        site.plan(.street)
        let stage = Stage(site.build()) { Issue.record(Comment(rawValue: $0)) }
        for number in 0..<Bypass.limit { bypass(stage, of: CallPointID("P-\(number)")) }
        bypass(stage, of: CallPointID("P-\(Bypass.limit)"))
        #expect(
            stage.refusal?.description
                == "There are 1000 bypasses in force, and no room for one more. End some: 'callpoint bypass' lists them."
        )
        bypass(stage, of: "P-7")
        #expect(stage.refusal == nil)
    }
}
