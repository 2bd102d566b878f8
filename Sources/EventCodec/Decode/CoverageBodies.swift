import CallpointCore

/// The mirror of `LineWriter.coverageFields`.
extension LineFields {
    mutating func coverageBody(_ type: EventType) throws(LineError) -> Event.Body {
        let beat: BeatID = try id("beat")
        switch type {
        case .coverageLost:
            var kinds: [UnitKind] = []
            for word in try texts("kinds") {
                guard let kind = UnitKind(rawValue: word) else {
                    throw LineError.badField("kinds", what: "an unknown word \(word)")
                }
                kinds.append(kind)
            }
            return .coverageLost(
                CoverageLost(beat: beat, kinds: kinds, isAutomatic: try bool("automatic", without: false)))
        case .coverageRestored: return .coverageRestored(beat, isWatched: !(try bool("unwatched", without: false)))
        case .moveUpProposed:
            return .moveUpProposed(
                MoveUp(
                    beat: beat, unit: try id("unit"), etaMilliseconds: try integer("eta_ms"),
                    distanceMetres: try integer("distance_m")))
        case .moveUpAccepted:
            return .moveUpAccepted(
                beat, unit: try id("unit"), actor: try optionalID("actor"), via: try string("via"))
        default:
            return .moveUpDismissed(
                beat, unit: try id("unit"), actor: try optionalID("actor"), via: try string("via"))
        }
    }
}
