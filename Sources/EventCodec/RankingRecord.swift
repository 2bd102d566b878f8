public import CallpointCore

/// The whole input of a ranking as bytes: what it weighed, so that it can be made again and asked "what if".
///
/// Layout, all numbers little-endian: one byte version (1); the count of units
/// (UInt32); a row of 24 bytes for each unit; then the units' ids, UTF-8, one
/// behind the other. A row: latitude and longitude × 1e7 (Int32 each), the
/// instant of receipt in microseconds (Int64), metres to the call point
/// (UInt32), kind (UInt8, position in `UnitKind.allCases`), exclusion (UInt8,
/// 0 for none, otherwise 1 + position in `reasons`), bytes of the id (UInt16).
public enum RankingRecord {
    /// The first byte.
    public static let version: UInt8 = 1
    static let headerLength = 5
    static let rowLength = 24

    /// The record of what a ranking weighed: 24 bytes a unit and its id.
    ///
    /// A distance beyond 0…4,294,967,295 m and bytes of an id beyond 65,535 are cut off; neither can occur on earth.
    public static func encode(_ units: [WeighedUnit]) -> [UInt8] {
        let count = UInt32(clamping: units.count)
        let units = units.prefix(Int(count))
        let idBytes = units.reduce(0) { $0 + idLength($1.unit) }
        let length = headerLength + units.count * rowLength + idBytes
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, written in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw[0] = version
            raw.storeBytes(of: count.littleEndian, toByteOffset: 1, as: UInt32.self)
            var row = headerLength
            var ids = headerLength + units.count * rowLength
            for unit in units {
                write(unit, to: raw, row: row)
                row += rowLength
                var id = unit.unit.text
                id.withUTF8 { utf8 in
                    let part = utf8.prefix(Int(UInt16.max))
                    UnsafeMutableRawBufferPointer(rebasing: raw[ids..<ids + part.count])
                        .copyBytes(from: part)
                    ids += part.count
                }
            }
            written = length
        }
    }

    private static func idLength(_ unit: UnitID) -> Int { min(unit.text.utf8.count, Int(UInt16.max)) }

    private static func write(_ unit: WeighedUnit, to raw: UnsafeMutableRawBufferPointer, row: Int) {
        raw.storeBytes(of: unit.place.latitudeE7.littleEndian, toByteOffset: row, as: Int32.self)
        raw.storeBytes(of: unit.place.longitudeE7.littleEndian, toByteOffset: row + 4, as: Int32.self)
        raw.storeBytes(of: unit.receivedAt.microseconds.littleEndian, toByteOffset: row + 8, as: Int64.self)
        raw.storeBytes(of: UInt32(clamping: unit.distanceMetres).littleEndian, toByteOffset: row + 16, as: UInt32.self)
        raw[row + 20] = UInt8(truncatingIfNeeded: unit.kind.index)
        raw[row + 21] = unit.exclusion.map { codes[$0.index] } ?? 0
        raw.storeBytes(of: UInt16(idLength(unit.unit)).littleEndian, toByteOffset: row + 22, as: UInt16.self)
    }

    /// The code of a reason is 1 + its position here, whatever order the core weighs reasons in; a new one goes to the end.
    static let reasons: [ExclusionReason] = [
        .unlocated, .farther, .radius, .kind, .capability, .offDuty, .ordered, .busy, .tried, .stale, .noGain,
        .exercise, .outOfService,
    ]
    /// The codes in the order of `ExclusionReason.allCases`.
    private static let codes = ExclusionReason.allCases.map { reason in
        UInt8(1 + (reasons.firstIndex(of: reason) ?? reasons.count))
    }

    /// SHA-256 of a record, hex: `input_hash` in `units.ranked`.
    public static func hash(_ record: [UInt8]) -> String { Digest.hex(Digest.sha256(record)) }

    /// What a record holds; throws where it is not one.
    public static func decode(_ record: [UInt8]) throws(RankingRecordError) -> [WeighedUnit] {
        guard record.first == version else {
            throw RankingRecordError(offset: 0, what: "should be a record of version \(version)")
        }
        guard record.count >= headerLength else {
            throw RankingRecordError(offset: record.count, what: "ends within the count of units")
        }
        let count = Int(number(record, at: 1, bytes: 4))
        var id = headerLength + count * rowLength
        guard id <= record.count else {
            throw RankingRecordError(offset: record.count, what: "ends before the last of \(count) rows")
        }
        var units: [WeighedUnit] = []
        units.reserveCapacity(count)
        for row in stride(from: headerLength, to: headerLength + count * rowLength, by: rowLength) {
            let end = id + Int(number(record, at: row + 22, bytes: 2))
            guard end <= record.count else {
                throw RankingRecordError(offset: row + 22, what: "an id ends beyond the record's end")
            }
            guard let text = String(validating: record[id..<end], as: UTF8.self) else {
                throw RankingRecordError(offset: id, what: "an id that is not UTF-8")
            }
            units.append(try unit(UnitID(text), record, row: row))
            id = end
        }
        guard id == record.count else { throw RankingRecordError(offset: id, what: "goes on after the last id") }
        return units
    }

    private static func unit(_ id: UnitID, _ record: [UInt8], row: Int) throws(RankingRecordError) -> WeighedUnit {
        let kinds = UnitKind.allCases
        let kind = Int(record[row + 20])
        let exclusion = Int(record[row + 21])
        guard kind < kinds.count else { throw RankingRecordError(offset: row + 20, what: "an unknown kind of unit") }
        guard exclusion <= reasons.count else {
            throw RankingRecordError(offset: row + 21, what: "an unknown reason of exclusion")
        }
        let place = Coordinate(
            latitudeE7: Int32(truncatingIfNeeded: number(record, at: row, bytes: 4)),
            longitudeE7: Int32(truncatingIfNeeded: number(record, at: row + 4, bytes: 4)))
        return WeighedUnit(
            unit: id, kind: kinds[kind], place: place,
            receivedAt: Instant(microseconds: Int64(bitPattern: number(record, at: row + 8, bytes: 8))),
            distanceMetres: Int(number(record, at: row + 16, bytes: 4)),
            exclusion: exclusion == 0 ? nil : reasons[exclusion - 1])
    }

    private static func number(_ record: [UInt8], at: Int, bytes: Int) -> UInt64 {
        var value: UInt64 = 0
        for place in stride(from: bytes - 1, through: 0, by: -1) { value = value << 8 | UInt64(record[at + place]) }
        return value
    }
}

/// Why bytes are not a ranking's record: what is wrong, and where.
public struct RankingRecordError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Byte offset of what is wrong, 0….
    public var offset: Int
    /// What is wrong.
    public var what: String

    /// An error from its parts.
    public init(offset: Int, what: String) {
        self.offset = offset
        self.what = what
    }

    /// Both, for people.
    public var description: String { "ranking record, byte \(offset): \(what)" }
}
