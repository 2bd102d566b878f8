import CallpointCore
import CallpointTesting
import Testing

/// A rule that a day breaks soon: nobody declines. It stands for a mistake of the engine.
private struct NobodyDeclines: Rule {
    let name = "nobody declines"
    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        if case .orderDeclined = event.body { return "somebody did" }
        return nil
    }
}

@Suite struct ShrinkTests {
    @Test func `a broken day is shrunk to the few happenings that break it, and breaks the same`() throws {
        let day = Scenario(seed: 5, size: .small)
        var shrinker = Shrinker(rule: "nobody declines") { [NobodyDeclines()] }
        let small = shrinker.shrink(day)
        #expect(small.happenings.count <= 3)
        #expect(small.patrols.count <= 3)
        #expect(small.posts.count <= 2)
        #expect(shrinker.runs < Shrinker.runLimit)
        var simulation = Simulation(small, rules: [NobodyDeclines()])
        let breach = try #require(simulation.run().breaches.first)
        #expect(breach.rule == "nobody declines")
        #expect(breach.event?.body.story.hasPrefix("order.declined") == true)
    }

    @Test func `a scenario comes back from its recording as it was, and plays the same`() throws {
        let day = Scenario(seed: 11, size: .small)
        let text = Recording.text(day, comment: ["a day"])
        let again = try Recording.scenario(text)
        #expect(again == day)
        var first = Simulation(day)
        var second = Simulation(again)
        #expect(first.run().hash == second.run().hash)
    }

    @Test(arguments: [
        ("", 1), ("seed 1\n", 1), ("callpoint-simulation 1\nseed x\n", 2),
        ("# a\ncallpoint-simulation 1\npost CP-1 0 0 nowhere line\n", 3),
        ("callpoint-simulation 1\n\nat 00:00:01.000000 press CP-1 100\n", 3),
        ("callpoint-simulation 1\npatrol F-1 foot - 0 0 100 30 0 1f\n", 2),
    ])
    func `a line that no recording has is named`(text: String, line: Int) {
        #expect {
            try Recording.scenario(text, file: "day.txt")
        } throws: { error in
            (error as? RecordingError)?.line == line && "\(error)".hasPrefix("day.txt:\(line): \"")
        }
    }

    @Test func `a scenario is told in sentences`() throws {
        let press = Happening(at: 11_565_123_456, .press, "CP-1", amount: 900, nonce: 31)
        #expect("\(press)" == "03:12:45.123456 press CP-1 900 1f")
        #expect(Happening(line: "03:12:45.123456 press CP-1 900 1f") == press)
        let scenario = try Recording.scenario(
            """
            callpoint-simulation 1
            post CP-1 -40 30 street keyed
            at 03:12:45.123456 press CP-1 900 1f
            """)
        #expect(
            scenario.story == [
                "CP-1 is 40 m south and 30 m east of the middle, on a node with a key, under the plan street.",
                "03:12:45.123 somebody in need presses at CP-1, for 900 ms",
            ])
    }
}
