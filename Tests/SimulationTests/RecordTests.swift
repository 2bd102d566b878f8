import CallpointCore
import CallpointTesting
import EventCodec
import Testing

/// What the record of a simulated day proves by itself.
@Suite struct DayRecordTests {
    /// A day's events, played once for all tests.
    private static let days: [(seed: UInt64, sites: [Site], events: [Event])] = ([1, 2, 3, 4] as [UInt64]).map { seed in
        var scenario = Scenario(seed: seed, size: .small)
        // What a crash takes from a disk that fails is in no record.
        scenario.happenings.removeAll { $0.kind == .diskFailure }
        var simulation = Simulation(scenario, keepsEvents: true)
        _ = simulation.run()
        return (seed, [scenario.site(isChanged: false), scenario.site(isChanged: true)], simulation.events)
    }

    private static func engine(_ sites: [Site]) -> Engine {
        var engine = Engine(site: sites[0])
        for site in sites { engine.know(site) }
        return engine
    }

    @Test func `every ranking of a day comes out again from its evidence and the record before it`() {
        var rankings = 0
        for day in Self.days {
            var engine = Self.engine(day.sites)
            for event in day.events {
                if case .unitsRanked(let ranked) = event.body, event.mode == .live, let id = event.incident,
                    case .weighed(let weighed) = ranked.evidence, !engine.hangsOnMore(ranked, incident: id)
                {
                    let again = engine.rankAgain(ranked, weighed: weighed, incident: id, at: event.at)
                    #expect(again?.candidates == ranked.candidates, "seed \(day.seed), \(event.story)")
                    #expect(again?.evidence == ranked.evidence, "seed \(day.seed), \(event.story)")
                    #expect(
                        again?.nearestExcluded.map(\.distanceMetres) == ranked.nearestExcluded.map(\.distanceMetres))
                    for reason in ExclusionReason.allCases where ![.unlocated, .farther, .radius].contains(reason) {
                        #expect(again?.excluded[reason] == ranked.excluded[reason], "\(reason)")
                    }
                    rankings += 1
                }
                engine.apply(event)
            }
        }
        #expect(rankings > 300)
    }

    @Test func `a snapshot taken anywhere in a day gives the state`() {
        for day in Self.days {
            var engine = Self.engine(day.sites)
            for (place, event) in day.events.enumerated() {
                engine.apply(event)
                guard place % 997 == 0 || place + 1 == day.events.count else { continue }
                var rebuilt = Self.engine(day.sites)
                for kept in Self.snapshot(day.events[...place]) { rebuilt.apply(kept) }
                for difference in engine.differences(fromStored: rebuilt) {
                    Issue.record("seed \(day.seed), event \(place): \(difference)")
                }
            }
        }
    }

    @Test func `a state that lacks one line of an open incident differs, and says in what`() throws {
        let day = Self.days[0]
        let place = try #require(
            day.events.lastIndex {
                if case .orderAcknowledged(_, _, _, _, late: false) = $0.body { true } else { false }
            })
        var whole = Self.engine(day.sites)
        var part = Self.engine(day.sites)
        for event in day.events[...place] { whole.apply(event) }
        for event in day.events[..<place] { part.apply(event) }
        let found = whole.differences(fromStored: part)
        #expect(found.contains { $0.what.hasSuffix("state") && $0.rebuilt == "acknowledged" && $0.stored == "issued" })
        #expect(whole.differences(fromStored: whole).isEmpty)
    }

    /// What a segment's snapshot would hold: all lines of open incidents, and the last line of each key.
    private static func snapshot(_ events: ArraySlice<Event>) -> [Event] {
        var open: [IncidentID: [Int]] = [:]
        var kept: [String: Int] = [:]
        for (place, event) in events.enumerated() {
            if let id = event.incident {
                if event.opens < 0 {
                    open[id] = nil
                } else if event.opens > 0 || open[id] != nil {
                    open[id, default: []].append(place)
                }
            }
            for key in event.keepKeys { kept[key] = place }
        }
        let places = Set(open.values.flatMap { $0 }).union(kept.values)
        return places.sorted().map { events[events.startIndex + $0] }
    }
}
