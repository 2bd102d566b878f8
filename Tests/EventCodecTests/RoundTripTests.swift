import CallpointCore
import CallpointTesting
import EventCodec
import Testing

struct RoundTripTests {
    /// A ranking that was read back holds the hash of what it weighed.
    private func normalised(_ event: Event) -> Event {
        guard case .unitsRanked(var ranked) = event.body, case .weighed(let units) = ranked.evidence else {
            return event
        }
        ranked.evidence = .hash(RankingRecord.hash(RankingRecord.encode(units)))
        var event = event
        event.body = .unitsRanked(ranked)
        return event
    }

    @Test(arguments: EventType.allCases)
    func `every field of an event survives the log`(type: EventType) throws {
        var generated = GeneratedEvents(seed: type.rawValue.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        var encoder = EventEncoder(head: ChainHead(generation: "7c1e", sequence: 48_210))
        for _ in 0..<100 {
            let event = generated.event(type)
            let before = encoder.head
            let line = encoder.encode(event)
            let decoded = try EventDecoder.decode(line.bytes)
            #expect(decoded.event == normalised(event))
            #expect(decoded.generation == "7c1e")
            #expect(decoded.sequence == before.sequence + 1)
            #expect(decoded.previousHash == before.hash)
            #expect(decoded.head == encoder.head)
            #expect(!decoded.isMarkedNotDurable)
            #expect(EventDecoder.verifyHash(line.bytes))
            // Texts that look alike to Swift may differ in their bytes; the log keeps the bytes.
            var again = EventEncoder(head: before)
            #expect(again.encode(decoded.event).bytes == line.bytes)
        }
    }

    @Test(arguments: EventType.allCases)
    func `every event keeps to the schema`(type: EventType) throws {
        let schema = try SchemaValidator.events()
        var generated = GeneratedEvents(seed: 7)
        var encoder = EventEncoder(head: ChainHead(generation: "7c1e"))
        for _ in 0..<40 {
            let line = encoder.encode(generated.event(type))
            let violations = schema.violations(in: try JSON.parse(line.bytes))
            #expect(violations.isEmpty, "\(String(decoding: line.bytes, as: UTF8.self))")
            #expect(schema.violations(in: try JSON.parse(line.markedBytes)).isEmpty)
        }
    }

    @Test func `what a ranking weighed comes along as bytes, and its hash stands in the line`() throws {
        let units = [
            WeighedUnit(
                unit: "M-17", kind: .motorcycle, place: Coordinate(latitudeE7: 225_369_000, longitudeE7: 1_139_345_000),
                receivedAt: Instant(microseconds: 5), distanceMetres: 612, exclusion: nil)
        ]
        let ranked = UnitsRanked(
            tier: 1, requirement: 1, candidates: [], excluded: ExclusionCounts(), nearestExcluded: [],
            evidence: .weighed(units), isDegraded: false)
        var encoder = EventEncoder(head: ChainHead(generation: "7c1e"))
        let event = Event(
            at: Instant(microseconds: 1), wall: WallTime(millisecondsSince1970: 0, offsetMinutes: 0),
            .unitsRanked(ranked))
        let line = encoder.encode(event)
        let record = try #require(line.ranking)
        #expect(try RankingRecord.decode(record) == units)
        #expect(try JSON.parse(line.bytes)["input_hash"]?.string == RankingRecord.hash(record))
        #expect(encoder.encode(normalised(event)).ranking == nil)
    }
}
