import CallpointCore
import SiteFile
import Testing

/// `plans: {preset: quick-response-1-3-5}`: the published circle, and who it tells.
struct PresetTests {
    private static let plans = "plans:\n  street:\n    budget: 250ms\n"
    private static let own = """
          street:
            tiers: [{send: [{kinds: [motorcycle]}]}]

        """

    /// The small site with a preset in the place of its plan, and without a plan at its call points.
    private func text(
        _ preset: String = "quick-response-1-3-5", contacts: String = "  city-command: {name: 市局}\n",
        own: String = "", plan: String = ""
    ) -> String {
        var lines = SmallSite.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = lines.firstIndex(of: "plans:") ?? 0
        let last = lines.firstIndex(of: "units:") ?? 0
        lines.replaceSubrange(first..<last, with: ["plans:", "  preset: \(preset)"])
        return lines.joined(separator: "\n")
            .replacing("    plan: street\n", with: plan)
            .replacing("call_points:\n", with: contacts + "call_points:\n")
            .replacing("units:\n", with: own + "units:\n", maxReplacements: 1)
    }

    @Test func `a call point that names no plan has the preset's, where the site has no other`() throws {
        let site = try SmallSite.parse(text()).get().site
        #expect(site.callPoints.map(\.plan) == Array(repeating: "quick-response-1-3-5", count: 3))
        let plan = try #require(site.plans.first)
        #expect(site.plans.count == 1 && plan.raisesOnSecondPress && plan.raisesOnProjectedLateness)
        // One, three and five minutes from the press.
        #expect(plan.tiers.map(\.onSceneWithin) == [.seconds(60), .seconds(120), .seconds(120)])
        #expect(plan.tiers.allSatisfy { $0.nudgeAfter == .seconds(15) && $0.ackWithin == .seconds(30) })
        #expect(plan.tiers[0].send == [Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 2)])
        #expect(plan.tiers.map(\.notify) == [["station"], [], ["city-command"]])
        #expect(plan.tiers.map(\.watch) == [false, false, true])
    }

    @Test func `own plans stand beside it, and then each call point names one`() throws {
        let both = text(own: PresetTests.own, plan: "    plan: street\n")
        #expect(try SmallSite.parse(both).get().site.plans.map(\.name) == ["street", "quick-response-1-3-5"])
        #expect(
            SmallSite.mistakes(text(own: PresetTests.own)).first
                == "devices.yaml:17:5: a call point has no plan. Add, for example, plan: street.")
    }

    @Test func `its contacts can be named`() throws {
        let named = "{use: quick-response-1-3-5, station: station, city: bureau}"
        let plan = try SmallSite.parse(text(named, contacts: "  bureau: {name: 市局}\n")).get().site.plans[0]
        #expect(plan.tiers[2].notify == ["bureau"])
    }

    @Test(arguments: [
        (
            "quick-response-1-3-5",
            "28:11: quick-response-1-3-5 tells the contact city-command, which does not exist. Add it under contacts, "
                + "or name yours: preset: {use: quick-response-1-3-5, city: …}."
        ),
        (
            "{use: quick-response-1-3-5, city: bureau}",
            "28:45: contact bureau does not exist. Add it under contacts, or name one that is there."
        ),
        ("quick-response", "28:11: preset \"quick-response\" is not known. Write quick-response-1-3-5."),
        ("{station: station}", "28:11: preset has no use. Add, for example, use: quick-response-1-3-5."),
    ])
    func `a preset that could not be carried out is told where it stands`(preset: String, told: String) {
        #expect(SmallSite.mistakes(text(preset, contacts: "")) == ["devices.yaml:" + told])
    }

    @Test func `a plan of its name beside it is told`() {
        let twin = PresetTests.own.replacing("street", with: "quick-response-1-3-5")
        #expect(
            SmallSite.mistakes(text(own: twin, plan: "    plan: quick-response-1-3-5\n"))
                == ["devices.yaml:33:3: the plan quick-response-1-3-5 is the preset's. Give this plan another name."])
    }

    @Test func `a plan of one's own may still be called preset`() throws {
        let text = SmallSite.text.replacing("  street:", with: "  preset:").replacing(
            "plan: street", with: "plan: preset")
        #expect(try SmallSite.parse(text).get().site.plans.map(\.name) == ["preset"])
    }

    @Test func `the preset is the plan that it expands to: written out, it has the same hash`() throws {
        let written = """
              quick-response-1-3-5:
                second_press: raise
                projected_lateness: raise
                tiers:
                  - {name: nearest patrol, send: [{kinds: [foot, motorcycle, vehicle], count: 2}], notify: [station],
                     nudge_after: 15s, on_scene_within: 60s}
                  - {name: district, send: [{kinds: [motorcycle, vehicle], count: 2}], nudge_after: 15s,
                     on_scene_within: 2min}
                  - {name: city, send: [{kinds: [motorcycle, vehicle, air], count: 2}], notify: [city-command],
                     nudge_after: 15s, on_scene_within: 2min, watch: true}

            """
        let plan = "    plan: quick-response-1-3-5\n"
        let whole = text(own: written, plan: plan).replacing("  preset: quick-response-1-3-5\n", with: "")
        #expect(try SmallSite.parse(whole).get().hash == SmallSite.parse(text()).get().hash)
    }

    @Test func `the summary shows what it expands to`() throws {
        let shown = SiteSummary(try SmallSite.parse(text()).get()).text()
        for line in [
            "quick-response-1-3-5  P1, orders within 250 ms, 3 call points", "a second press raises tier 2",
            "those under way will be late: raise the next tier at once", "send 2 foot or motorcycle or vehicle",
            "no answer in 15 s: call again", "nobody on scene in 1 min: raise the next tier", "tell city-command",
        ] {
            #expect(shown.contains(line), "\(line)\n\(shown)")
        }
    }

    @Test func `a requirement with alternatives is read, and shown`() throws {
        let text = SmallSite.changing(
            "{kinds: [motorcycle, vehicle], count: 2, within: 3km}",
            to: "{any_of: [{kinds: [motorcycle], count: 2, within: 3km}, {kinds: [vehicle], within: 8km}]}")
        let configuration = try SmallSite.parse(text).get()
        let requirement = configuration.site.plans[0].tiers[0].send[0]
        #expect(
            requirement.alternatives == [
                Requirement(kinds: [.motorcycle], count: 2, withinMetres: 3_000),
                Requirement(kinds: [.vehicle], count: 1, withinMetres: 8_000),
            ])
        #expect(
            SiteSummary(configuration).text().contains("send 2 motorcycle within 3 km, or 1 vehicle within 8 km"))
    }
}
