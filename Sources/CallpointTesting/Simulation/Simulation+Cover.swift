import CallpointCore

// What people do where a beat has nobody left.
extension Simulation {
    /// A dispatcher mostly lets a unit move up, and now and then nobody looks.
    mutating func consider(_ move: MoveUp) {
        var random = SeededGenerator(seed: UInt64(now) ^ UInt64(move.distanceMetres))
        _ = random.next()
        let accepts = random.chance(percent: 75)
        if random.chance(percent: 85) {
            later(.moveUp(move.beat, accepts: accepts), random.int(4_000...60_000))
            // One changes their mind.
            if random.chance(percent: 10) { later(.moveUp(move.beat, accepts: !accepts), random.int(61_000...900_000)) }
        }
    }

    /// It drives to the middle of the beat, by the same roads as to a call point.
    mutating func moveUp(_ unit: UnitID, into beat: BeatID) {
        guard let patrol = patrolOf[unit], let square = Scenario.squares.first(where: { $0.id == beat }) else { return }
        patrols[patrol].moveUp(to: (square.north + 2_000, square.east + 2_000), at: now)
    }

    /// It goes back, unless it has something to do.
    mutating func goBack(_ unit: UnitID) {
        guard let patrol = patrolOf[unit], patrols[patrol].order == nil else { return }
        patrols[patrol].free(at: now)
    }
}
