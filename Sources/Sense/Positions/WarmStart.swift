public import CallpointCore
import EventCodec

/// The bytes of a warm-start file: where the units were, so that a restart does not begin blind.
///
/// `CPWARM`, a version, a count, the rows, and SHA-256 over all of it; numbers are little-endian. The file is a
/// convenience and no record: what is not whole is ignored as a whole.
public enum WarmStart {
    /// The version that is written; another one is not read.
    public static let version: UInt16 = 1
    /// Most rows that are written and read.
    public static let rowLimit = 1_000_000
    private static let magic = Array("CPWARM".utf8)
    private static let headLength = 12

    /// Why a file is ignored.
    public enum Mistake: Error, Sendable, Hashable {
        /// Not a warm-start file, or not the whole of one.
        case damaged
        /// Written by another version of the program.
        case version(UInt16)
    }

    /// The bytes for some fixes; those after the first million are left out.
    public static func encode(_ fixes: [Fix]) -> [UInt8] {
        let fixes = fixes.prefix(rowLimit)
        var bytes = magic
        bytes.reserveCapacity(headLength + fixes.count * 48 + Digest.length)
        bytes.append(version)
        bytes.append(UInt32(fixes.count))
        for fix in fixes {
            let name = Array(fix.unit.text.utf8.prefix(255))
            bytes.append(UInt8(name.count))
            bytes += name
            bytes.append(fix.place.latitudeE7)
            bytes.append(fix.place.longitudeE7)
            bytes.append(fix.sourceMilliseconds)
            bytes.append(fix.receivedAt.microseconds)
            bytes.append(fix.accuracyMetres)
            bytes.append(fix.speedCentimetresPerSecond)
            bytes.append(fix.headingDegrees)
            bytes.append(fix.kind.map { UInt8($0.index) } ?? .max)
        }
        return bytes + Digest.sha256(bytes)
    }

    /// The fixes of a file's bytes.
    public static func decode(_ bytes: [UInt8]) throws(Mistake) -> [Fix] {
        guard bytes.starts(with: magic) else { throw .damaged }
        var cursor = Cursor(bytes: bytes, at: magic.count, end: bytes.count - Digest.length)
        let written: UInt16 = try cursor.next()
        guard written == version else { throw .version(written) }
        guard cursor.end >= headLength else { throw .damaged }
        let digest = bytes.withUnsafeBytes { Digest.sha256(UnsafeRawBufferPointer(rebasing: $0[..<cursor.end])) }
        guard Digest.isEqual(digest, Array(bytes[cursor.end...])) else { throw .damaged }
        let count: UInt32 = try cursor.next()
        guard count <= rowLimit else { throw .damaged }
        var fixes: [Fix] = []
        fixes.reserveCapacity(Int(count))
        for _ in 0..<count { fixes.append(try fix(&cursor)) }
        guard cursor.at == cursor.end else { throw .damaged }
        return fixes
    }

    private static func fix(_ cursor: inout Cursor) throws(Mistake) -> Fix {
        let length: UInt8 = try cursor.next()
        let name = try cursor.text(Int(length))
        let place = Coordinate(latitudeE7: try cursor.next(), longitudeE7: try cursor.next())
        guard place.isValid else { throw .damaged }
        var fix = Fix(
            unit: UnitID(name), place: place, sourceMilliseconds: try cursor.next(),
            receivedAt: Instant(microseconds: try cursor.next()), accuracyMetres: try cursor.next(),
            speedCentimetresPerSecond: try cursor.next(), headingDegrees: try cursor.next())
        let kind: UInt8 = try cursor.next()
        if kind != .max {
            guard Int(kind) < UnitKind.allCases.count else { throw .damaged }
            fix.kind = UnitKind.allCases[Int(kind)]
        }
        return fix
    }

    private struct Cursor {
        var bytes: [UInt8]
        var at: Int
        var end: Int

        mutating func next<Number: FixedWidthInteger>() throws(Mistake) -> Number {
            let size = MemoryLayout<Number>.size
            guard at + size <= end else { throw .damaged }
            defer { at += size }
            return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Number.self)) }
        }

        mutating func text(_ length: Int) throws(Mistake) -> String {
            guard at + length <= end, let text = String(validating: bytes[at..<(at + length)], as: UTF8.self) else {
                throw .damaged
            }
            at += length
            return text
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
