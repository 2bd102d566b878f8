/// Numbers that the JSON reader found good, to whole numbers.
enum Decimal {
    /// A number without fraction and exponent, within 64 bits.
    static func whole(_ text: UnsafeRawBufferPointer) -> Int? {
        guard let (value, places) = parse(text, places: 0), places == 0 else { return nil }
        return value
    }

    /// A number without an exponent and with at most seven places, times 1e7.
    static func e7(_ text: UnsafeRawBufferPointer) -> Int? {
        guard let (value, places) = parse(text, places: 7) else { return nil }
        var scaled = value
        for _ in places..<7 {
            let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            scaled = product
        }
        return scaled
    }

    /// All digits as one number, and how many of them stand behind the point.
    private static func parse(_ text: UnsafeRawBufferPointer, places limit: Int) -> (Int, Int)? {
        let isNegative = text.first == UInt8(ascii: "-")
        var value = 0
        var places: Int?
        var digits = 0
        for byte in text[(isNegative ? 1 : 0)...] {
            if byte == UInt8(ascii: "."), places == nil, limit > 0 {
                places = 0
                continue
            }
            guard (48...57).contains(byte) else { return nil }
            // Towards the negative, so that the least number of 64 bits is within reach.
            let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
            let (next, tooMuch) = tens.subtractingReportingOverflow(Int(byte - 48))
            guard !tooMany, !tooMuch else { return nil }
            value = next
            digits += 1
            if let before = places { places = before + 1 }
        }
        guard digits > 0, (places ?? 0) <= limit else { return nil }
        if isNegative { return (value, places ?? 0) }
        guard value != .min else { return nil }
        return (-value, places ?? 0)
    }
}

/// A SHA-256 as the log writes it.
enum HexDigest {
    /// 32 bytes from 64 lower-case hex digits; nil where they are not.
    static func bytes(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count == Digest.length * 2 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Digest.length)
        for index in 0..<Digest.length {
            guard let high = digit(text[index * 2]), let low = digit(text[index * 2 + 1]) else { return nil }
            bytes[index] = high << 4 | low
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 97...102: byte - 87
        default: nil
        }
    }
}
