import CallpointCore
import CallpointTesting
import Testing

/// Some days of a district, played once for all tests: not optimised, each takes seconds. `make simulate` plays 200 of a city.
private enum Days {
    static let played: (outcomes: [Outcome], words: Set<Substring>) = {
        var words: Set<Substring> = []
        let outcomes = (1...8).map { (seed: UInt64) in
            var simulation = Simulation(Scenario(seed: seed, size: .small), keepsEvents: true)
            let outcome = simulation.run()
            for event in simulation.events { words.insert(event.body.story.prefix { $0 != " " }) }
            return outcome
        }
        return (outcomes, words)
    }()
}

@Suite struct DayTests {
    @Test func `a simulated day keeps every rule`() {
        for outcome in Days.played.outcomes {
            for breach in outcome.breaches {
                Issue.record("make simulate SEED=\(outcome.seed) SIZE=small: \(breach)")
            }
        }
    }

    @Test func `simulated days have in them what they are there to try`() {
        var total = Tally()
        for outcome in Days.played.outcomes { total.add(outcome.tally) }
        for field in Tally.fields where !["unheard", "losses", "open"].contains(field.name) {
            #expect(total[keyPath: field.path] > 0, "no \(field.name)")
        }
        for type in [
            "alarm.repeated", "incident.linked", "tier.raised", "shortfall", "order.timed_out", "order.declined",
            "order.reassigned", "order.stood_down", "order.nudged", "order.emitted", "unit.assist", "unit.clear",
            "positions.stalled", "positions.resumed", "journal.degraded", "clock.stepped", "device.fault",
            "incident.held", "incident.released", "incident.watch", "notice.acknowledged", "test.pressed",
            "config.loaded", "bypass.set",
        ] {
            #expect(Days.played.words.contains { $0 == type }, "no \(type)")
        }
    }

    @Test func `what follows from one happening does not change when another is taken out`() {
        let day = Scenario(seed: 3, size: .small)
        var part = day
        // Devices and the clock of the wall touch no response.
        part.happenings.removeAll { [.tamper, .clockStep, .diskFailure].contains($0.kind) }
        #expect(part.happenings.count < day.happenings.count)
        let orders = [day, part].map { scenario in
            var simulation = Simulation(scenario, keepsEvents: true)
            _ = simulation.run()
            return simulation.events.issuedOrders.map(\.unit)
        }
        #expect(orders[0] == orders[1])
        #expect(orders[0].count > 50)
    }
}
