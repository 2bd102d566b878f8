import CallpointCore

/// Writes the members of one line, within limits.
struct LineWriter {
    var json = JSONWriter(capacity: 1_024)
    let limits: LineLimits
    /// How many texts and names were cut.
    private(set) var textsCut = 0

    init(limits: LineLimits) { self.limits = limits }

    // MARK: Members; each begins with a comma

    /// A member's name, after which its value must follow.
    mutating func member(_ name: StaticString) { append { $0.name(name) } }

    /// A whole number.
    mutating func integer(_ name: StaticString, _ value: Int64) {
        append { part in
            part.name(name)
            part.integer(value)
        }
    }

    /// A whole number.
    @inline(__always)
    mutating func integer(_ name: StaticString, _ value: Int) { integer(name, Int64(value)) }

    /// A word that the program knows: it needs no escaping.
    mutating func word(_ name: StaticString, _ value: String) {
        append { part in
            part.name(name)
            part.quoted(value)
        }
    }

    /// Appends a short part in one go: appending to an array costs more than what is appended here.
    @inline(__always)
    private mutating func append(_ write: (inout ShortPart) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ShortPart.limit) { buffer in
            var part = ShortPart(buffer: buffer)
            write(&part)
            json.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<part.count]))
        }
    }

    /// A member that stands only where it is true.
    mutating func flag(_ name: StaticString, _ value: Bool) {
        guard value else { return }
        member(name)
        json.raw("true")
    }

    /// The name of a thing.
    mutating func name(_ name: StaticString, _ value: String) {
        member(name)
        quotedName(value)
    }

    /// The name of a thing, where there is one.
    mutating func name(_ name: StaticString, _ value: (some Identifier)?) {
        if let value { self.name(name, value.text) }
    }

    /// A text for people.
    mutating func text(_ name: StaticString, _ value: String) {
        member(name)
        quote()
        say(text: value)
        quote()
    }

    /// Milliseconds twice: rounded to whole seconds for people, and as they are.
    mutating func eta(_ milliseconds: Int) {
        integer("eta_s", milliseconds / 1_000 + (milliseconds % 1_000 >= 500 ? 1 : 0))
        integer("eta_ms", milliseconds)
    }

    // MARK: Parts of strings

    @inline(__always)
    mutating func quote() { json.bytes.append(UInt8(ascii: "\"")) }

    mutating func quotedName(_ value: String) {
        quote()
        say(name: value)
        quote()
    }

    @inline(__always)
    mutating func rawWord(_ value: String) {
        var value = value
        value.withUTF8 { json.bytes.append(contentsOf: $0) }
    }

    /// Part of a string: a text for people.
    mutating func say(text value: String) {
        var value = value
        value.withUTF8 { utf8 in
            if utf8.count <= limits.text { return json.append(escaping: utf8) }
            appendCut(utf8, limit: limits.text)
        }
    }

    /// Part of a string: the name of a thing.
    mutating func say(name value: String) {
        var value = value
        value.withUTF8 { utf8 in
            if utf8.count <= limits.name { return json.append(escaping: utf8) }
            appendCut(utf8, limit: limits.name)
            json.hex(Array(Digest.sha256(UnsafeRawBufferPointer(utf8)).prefix(8)))
        }
    }

    /// The longest beginning of at most `limit` bytes that ends with a whole character, and `…`.
    private mutating func appendCut(_ utf8: UnsafeBufferPointer<UInt8>, limit: Int) {
        var end = limit
        while end > 0, utf8[end] & 0xC0 == 0x80 { end -= 1 }
        json.append(escaping: UnsafeBufferPointer(rebasing: utf8[..<end]))
        json.raw("…")
        textsCut += 1
    }
}
