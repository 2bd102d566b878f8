import CallpointCore
import EventCodec

extension ControlAct.ExerciseAct {
    /// The word after `do` on the wire.
    var name: String {
        switch self {
        case .start: "exercise_start"
        case .join: "exercise_join"
        case .leave: "exercise_leave"
        case .press: "exercise_press"
        case .stop: "exercise_stop"
        }
    }

    /// The fields that a verb takes; nil for a verb of another kind.
    static func fields(of name: String) -> [String]? {
        switch name {
        case "exercise_start": ["units", "for_ms", "via", "as"]
        case "exercise_join", "exercise_leave": ["unit", "via", "as"]
        case "exercise_press": ["call_point", "via", "as"]
        case "exercise_stop": ["via", "as"]
        default: nil
        }
    }

    /// Reads the fields of a verb; nil for a verb of another kind.
    init?(_ name: String, _ fields: RequestFields) throws(ControlFailure) {
        switch name {
        case "exercise_start":
            self = .start(
                (try fields.optionalTexts("units", most: Exercise.unitLimit) ?? []).map { UnitID($0) },
                for: try ControlAct.duration(fields, without: Exercise.standardDuration))
        case "exercise_join": self = .join(UnitID(try fields.text("unit")))
        case "exercise_leave": self = .leave(UnitID(try fields.text("unit")))
        case "exercise_press": self = .press(CallPointID(try fields.text("call_point")))
        case "exercise_stop": self = .stop
        default: return nil
        }
    }

    /// The fields as the wire writes them.
    var members: [JSON.Member] {
        switch self {
        case .start(let units, let duration):
            [
                .init("units", .array(units.map { .string($0.text) })),
                .init("for_ms", .integer(duration.milliseconds)),
            ]
        case .join(let unit), .leave(let unit): [.init("unit", .string(unit.text))]
        case .press(let callPoint): [.init("call_point", .string(callPoint.text))]
        case .stop: []
        }
    }
}
