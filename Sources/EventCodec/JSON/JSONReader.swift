/// Why a text is not JSON.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Byte offset at which reading stopped, 0….
    public var offset: Int
    /// What stands there that should not.
    public var what: String

    /// Both, for people.
    public var description: String { "byte \(offset): \(what)" }
}

extension JSON {
    /// Deepest nesting that is read; deeper is an error, so that no text can exhaust the stack.
    public static let depthLimit = 32

    /// Reads one value that fills the whole text, as RFC 8259 has it.
    ///
    /// Throws where it is not JSON, is not UTF-8, nests deeper than `depthLimit`, or goes on after the value.
    public static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSON {
        var reader = JSONReader(bytes: bytes)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw reader.error("text after the value") }
        return value
    }

    /// Reads one value that fills the whole text.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONError) -> JSON in try parse(buffer) }
        }
        return try result.get()
    }

    /// Reads one value that fills the whole text.
    public static func parse(_ text: String) throws(JSONError) -> JSON { try parse(Array(text.utf8)) }
}

/// One pass over bytes; never reads past their end.
struct JSONReader {
    let bytes: UnsafeRawBufferPointer
    var at = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    func error(_ what: String) -> JSONError { JSONError(offset: at, what: what) }

    @inline(__always)
    mutating func skipSpace() {
        // The log's own lines have none.
        if at < bytes.count, bytes[at] > 0x20 { return }
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
    }

    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth < JSON.depthLimit else { throw error("nested deeper than \(JSON.depthLimit) levels") }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case .some(let byte) where byte == UInt8(ascii: "-") || (48...57).contains(byte): return try number()
        case .some: throw error("no value starts like this")
        case nil: throw error("the text ends where a value should stand")
        }
    }

    mutating func word(_ text: StaticString) throws(JSONError) {
        let count = text.utf8CodeUnitCount
        guard bytes.count - at >= count else { throw error("an unfinished word") }
        for offset in 0..<count where bytes[at + offset] != text.utf8Start[offset] { throw error("an unknown word") }
        at += count
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        at += 1
        var members: [JSON.Member] = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            at += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("a member's name should stand here, in quotes") }
            let name = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw error("a colon should stand here") }
            at += 1
            skipSpace()
            members.append(JSON.Member(name, try value(depth: depth + 1)))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "}"):
                at += 1
                return .object(members)
            default: throw error("a comma or } should stand here")
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        at += 1
        var elements: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            at += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "]"):
                at += 1
                return .array(elements)
            default: throw error("a comma or ] should stand here")
            }
        }
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = at
        let isWhole = try skipNumber()
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw error("a number too large") }
        return .number(value)
    }

    /// Passes over a number; whether it has neither a fraction nor an exponent.
    mutating func skipNumber() throws(JSONError) -> Bool {
        if next == UInt8(ascii: "-") { at += 1 }
        let whole = at
        skipDigits()
        guard at > whole, !(bytes[whole] == 48 && at - whole > 1) else { throw error("not a number") }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            at += 1
            let fraction = at
            skipDigits()
            guard at > fraction else { throw error("a digit should follow the point") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            at += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
            let exponent = at
            skipDigits()
            guard at > exponent else { throw error("a digit should follow the exponent's sign") }
        }
        return isWhole
    }

    private mutating func skipDigits() {
        while let byte = next, (48...57).contains(byte) { at += 1 }
    }

    mutating func string() throws(JSONError) -> String {
        at += 1
        let start = at
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw error("a control character in a string") }
            at += 1
        }
        guard next == UInt8(ascii: "\"") else { return try escapedString(from: start) }
        defer { at += 1 }
        return try text(bytes[start..<at])
    }

    private func text(_ part: some Collection<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: part, as: UTF8.self) else { throw error("a string that is not UTF-8") }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var decoded = Array(bytes[start..<at])
        while true {
            guard let byte = next else { throw error("a string without its closing quote") }
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                return try text(decoded)
            case UInt8(ascii: "\\"):
                at += 1
                try escape(into: &decoded)
            case ..<0x20: throw error("a control character in a string")
            default:
                decoded.append(byte)
                at += 1
            }
        }
    }

    mutating func escape(into decoded: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw error("a string without its closing quote") }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(8)
        case UInt8(ascii: "f"): decoded.append(12)
        case UInt8(ascii: "n"): decoded.append(10)
        case UInt8(ascii: "r"): decoded.append(13)
        case UInt8(ascii: "t"): decoded.append(9)
        case UInt8(ascii: "u"): decoded.append(contentsOf: Array(String(try unicodeEscape()).utf8))
        default: throw error("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Character {
        var code = try hexFour()
        if (0xD800...0xDBFF).contains(code) {
            guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
                throw error("half a surrogate pair")
            }
            at += 2
            let low = try hexFour()
            guard (0xDC00...0xDFFF).contains(low) else { throw error("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
        return Character(scalar)
    }

    private mutating func hexFour() throws(JSONError) -> UInt32 {
        guard bytes.count - at >= 4 else { throw error("four hex digits should stand here") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
                throw error("four hex digits should stand here")
            }
            code = code << 4 + UInt32(digit)
            at += 1
        }
        return code
    }
}
