import CallpointCore
import Geodesy
import Glibc

/// Reads the usual shape of a report in one pass, without building JSON: a flat object of plain texts and numbers.
///
/// It exists for its speed, and only for lines that are beyond doubt: whatever is not that (an escape, an
/// exponent, a null, a mistake) is left to the JSON reader, which also knows the reason of a refusal. Where both
/// read a line they say the same; a test holds them to it.
struct FlatReport {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0
    private var unit: String?
    private var latitude: Double?
    private var longitude: Double?
    private var time: Int64?
    private var report = PositionReport(unit: "", place: .init(latitude: 0, longitude: 0), sourceMilliseconds: 0)

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What a line says, or nil where the JSON reader is to decide.
    static func read(_ line: UnsafeRawBufferPointer) -> PositionReport? {
        var reader = FlatReport(line)
        guard reader.readObject(), let unit = reader.unit, let latitude = reader.latitude,
            let longitude = reader.longitude, let time = reader.time
        else { return nil }
        reader.report.unit = unit
        reader.report.place = Degrees(latitude: latitude, longitude: longitude)
        reader.report.sourceMilliseconds = time
        return reader.report
    }

    private mutating func readObject() -> Bool {
        guard skip(UInt8(ascii: "{")) else { return false }
        repeat {
            guard let name = text(), skip(UInt8(ascii: ":")), readMember(name) else { return false }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { return false }
        skipSpace()
        return at == bytes.count
    }

    private mutating func readMember(_ name: UnsafeRawBufferPointer) -> Bool {
        if name.isText("lat") { return store(number(), in: \.latitude) }
        if name.isText("lon") { return store(number(), in: \.longitude) }
        if name.isText("unit") { return store(text()?.string, in: \.unit) }
        if name.isText("time") { return store(milliseconds(), in: \.time) }
        if name.isText("speed_mps") { return store(number(), in: \.report.speedMetresPerSecond) }
        if name.isText("heading_deg") { return store(number(), in: \.report.headingDegrees) }
        if name.isText("accuracy_m") { return store(number(), in: \.report.accuracyMetres) }
        if name.isText("status") { return store(word(), in: \.report.status) }
        if name.isText("kind") { return store(word(), in: \.report.kind) }
        if name.isText("datum") { return store(word(), in: \.report.datum) }
        return nextIsText ? text() != nil : number() != nil
    }

    private mutating func store<Value>(_ value: Value?, in field: WritableKeyPath<FlatReport, Value?>) -> Bool {
        guard let value else { return false }
        self[keyPath: field] = value
        return true
    }

    private mutating func word<Word: RawRepresentable<String>>() -> Word? {
        text().flatMap { Word(rawValue: $0.string) }
    }

    private mutating func milliseconds() -> Int64? {
        if nextIsText { return text().flatMap { SourceTime.milliseconds(rfc3339: $0) } }
        guard let (mantissa, places) = decimal(), places == 0, (0...SourceTime.latest).contains(mantissa) else {
            return nil
        }
        return mantissa
    }

    private var nextIsText: Bool {
        mutating get {
            skipSpace()
            return at < bytes.count && bytes[at] == UInt8(ascii: "\"")
        }
    }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D { at += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    /// The bytes of a text of plain ASCII.
    private mutating func text() -> UnsafeRawBufferPointer? {
        guard skip(UInt8(ascii: "\"")) else { return nil }
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            guard (0x20...0x7F).contains(bytes[at]), bytes[at] != UInt8(ascii: "\\") else { return nil }
            at += 1
        }
        guard at < bytes.count else { return nil }
        defer { at += 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<at])
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// A number whose digits and power of ten are both exact as doubles, so that their quotient is the nearest one.
    private mutating func number() -> Double? {
        guard let (mantissa, places) = decimal() else { return nil }
        return Double(mantissa) / FlatReport.powers[places]
    }

    /// Up to 15 digits as a whole number, and how many of them stand behind the point.
    private mutating func decimal() -> (mantissa: Int64, places: Int)? {
        skipSpace()
        let isNegative = at < bytes.count && bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var mantissa: Int64 = 0
        let start = at
        readDigits(&mantissa)
        let whole = at - start
        guard whole > 0, whole == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        var places = 0
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            let point = at
            readDigits(&mantissa)
            places = at - point
            guard places > 0 else { return nil }
        }
        guard whole + places <= 15 else { return nil }
        if at < bytes.count, bytes[at] == UInt8(ascii: "e") || bytes[at] == UInt8(ascii: "E") { return nil }
        return (isNegative ? -mantissa : mantissa, places)
    }

    private mutating func readDigits(_ mantissa: inout Int64) {
        // More digits than these are refused by the caller; what they add does not matter, as long as it fits.
        while at < bytes.count, (48...57).contains(bytes[at]) {
            mantissa = mantissa &* 10 &+ Int64(bytes[at] - 48)
            at += 1
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func isText(_ text: StaticString) -> Bool {
        guard let baseAddress else { return false }
        return count == text.utf8CodeUnitCount && memcmp(baseAddress, text.utf8Start, count) == 0
    }

    fileprivate var string: String { String(decoding: self, as: UTF8.self) }
}
