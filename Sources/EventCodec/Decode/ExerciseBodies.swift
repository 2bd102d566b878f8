import CallpointCore

/// The mirror of `LineWriter.exerciseFields`.
extension LineFields {
    mutating func exerciseBody(_ type: EventType) throws(LineError) -> Event.Body {
        switch type {
        case .exerciseStarted:
            return .exerciseStarted(
                ExerciseStarted(
                    units: try names("units"), forMilliseconds: try integer("for_ms"), actor: try id("actor"),
                    via: try string("via")))
        case .exerciseJoined:
            return .exerciseJoined(unit: try id("unit"), actor: try id("actor"), via: try string("via"))
        case .exerciseLeft:
            return .exerciseLeft(unit: try id("unit"), actor: try id("actor"), via: try string("via"))
        default: return .exerciseEnded(try ending())
        }
    }
}
