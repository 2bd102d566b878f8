import CallpointCore

/// Makes a scenario that breaks a rule small, by taking away whatever the breach does not need.
///
/// First the day after the breach; then happenings, units and call points, in halves, quarters and so on down to one
/// (delta debugging). What is left breaks the same rule; mostly it is a press or two and a few units.
public struct Shrinker {
    /// How many runs it may take. A run of a shrunk day takes milliseconds.
    public static let runLimit = 600
    /// How many it took.
    public private(set) var runs = 0
    private let rule: String
    private let rules: () -> [any Rule]

    /// A shrinker for the breach of a rule.
    public init(rule: String, rules: @escaping () -> [any Rule] = { RuleBook.all }) {
        self.rule = rule
        self.rules = rules
    }

    /// The smallest scenario it finds.
    public mutating func shrink(_ scenario: Scenario) -> Scenario {
        var best = scenario
        guard let breach = breach(of: best) else { return scenario }
        best.end = min(best.end, breach.at.microseconds - Simulation.dawn + 1)
        best.happenings.removeAll { $0.at > best.end }
        if self.breach(of: best) == nil { best = scenario }
        for _ in 1...2 {
            best = without(\.happenings, best)
            best = without(\.patrols, best)
            best = without(\.posts, best)
        }
        return earlier(best)
    }

    private mutating func breach(of scenario: Scenario) -> Breach? {
        runs += 1
        var simulation = Simulation(scenario, rules: rules())
        return simulation.run().breaches.first { $0.rule == rule }
    }

    private mutating func without<Element>(
        _ part: WritableKeyPath<Scenario, [Element]>, _ scenario: Scenario
    ) -> Scenario {
        var best = scenario
        var size = max(1, best[keyPath: part].count / 2)
        while true {
            var place = 0
            while place < best[keyPath: part].count, runs < Shrinker.runLimit {
                var trial = best
                let end = min(place + size, trial[keyPath: part].count)
                trial[keyPath: part].removeSubrange(place..<end)
                if breach(of: trial) != nil { best = trial } else { place = end }
            }
            if size == 1 || runs >= Shrinker.runLimit { return best }
            size /= 2
        }
    }

    /// The same a minute after midnight, where it breaks there too.
    private mutating func earlier(_ scenario: Scenario) -> Scenario {
        guard let first = scenario.happenings.first?.at, first > 60_000_000 else { return scenario }
        var trial = scenario
        for index in trial.happenings.indices { trial.happenings[index].at -= first - 60_000_000 }
        trial.end = 86_400_000_000
        guard let breach = breach(of: trial) else { return scenario }
        trial.end = breach.at.microseconds - Simulation.dawn + 1
        return self.breach(of: trial) == nil ? scenario : trial
    }
}
