public import CallpointCore
import EventCodec
import Geodesy

/// Reads position datagrams: JSON lines, one or many a datagram.
///
/// Pure. A line that is no fix is counted by its reason, and the lines beside it are taken.
public struct FixDatagram: Sendable {
    /// Most lines of one datagram that are read; further ones are counted as `too_long`, all at once.
    public static let lineLimit = 128

    /// The feed that the lines belong to.
    public var feed: PositionFeed

    /// A reader for a feed.
    public init(feed: PositionFeed) { self.feed = feed }

    /// Adds what a datagram brings; how many lines it had.
    @discardableResult
    public mutating func read(
        _ bytes: UnsafeRawBufferPointer, at instant: Instant, wallMilliseconds: Int64, into batch: inout PositionBatch
    ) -> Int {
        var lines = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            defer { start = end + 1 }
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            guard lines < FixDatagram.lineLimit else {
                feed.counters[.tooLong] += 1
                break
            }
            lines += 1
            do throws(FixRefusal) {
                let report = try FixDatagram.report(line)
                try feed.take(report, at: instant, wallMilliseconds: wallMilliseconds, into: &batch)
            } catch {
                feed.counters[error] += 1
            }
        }
        return lines
    }

    /// What one line says.
    static func report(_ line: UnsafeRawBufferPointer) throws(FixRefusal) -> PositionReport {
        if let report = FlatReport.read(line) { return report }
        guard let members = (try? JSON.parse(line))?.object else { throw .badJSON }
        return try report(members)
    }

    /// What the members of an object say, or the columns of a row.
    static func report(_ members: [JSON.Member]) throws(FixRefusal) -> PositionReport {
        var fields = Fields()
        for member in members { try fields.take(member) }
        guard let unit = fields.unit, let latitude = fields.latitude, let longitude = fields.longitude,
            let time = fields.time
        else { throw .missingField }
        var report = fields.report
        report.unit = unit
        report.place = Degrees(latitude: latitude, longitude: longitude)
        report.sourceMilliseconds = time
        return report
    }

    /// One pass over the members; what is repeated counts as it stands last, what is unknown is let go.
    private struct Fields {
        var unit: String?
        var latitude: Double?
        var longitude: Double?
        var time: Int64?
        var report = PositionReport(unit: "", place: .init(latitude: 0, longitude: 0), sourceMilliseconds: 0)

        mutating func take(_ member: JSON.Member) throws(FixRefusal) {
            // An optional field that is null is one that is not there.
            if member.value == .null { return }
            switch member.name {
            case "unit": unit = try text(member.value)
            case "lat": latitude = try number(member.value)
            case "lon": longitude = try number(member.value)
            case "time": time = try milliseconds(member.value)
            case "datum": report.datum = try word(member.value, else: .unknownDatum)
            case "kind": report.kind = try word(member.value, else: .unknownKind)
            case "status": report.status = try word(member.value, else: .unknownStatus)
            case "speed_mps": report.speedMetresPerSecond = try number(member.value)
            case "heading_deg": report.headingDegrees = try number(member.value)
            case "accuracy_m": report.accuracyMetres = try number(member.value)
            default: break
            }
        }

        private func text(_ value: JSON) throws(FixRefusal) -> String {
            guard let text = value.string else { throw .wrongType }
            return text
        }

        private func number(_ value: JSON) throws(FixRefusal) -> Double {
            guard let number = value.number else { throw .wrongType }
            return number
        }

        private func word<Word: RawRepresentable<String>>(
            _ value: JSON, else refusal: FixRefusal
        ) throws(FixRefusal) -> Word {
            guard let word = Word(rawValue: try text(value)) else { throw refusal }
            return word
        }

        private func milliseconds(_ value: JSON) throws(FixRefusal) -> Int64 {
            switch value {
            case .string(let text):
                guard let milliseconds = SourceTime.milliseconds(rfc3339: text) else { throw .badTime }
                return milliseconds
            case .integer, .number:
                guard let milliseconds = value.integer, (0...SourceTime.latest).contains(milliseconds) else {
                    throw .badTime
                }
                return milliseconds
            default: throw .wrongType
            }
        }
    }
}
