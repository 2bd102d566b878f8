extension Engine {
    /// Whether any unit at all is free. Where none is, nobody is looked for.
    var isAnybodyFree: Bool {
        (0..<units.count).contains { row in
            units.duties[row].isEmpty
        }
    }

    /// Whether anybody is free who could meet a need: one pass over the rows, and mostly none at all is left.
    ///
    /// While presses outnumber units, every incident is short of somebody and tried again every five seconds. To rank
    /// each time, only to find that everybody is ordered, took half of the engine's time in a simulated day.
    func isAnybodyFree(for requirement: Requirement, at point: CallPoint) -> Bool {
        let earth = FlatEarth(centre: point.place, scale: point.scale)
        let fits = UnitKind.allCases.map { requirement.kinds.contains($0) }
        return positions.rows.indices.contains { row in
            guard units.duties[row].isEmpty, fits[Int(positions.rows[row].kind)], positions.rows[row].isLocated
            else { return false }
            guard let radius = requirement.withinMetres else { return true }
            let fix = positions.rows[row]
            return earth.metres(latitudeE7: fix.latitudeE7, longitudeE7: fix.longitudeE7) <= radius
        }
    }
}
