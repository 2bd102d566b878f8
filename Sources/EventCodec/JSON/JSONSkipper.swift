/// Passing over values: as strict as reading them, without building anything.
extension JSONReader {
    /// Passes over one value.
    mutating func skipValue(depth: Int) throws(JSONError) {
        guard depth < JSON.depthLimit else { throw error("nested deeper than \(JSON.depthLimit) levels") }
        switch next {
        case UInt8(ascii: "{"): try skipMembers(depth: depth)
        case UInt8(ascii: "["): try skipElements(depth: depth)
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case .some(let byte) where byte == UInt8(ascii: "-") || (48...57).contains(byte): _ = try skipNumber()
        case .some: throw error("no value starts like this")
        case nil: throw error("the text ends where a value should stand")
        }
    }

    private mutating func skipMembers(depth: Int) throws(JSONError) {
        try eachMember { (reader: inout JSONReader, _) throws(JSONError) in try reader.skipValue(depth: depth + 1) }
    }

    private mutating func skipElements(depth: Int) throws(JSONError) {
        try eachElement { (reader: inout JSONReader) throws(JSONError) in try reader.skipValue(depth: depth + 1) }
    }

    /// Passes over an object; the body is given each name, and passes over its value.
    @inline(__always)
    mutating func eachMember(
        _ body: (inout JSONReader, StringSpan) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard next == UInt8(ascii: "{") else { throw error("an object should stand here") }
        at += 1
        skipSpace()
        if next == UInt8(ascii: "}") {
            at += 1
            return
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("a member's name should stand here, in quotes") }
            let name = try skipString()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw error("a colon should stand here") }
            at += 1
            skipSpace()
            try body(&self, name)
            skipSpace()
            switch next {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "}"):
                at += 1
                return
            default: throw error("a comma or } should stand here")
            }
        }
    }

    /// Passes over an array; the body passes over each element.
    @inline(__always)
    mutating func eachElement(_ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        guard next == UInt8(ascii: "[") else { throw error("a list should stand here") }
        at += 1
        skipSpace()
        if next == UInt8(ascii: "]") {
            at += 1
            return
        }
        while true {
            skipSpace()
            try body(&self)
            skipSpace()
            switch next {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "]"):
                at += 1
                return
            default: throw error("a comma or ] should stand here")
            }
        }
    }

    /// What stands between the quotes of a string, as it stands there.
    struct StringSpan {
        var start: Int
        var end: Int
        var hasEscapes: Bool
    }

    /// Passes over a string. Whether it is UTF-8 is the caller's to check.
    mutating func skipString() throws(JSONError) -> StringSpan {
        at += 1
        let start = at
        var hasEscapes = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                return StringSpan(start: start, end: at - 1, hasEscapes: hasEscapes)
            }
            guard byte >= 0x20 else { throw error("a control character in a string") }
            at += 1
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                var passed: [UInt8] = []
                try escape(into: &passed)
            }
        }
        throw error("a string without its closing quote")
    }
}
