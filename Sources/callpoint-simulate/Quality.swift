import CallpointTesting
import EventCodec

/// Response times under the engine, beside other ways to choose: what `make quality` draws.
struct Quality {
    let seeds: UInt64

    /// 0 stands for one press while everybody is free.
    static let loads = [0] + Array(stride(from: 10, through: 150, by: 10))
    /// Worlds of each load whose costs are printed, for somebody else to find the optimum of.
    static let printedWorlds: UInt64 = 3

    func run() -> JSON {
        let began = Progress.seconds()
        var loads: [JSON] = []
        var worlds: [JSON] = []
        for load in Quality.loads {
            Progress.say("quality: \(load) % of the units busy\n")
            let comparison = QualityComparison(load: load, seeds: 1...seeds)
            loads.append(json(comparison))
            for seed in 1...min(seeds, Quality.printedWorlds) {
                let world = QualityWorld(seed: seed, load: load)
                worlds.append([
                    "load": .integer(Int64(load)), "seed": .integer(Int64(seed)),
                    "optimum_ms": .integer(Int64(world.optimum.reduce(0, +))),
                    "costs_ms": .array(world.costs.map { .array($0.map { .integer(Int64($0)) }) }),
                ])
            }
        }
        return [
            "seeds": .integer(Int64(seeds)), "units": .integer(Int64(QualityWorld.units)),
            "seconds": .number(Progress.rounded(Progress.seconds() - began)), "loads": .array(loads),
            "worlds": .array(worlds),
        ]
    }

    private func json(_ comparison: QualityComparison) -> JSON {
        func figures(_ figures: QualityFigures) -> JSON {
            [
                "mean_ms": .integer(Int64(figures.mean)), "p90_ms": .integer(Int64(figures.percentile(90))),
                "p99_ms": .integer(Int64(figures.percentile(99))),
            ]
        }
        return [
            "load": .integer(Int64(comparison.load)), "presses": .integer(Int64(comparison.optimum.responses.count)),
            "unanswered": .integer(Int64(comparison.unanswered)), "nearest": figures(comparison.nearest),
            "engine": figures(comparison.engine), "moment": figures(comparison.bestOfMoment),
            "optimum": figures(comparison.optimum),
        ]
    }
}
