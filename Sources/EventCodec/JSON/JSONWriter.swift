/// Appends JSON to bytes; the caller says what is written when.
///
/// Written by hand because Foundation's encoder changes its key order between
/// runs and costs 3–4 µs an event, where this costs a tenth of that.
public struct JSONWriter {
    /// What has been written.
    public var bytes: [UInt8]

    /// An empty writer with room for `capacity` bytes.
    public init(capacity: Int = 1_024) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// A writer that goes on after bytes, which it takes over.
    init(continuing bytes: consuming [UInt8]) { self.bytes = bytes }

    /// A text that needs no escaping: punctuation and names that the program knows.
    @inline(__always)
    public mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A whole number.
    public mutating func integer(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(value.magnitude)
    }

    /// A whole number with at least `width` digits, filled up with zeros.
    public mutating func padded(_ value: Int64, width: Int) {
        var limit: UInt64 = 10
        for _ in 1..<max(width, 1) {
            if value.magnitude < limit { bytes.append(UInt8(ascii: "0")) }
            limit *= 10
        }
        digits(value.magnitude)
    }

    /// Degrees from 1e-7 degrees, with all seven places: `22.5369000`.
    public mutating func degrees(e7 value: Int32) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(UInt64(value.magnitude / 10_000_000))
        bytes.append(UInt8(ascii: "."))
        padded(Int64(value.magnitude % 10_000_000), width: 7)
    }

    private mutating func digits(_ value: UInt64) {
        if value < 10 {
            bytes.append(UInt8(truncatingIfNeeded: 48 + value))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var at = 20
            var rest = value
            while rest > 0 {
                at -= 1
                buffer[at] = UInt8(truncatingIfNeeded: 48 + rest % 10)
                rest /= 10
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[at..<20]))
        }
    }

    /// A string in quotes. Control characters are escaped, and so is U+2028
    /// and U+2029, which some readers take for line ends; the rest is UTF-8.
    public mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { append(escaping: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// What stands between the quotes of a string; whole characters of UTF-8.
    mutating func append(escaping utf8: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in utf8.indices where Self.mayNeedEscape(utf8[index]) {
            let byte = utf8[index]
            let isSeparator =
                byte == 0xE2 && index + 2 < utf8.count && utf8[index + 1] == 0x80 && utf8[index + 2] & 0xFE == 0xA8
            guard byte != 0xE2 || isSeparator else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
            if isSeparator {
                raw(utf8[index + 2] == 0xA8 ? "\\u2028" : "\\u2029")
                start = index + 3
            } else {
                escape(byte)
                start = index + 1
            }
        }
        if start < utf8.count { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...])) }
    }

    /// Whether a byte is escaped, or begins a character that may be.
    @inline(__always)
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F || byte == 0xE2
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        default:
            raw("\\u00")
            bytes.append(Self.hexDigit(byte >> 4))
            bytes.append(Self.hexDigit(byte & 15))
        }
    }

    /// The lower-case hex digit of 0…15.
    @inline(__always)
    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

    /// Bytes as lower-case hex, in quotes.
    public mutating func hexString(_ digest: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        hex(digest)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Bytes as lower-case hex.
    mutating func hex(_ digest: [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digest.count * 2) { buffer in
            for (index, byte) in digest.enumerated() {
                buffer[index * 2] = Self.hexDigit(byte >> 4)
                buffer[index * 2 + 1] = Self.hexDigit(byte & 15)
            }
            bytes.append(contentsOf: UnsafeBufferPointer(buffer))
        }
    }

    /// A value of any kind.
    public mutating func value(_ json: JSON) {
        switch json {
        case .null: raw("null")
        case .bool(let value): value ? raw("true") : raw("false")
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let text): string(text)
        case .array(let elements):
            raw("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { raw(",") }
                value(element)
            }
            raw("]")
        case .object(let members):
            raw("{")
            for (index, member) in members.enumerated() {
                if index > 0 { raw(",") }
                string(member.name)
                raw(":")
                value(member.value)
            }
            raw("}")
        }
    }

    /// JSON has no infinity and no NaN: both become null.
    private mutating func number(_ value: Double) {
        guard value.isFinite else { return raw("null") }
        bytes.append(contentsOf: "\(value)".utf8)
    }
}

extension JSON {
    /// The value on one line, without a line end.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.value(self)
        return writer.bytes
    }

    /// The value on one line, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
