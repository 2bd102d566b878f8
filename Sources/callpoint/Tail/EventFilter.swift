import CallpointCore
import Control
import EventCodec

/// Which events `tail` shows. What it does not show it still counts: the proof is over all of them.
struct EventFilter {
    var incident: String?
    /// Types; one that ends in `.*` stands for all that begin so. Empty for all.
    var types: [String] = []
    /// Wall time in milliseconds since 1970.
    var sinceMilliseconds: Int64?

    /// Whether it lets everything through.
    var isOpen: Bool { incident == nil && types.isEmpty && sinceMilliseconds == nil }

    /// The question that asks the daemon for the same.
    func query(_ part: EventQuery.Part, limit: Int) -> EventQuery {
        EventQuery(
            incident: incident.map(IncidentID.init), types: types, sinceMilliseconds: sinceMilliseconds, part: part,
            limit: limit)
    }

    func wants(_ event: EventLine) -> Bool {
        if let incident, event.incident != incident { return false }
        if let sinceMilliseconds, LocalTime.stamp(event.stamp) ?? .max < sinceMilliseconds { return false }
        return query(.firstAfter(0), limit: 1).wants(type: event.type)
    }
}
