public import CallpointCore

/// A stretch of time in a city, in which every press needs one unit: the same for every way to choose it.
///
/// Each unit can be sent once in each of its spells. A spell begins at a fixed time and place, whatever the unit did
/// before: it is back on its beat then, or comes free of something else. So what a choice costs does not hang on other
/// choices, and the best of all can be computed exactly: it is a minimum-cost assignment of spells to presses.
public struct QualityWorld: Sendable {
    /// When each press comes, in milliseconds, and from where, in metres from the middle; earliest first.
    public let presses: [(at: Int, north: Int, east: Int)]
    /// What each unit moves as.
    public let kinds: [UnitKind]
    /// All spells, a unit's own in the order of time.
    public let spells: [Spell]
    /// What each press would cost with each spell: from the press to somebody on scene, in milliseconds.
    public let costs: [[Int]]

    /// A unit that can be sent once.
    public struct Spell: Sendable {
        /// The unit; 0….
        public var unit: Int
        /// From when on, in milliseconds.
        public var from: Int
        /// Where it stands, in metres from the middle of the city.
        public var north: Int
        /// The same, to the east.
        public var east: Int
    }

    /// Units of the city.
    public static let units = 40
    /// Half the side of the city, in metres.
    static let reach = 7_000
    /// How long presses come, and how long an incident takes a unit, in milliseconds.
    static let length = 1_200_000

    /// The world of a seed, in which so many per cent of the units are busy; 0 for a single press while all are free.
    ///
    /// At the beginning that share is busy and comes free during the stretch, and as many presses come as it has units:
    /// so it stays what it is. Beyond 100 all are busy, and presses outnumber units. One press in four comes in the same
    /// second as the one before it.
    public init(seed: UInt64, load percent: Int) {
        var random = SeededGenerator(seed: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(percent))
        let count = QualityWorld.units
        kinds = (0..<count).map { [.foot, .motorcycle, .vehicle, .motorcycle, .vehicle][$0 % 5] }
        let busy = min(count, count * percent / 100)
        func place() -> (north: Int, east: Int) {
            let reach = QualityWorld.reach
            return (random.int(-reach...reach), random.int(-reach...reach))
        }
        // The first are the busy ones: which kinds they are differs from seed to seed.
        let shift = random.int(0...(count - 1))
        var spells: [Spell] = []
        for unit in 0..<count {
            let isBusy = (unit + shift) % count < busy
            let length = QualityWorld.length
            for from in [isBusy ? random.int(1...length) : 0, length + random.int(length / 2...length * 3 / 2)] {
                let (north, east) = place()
                spells.append(Spell(unit: unit, from: from, north: north, east: east))
            }
        }
        var times = (0..<max(1, count * percent / 100)).map { _ in random.int(0...(QualityWorld.length - 1)) }.sorted()
        for press in times.indices.dropFirst() where random.chance(percent: 25) { times[press] = times[press - 1] }
        let presses = times.map { at in
            let (north, east) = place()
            return (at: at, north: north, east: east)
        }
        let kinds = kinds
        self.presses = presses
        self.spells = spells
        costs = presses.map { press in
            spells.map { spell in
                max(0, spell.from - press.at) + QualityWorld.travel(press, spell, kinds[spell.unit])
            }
        }
    }

    /// Metres in a straight line.
    static func metres(_ press: (at: Int, north: Int, east: Int), _ spell: Spell) -> Int {
        let (north, east) = (Double(spell.north - press.north), Double(spell.east - press.east))
        return Int((north * north + east * east).squareRoot() + 0.5)
    }

    /// From the order to on scene, in milliseconds.
    static func travel(_ press: (at: Int, north: Int, east: Int), _ spell: Spell, _ kind: UnitKind) -> Int {
        let profile = KindProfiles.city[kind]
        return profile.etaMilliseconds(
            metres: metres(press, spell), reactionMilliseconds: Int(profile.reaction.milliseconds))
    }

    /// What the best choice of all gives each press, in milliseconds: by somebody who knows what is to come.
    public var optimum: [Int] {
        Assignment.columns(costs).enumerated().map { costs[$0.offset][$0.element] }
    }
}
