public import CallpointCore
import EventCodec

extension ControlReply {
    /// The answer to `ranking`: every unit that was weighed, in the order of the table.
    public static func ranking(_ units: [WeighedUnit]) -> ControlReply {
        .done([
            JSON.Member(
                "units",
                .array(
                    units.map { unit in
                        var members = [
                            JSON.Member("unit", .string(unit.unit.text)),
                            JSON.Member("kind", .string(unit.kind.rawValue)),
                            JSON.Member("lat", .number(Double(unit.place.latitudeE7) / 1e7)),
                            JSON.Member("lon", .number(Double(unit.place.longitudeE7) / 1e7)),
                            JSON.Member("received_us", .integer(unit.receivedAt.microseconds)),
                            JSON.Member("distance_m", .integer(Int64(unit.distanceMetres))),
                        ]
                        if let reason = unit.exclusion {
                            members.append(JSON.Member("excluded", .string(reason.rawValue)))
                        }
                        return .object(members)
                    }))
        ])
    }

    /// The answer to `names`: the texts that are known. A token whose text was erased, or was never here, is left out.
    public static func names(_ texts: [(token: TextToken, text: String)]) -> ControlReply {
        .done([JSON.Member("names", .object(texts.map { JSON.Member($0.token.text, .string($0.text)) }))])
    }
}
