import CallpointCore
import EventCodec

/// The events of one alarm, as the samples in docs/EVENTS.md have them.
enum SampleLines {
    static let wall = WallTime(millisecondsSince1970: 1_775_973_787_412, offsetMinutes: 480)

    static func event(
        _ body: Event.Body, incident: IncidentID? = "NS-03-7c1e-0007", callPoint: CallPointID? = "NS-0412"
    ) -> Event {
        Event(
            at: Instant(microseconds: 8_812_044_101), wall: wall, incident: incident, callPoint: callPoint, body)
    }

    static let raised = event(
        .alarmRaised(
            AlarmRaised(
                priority: .p1, input: "panel/17", stamp: NodeStamp(address: "0412", counter: 9, boot: 2),
                authentication: .mac, plan: "street", configuration: String(repeating: "ab", count: 32), linked: nil,
                edgeAt: Instant(microseconds: 8_812_023_000))))

    static let ranked = event(
        .unitsRanked(
            UnitsRanked(
                tier: 1, requirement: 1,
                candidates: [
                    Candidate(unit: "M-17", etaMilliseconds: 93_600, distanceMetres: 612, fixAgeMilliseconds: 2_100)
                ],
                excluded: counts, nearestExcluded: [ExcludedUnit(unit: "V-03", distanceMetres: 210, reason: .busy)],
                evidence: .hash(String(repeating: "cd", count: 32)), isDegraded: false)))

    static let issued = event(
        .orderIssued(
            OrderIssued(
                order: "NS-03-7c1e-0007/1/M-17/1", tier: 1, requirement: 1, unit: "M-17", etaMilliseconds: 93_600,
                distanceMetres: 612, bearingDegrees: 231, instructions: "Go to the call point.",
                ackWithinMilliseconds: 30_000, senseMicroseconds: 41, debounceMicroseconds: 20_000,
                decideMicroseconds: 6)))

    private static var counts: ExclusionCounts {
        var counts = ExclusionCounts()
        counts[.stale] = 2
        counts[.busy] = 9
        return counts
    }

    static func line(_ event: Event) -> EncodedLine {
        var encoder = EventEncoder(head: ChainHead(generation: "7c1e", sequence: 48_210))
        return encoder.encode(event)
    }
}
