import CallpointCore
import CallpointTesting
import Testing

/// What an alarm is about, and what follows from that.
@Suite struct KindTests {
    @Test(arguments: [
        (AlarmKind.panic, "alarm.raised P2 wired after -"), (.duress, "alarm.raised P1 wired after - duress silent"),
        (.medical, "alarm.raised P2 wired after - medical"), (.fire, "alarm.raised P1 wired after - fire"),
        (.tamper, "alarm.raised P3 wired after - tamper undispatched"),
        (.technical, "alarm.raised P4 wired after - technical undispatched"),
    ])
    func `a kind has its priority, and panic that of its plan`(kind: AlarmKind, story: String) {
        let stage = fleet { $0.callPoint("A", plan: "quiet", kind: kind) }
        #expect(stage.press("A").stories(of: "alarm.raised") == [story])
        #expect(stage.incident("A")?.nature.kind == kind)
        #expect(stage.incident("A")?.priority.text == String(story.split(separator: " ")[1]))
    }

    @Test func `the site may say otherwise of a kind`() {
        let stage = fleet { builder in
            builder.callPoint("A", kind: .technical)
            builder.site.alarms[.technical] = AlarmRules.Rule(priority: .p2, isSilent: true, isDispatched: true)
        }
        let turn = stage.press("A")
        #expect(turn.stories(of: "alarm.raised") == ["alarm.raised P2 wired after - technical silent"])
        #expect(turn.orderedUnits == ["M-1", "M-2"])
    }

    @Test func `for tamper nobody is sent by itself, its contacts are told, and a dispatcher may raise it`() {
        let stage = fleet { $0.callPoint("A", kind: .tamper) }
        let turn = stage.press("A")
        #expect(turn.orderedUnits.isEmpty)
        #expect(turn.stories(of: "tier").isEmpty)
        #expect(turn.stories(of: "notice") == ["notice.sent station by duty-hook tier 1 alarm"])
        #expect(stage.advance(.seconds(600)).orderedUnits.isEmpty)
        // A restart answers it no more than the press did.
        #expect(stage.restart().orderedUnits.isEmpty)
        #expect(stage.act(.raise("NS-03-g1-0001")).orderedUnits == ["M-1", "M-2"])
    }

    @Test func `a plan that the call point names for tamper means that units are sent`() {
        let stage = fleet { $0.callPoint("A", kind: .tamper, plansByKind: [PlanOfKind(.tamper, "quiet")]) }
        #expect(stage.press("A").orderedUnits == ["M-1"])
    }

    @Test func `a kind is answered by the plan that the call point names for it, and others by the first`() {
        let stage = fleet { $0.callPoint("A", kind: .medical, plansByKind: [PlanOfKind(.medical, "quiet")]) }
        #expect(stage.press("A").orderedUnits == ["M-1"])
        #expect(stage.incident("A")?.plan.name == "quiet")
        let other = fleet { $0.callPoint("A", kind: .fire, plansByKind: [PlanOfKind(.medical, "quiet")]) }
        other.press("A")
        #expect(other.incident("A")?.plan.name == "street")
    }

    @Test func `a kind may begin at a higher tier, and a crash between the tiers is made up for`() {
        let stage = fleet { builder in
            var plan = Plan.street
            plan.begins = [Plan.Beginning(.fire, tier: 2)]
            builder.plan(plan)
            builder.callPoint("A", kind: .fire)
        }
        let turn = stage.press("A")
        #expect(turn.stories(of: "tier.raised").prefix(2) == ["tier.raised 1 alarm", "tier.raised 2 alarm_kind"])
        let cut = (stage.events.lastIndex { $0.body.story.hasPrefix("tier.raised 2") } ?? 0)
        #expect(stage.restart(keeping: cut).stories(of: "tier.raised").first == "tier.raised 2 alarm_kind")
    }

    @Test func `a report has the kind that it is given`() {
        let stage = fleet { $0.callPoint("A", plansByKind: [PlanOfKind(.medical, "quiet")]) }
        let report = Report(at: .callPoint("A"), source: .telephone, kind: .medical)
        #expect(
            stage.act(.report(report)).stories(of: "alarm.reported") == ["alarm.reported P2 telephone after - medical"])
        #expect(stage.engine.openIncidents.first?.plan.name == "quiet")
        let technical = Report(at: .callPoint("A"), source: .telephone, kind: .technical)
        #expect(stage.act(.report(technical)).orderedUnits.isEmpty)
    }

    @Test func `a walk test is of the plan that the button's kind has`() {
        let stage = fleet { $0.callPoint("A", kind: .medical, plansByKind: [PlanOfKind(.medical, "quiet")]) }
        #expect(stage.act(.test("A")).stories(of: "test.started") == ["test.started quiet"])
    }

    private func fleet(_ build: (inout SiteBuilder) -> Void) -> Stage {
        var builder = SiteBuilder()
        builder.plan(
            .single(Requirement(kinds: [.motorcycle], count: 1), name: "quiet", priority: .p2))
        build(&builder)
        for number in 1...4 { builder.unit(UnitID("M-\(number)")) }
        let stage = stage(builder.build())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        return stage
    }
}
