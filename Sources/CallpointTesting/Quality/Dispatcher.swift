import CallpointCore

/// A dispatcher that knows what has happened and not what is to come: beside the engine, for comparison.
public enum Dispatcher: Sendable {
    /// The nearest in a straight line, whatever it moves as; first come, first served.
    case nearest
    /// At each moment the cheapest assignment of the units that are free to the presses that wait.
    case bestOfMoment

    /// What it gives each press of a world, in milliseconds.
    public func responses(in world: QualityWorld) -> [Int] {
        var times = Set(world.presses.map(\.at))
        for spell in world.spells { times.insert(spell.from) }
        var answered = [Int?](repeating: nil, count: world.presses.count)
        // A spell ends where the next of its unit begins.
        var isUsed = [Bool](repeating: false, count: world.spells.count)
        for now in times.sorted() {
            let waiting = world.presses.indices.filter { world.presses[$0].at <= now && answered[$0] == nil }
            let free = world.spells.indices.filter { spell in
                guard !isUsed[spell], world.spells[spell].from <= now else { return false }
                let next = spell + 1
                return next == world.spells.count || world.spells[next].unit != world.spells[spell].unit
                    || world.spells[next].from > now
            }
            for (press, spell) in choose(waiting, free, world) {
                isUsed[spell] = true
                let travel = QualityWorld.travel(
                    world.presses[press], world.spells[spell], world.kinds[world.spells[spell].unit])
                answered[press] = now - world.presses[press].at + travel
            }
        }
        return answered.compactMap { $0 }
    }

    private func choose(_ waiting: [Int], _ free: [Int], _ world: QualityWorld) -> [(press: Int, spell: Int)] {
        switch self {
        case .nearest:
            var left = free
            return waiting.compactMap { press in
                let metres = { QualityWorld.metres(world.presses[press], world.spells[$0]) }
                guard let place = left.indices.min(by: { metres(left[$0]) < metres(left[$1]) }) else { return nil }
                return (press, left.remove(at: place))
            }
        case .bestOfMoment:
            guard !waiting.isEmpty, !free.isEmpty else { return [] }
            let travel = waiting.map { press in
                free.map { spell in
                    QualityWorld.travel(
                        world.presses[press], world.spells[spell], world.kinds[world.spells[spell].unit])
                }
            }
            if waiting.count <= free.count {
                return Assignment.columns(travel).enumerated().map { (waiting[$0.offset], free[$0.element]) }
            }
            let turned = free.indices.map { spell in waiting.indices.map { travel[$0][spell] } }
            return Assignment.columns(turned).enumerated().map { (waiting[$0.element], free[$0.offset]) }
        }
    }
}
