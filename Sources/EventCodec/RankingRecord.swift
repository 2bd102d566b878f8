public import CallpointCore

/// The whole input of a ranking as bytes: what it weighed, so that it can be made again and asked "what if".
public enum RankingRecord {
    /// The record of what a ranking weighed.
    public static func encode(_ units: [WeighedUnit]) -> [UInt8] { [] }

    /// SHA-256 of a record, hex: `input_hash` in `units.ranked`.
    public static func hash(_ record: [UInt8]) -> String { Digest.hex(Digest.sha256(record)) }

    /// What a record holds; throws where it is not one.
    public static func decode(_ record: [UInt8]) throws(RankingRecordError) -> [WeighedUnit] { [] }
}

/// Why bytes are not a ranking's record: what is wrong, and where.
public struct RankingRecordError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Byte offset of what is wrong, 0….
    public var offset: Int
    /// What is wrong.
    public var what: String

    /// Both, for people.
    public var description: String { "ranking record, byte \(offset): \(what)" }
}
