import Crypto

/// SHA-256 and what is made of it; swift-crypto does the work.
public enum Digest {
    /// Bytes in a whole SHA-256.
    public static let length = 32

    /// SHA-256 of bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { sha256($0) }
    }

    /// SHA-256 of bytes.
    public static func sha256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return Array(hash.finalize())
    }

    /// SHA-256 of bytes and one byte behind them.
    static func sha256(_ bytes: UnsafeRawBufferPointer, then last: UInt8) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        withUnsafeBytes(of: last) { hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }

    /// HMAC-SHA-256 of bytes under a key.
    public static func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }

    /// Whether two digests are equal, in a time that does not tell where they differ.
    public static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        var difference: UInt8 = 0
        for index in a.indices { difference |= a[index] ^ b[index] }
        return difference == 0
    }

    /// Lower-case hex of bytes.
    public static func hex(_ bytes: [UInt8]) -> String {
        var writer = JSONWriter(capacity: bytes.count * 2 + 2)
        writer.hexString(bytes)
        return String(decoding: writer.bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    /// Bytes from hex of either case; nil where it is not hex or of odd length.
    public static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { index in
            UInt8((digits[index] ?? 0) << 4 | (digits[index + 1] ?? 0))
        }
    }
}
