/// A part of a line whose length is known to be small: a member's name with a number or a word behind it.
struct ShortPart {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    /// Bytes written.
    private(set) var count = 0

    /// Most bytes of a part: a name of the contract (at most 32), its
    /// punctuation, and 20 characters of a number or a word of the contract (at most 32).
    static let limit = 80

    init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        precondition(count < buffer.count, "a name or a word of the contract is short")
        buffer[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func put(_ utf8: UnsafeBufferPointer<UInt8>) {
        precondition(utf8.count <= buffer.count - count, "a name or a word of the contract is short")
        _ = UnsafeMutableBufferPointer(rebasing: buffer[count...]).update(fromContentsOf: utf8)
        count += utf8.count
    }

    /// `,"name":`.
    @inline(__always)
    mutating func name(_ name: StaticString) {
        put(UInt8(ascii: ","))
        put(UInt8(ascii: "\""))
        put(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        put(UInt8(ascii: "\""))
        put(UInt8(ascii: ":"))
    }

    /// A word that needs no escaping, in quotes.
    @inline(__always)
    mutating func quoted(_ word: String) {
        put(UInt8(ascii: "\""))
        var word = word
        word.withUTF8 { put($0) }
        put(UInt8(ascii: "\""))
    }

    /// A whole number.
    @inline(__always)
    mutating func integer(_ value: Int64) {
        if value < 0 { put(UInt8(ascii: "-")) }
        var digits = 1
        var limit = value.magnitude / 10
        while limit > 0 {
            digits += 1
            limit /= 10
        }
        precondition(digits <= buffer.count - count, "a name of the contract is short")
        var rest = value.magnitude
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            buffer[place] = UInt8(truncatingIfNeeded: 48 + rest % 10)
            rest /= 10
        }
        count += digits
    }
}
