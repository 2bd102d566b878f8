/// Response times of one way to choose units, over many worlds.
public struct QualityFigures: Sendable {
    /// All of them, in milliseconds.
    public private(set) var responses: [Int] = []

    /// None yet.
    public init() {}

    /// Takes in those of one world.
    public mutating func add(_ more: [Int]) { responses += more }

    /// Their mean, in milliseconds.
    public var mean: Int { responses.isEmpty ? 0 : responses.reduce(0, +) / responses.count }

    /// The one that so many per cent of them do not exceed, in milliseconds.
    public func percentile(_ percent: Int) -> Int {
        guard !responses.isEmpty else { return 0 }
        return responses.sorted()[max(0, (responses.count * percent + 99) / 100 - 1)]
    }
}

/// The four ways to choose, over the same worlds of one load.
public struct QualityComparison: Sendable {
    /// Per cent of the units that are busy; 0 for a single press while all are free.
    public let load: Int
    /// The nearest in a straight line, first come, first served.
    public private(set) var nearest = QualityFigures()
    /// The engine.
    public private(set) var engine = QualityFigures()
    /// The best that can be done with what is known at each moment.
    public private(set) var bestOfMoment = QualityFigures()
    /// The best that somebody can do who knows what is to come.
    public private(set) var optimum = QualityFigures()
    /// Presses that a way left without anybody: none, unless it is broken.
    public private(set) var unanswered = 0

    /// A comparison at a load, over so many worlds.
    public init(load: Int, seeds: ClosedRange<UInt64>) {
        self.load = load
        for seed in seeds {
            let world = QualityWorld(seed: seed, load: load)
            var run = EngineRun(world)
            let engineGave = run.run()
            let nearestGave = Dispatcher.nearest.responses(in: world)
            let momentGave = Dispatcher.bestOfMoment.responses(in: world)
            nearest.add(nearestGave)
            engine.add(engineGave)
            bestOfMoment.add(momentGave)
            optimum.add(world.optimum)
            for gave in [engineGave, nearestGave, momentGave] { unanswered += world.presses.count - gave.count }
        }
    }
}
