public import CallpointCore
import EventCodec

/// The bytes of a warm-start file: where the units were, so that a restart does not begin blind.
///
/// `CPWARM`, a version, a count, the boot of the machine, the rows, and SHA-256 over all of it; numbers are
/// little-endian. The file is a convenience and no record: what is not whole is ignored as a whole.
///
/// Times of receipt are the kernel's, of that boot. The controller's own time line would not do: it begins anew with a lost
/// journal, and passes over a time that nobody knows the length of.
public enum WarmStart {
    /// The version that is written; another one is not read.
    public static let version: UInt16 = 2
    /// How old a fix counts as whose age nobody knows: more than any `stale_after`, so that it serves where nothing
    /// fresh is known and nowhere else.
    public static let unknownAge: Duration = .seconds(30 * 86_400)

    /// What the instants of a time line are counted from.
    public struct Origin: Sendable, Hashable {
        /// Names the machine's boot.
        public var bootID: String
        /// The time line minus the kernel's monotonic clock, in microseconds.
        public var offsetMicroseconds: Int64

        /// An origin from its parts.
        public init(bootID: String, offsetMicroseconds: Int64) {
            self.bootID = bootID
            self.offsetMicroseconds = offsetMicroseconds
        }
    }
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
    public static func encode(_ fixes: [Fix], of origin: Origin) -> [UInt8] {
        let fixes = fixes.prefix(rowLimit)
        var bytes = magic
        bytes.reserveCapacity(headLength + fixes.count * 48 + Digest.length)
        bytes.append(version)
        bytes.append(UInt32(fixes.count))
        bytes.append(text: origin.bootID)
        for fix in fixes {
            bytes.append(text: fix.unit.text)
            bytes.append(fix.place.latitudeE7)
            bytes.append(fix.place.longitudeE7)
            bytes.append(fix.sourceMilliseconds)
            bytes.append(fix.receivedAt.microseconds &- origin.offsetMicroseconds)
            bytes.append(fix.accuracyMetres)
            bytes.append(fix.speedCentimetresPerSecond)
            bytes.append(fix.headingDegrees)
            bytes.append(fix.kind.map { UInt8($0.index) } ?? .max)
        }
        return bytes + Digest.sha256(bytes)
    }

    /// The fixes of a file's bytes, on a time line that shows `now`.
    ///
    /// Those of another boot, or from after `now`, are of unknown age: they count as `unknownAge` old.
    public static func decode(_ bytes: [UInt8], on origin: Origin, at now: Instant) throws(Mistake) -> [Fix] {
        guard bytes.starts(with: magic) else { throw .damaged }
        var cursor = Cursor(bytes: bytes, at: magic.count, end: bytes.count - Digest.length)
        let written: UInt16 = try cursor.next()
        guard written == version else { throw .version(written) }
        guard cursor.end >= headLength else { throw .damaged }
        let digest = bytes.withUnsafeBytes { Digest.sha256(UnsafeRawBufferPointer(rebasing: $0[..<cursor.end])) }
        guard Digest.isEqual(digest, Array(bytes[cursor.end...])) else { throw .damaged }
        let count: UInt32 = try cursor.next()
        guard count <= rowLimit else { throw .damaged }
        let length: UInt8 = try cursor.next()
        let isOurs = try cursor.text(Int(length)) == origin.bootID
        var fixes: [Fix] = []
        fixes.reserveCapacity(Int(count))
        for _ in 0..<count {
            var fix = try fix(&cursor)
            let received = Instant(microseconds: fix.receivedAt.microseconds &+ origin.offsetMicroseconds)
            fix.receivedAt = isOurs && received <= now ? received : now + (.zero - unknownAge)
            fixes.append(fix)
        }
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
    /// With its length before it, cut to 255 bytes.
    fileprivate mutating func append(text: String) {
        let text = text.utf8.prefix(255)
        append(UInt8(text.count))
        self += text
    }

    fileprivate mutating func append(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
