import CallpointCore
import CallpointTesting
import Testing

@Suite struct ReplayTests {
    private func run(_ seed: UInt64, steps: Int = 150, arbiter: Arbiter = .alone) -> RandomRun {
        var run = RandomRun(seed: seed, arbiter: arbiter) { Issue.record(Comment(rawValue: $0)) }
        run.take(steps: steps)
        return run
    }

    @Test(arguments: 1...60)
    func `a random run keeps the rules, and its events alone rebuild its state`(seed: UInt64) {
        let run = run(seed)
        run.stage.restart()
        #expect(run.stage.events.count > 100)
    }

    @Test(arguments: 1...10)
    func `the rules hold with a shared store too`(seed: UInt64) {
        _ = run(seed, arbiter: .shared(answerWithin: .seconds(1)))
    }

    @Test func `the same inputs give the same events`() {
        #expect(run(7).stage.events == run(7).stage.events)
        #expect(run(7).stage.events != run(8).stage.events)
    }

    @Test func `random runs have walk tests, presses that were asked for, and bypasses in them`() {
        let stories = (1...32).flatMap { run($0).stage.events.map(\.body.story) }
        for type in [
            "bypass.set", "walktest.started", "walktest.asked", "walktest.withdrawn", "walktest.seen",
            "walktest.ended expired", "walktest.ended by", "test.pressed", "test.released",
            "device.fault stuck bypassed", "incident.held", "incident.released expired", "incident.released by",
            "incident.watch", "incident.note", "notice.acknowledged", "order.nudged", "unit.assist",
        ] {
            #expect(stories.contains { $0.hasPrefix(type) }, "\(type)")
        }
        for ending in ["expired", "by"] {
            #expect(stories.contains { $0.hasPrefix("bypass.ended") && $0.hasSuffix(ending) }, "\(ending)")
        }
    }

    /// What a seeded run comes to, on any machine, in debug and in release. It changes when a rule does: look at
    /// what else changed before writing a new one down.
    @Test func `a seeded run comes to the same events on any machine`() {
        #expect(run(2_026, steps: 600).stage.events.fingerprint == "96b2b5f3d81551f6")
    }
}
