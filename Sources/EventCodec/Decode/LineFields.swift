import CallpointCore

/// The members of one object of a line, found in one pass and read by name.
///
/// Nothing is built before it is asked for. The members of a line are asked for
/// in the order in which they stand there, so a search begins behind the last find.
struct LineFields {
    private let bytes: UnsafeRawBufferPointer
    private var members: [Member] = []
    private var cursor = 0
    /// Where it stands in the line; nil for the line itself.
    private let place: Place?

    /// The member that an object within the line is, and which element of that.
    private struct Place {
        var name: StaticString
        var index: Int?
    }

    /// A member, as offsets from the start of the line.
    private struct Member {
        var nameStart: Int32
        var nameCount: Int32
        var start: Int32
        var end: Int32
        /// A string with escapes, which cannot be taken as it stands.
        var hasEscapes: Bool
    }

    /// The members of the object that fills the whole line.
    init(line bytes: UnsafeRawBufferPointer) throws(LineError) {
        self.bytes = bytes
        place = nil
        var reader = JSONReader(bytes: bytes)
        do throws(JSONError) {
            try collect(&reader)
            guard reader.at == bytes.count else { throw reader.error("text after the object") }
        } catch { throw LineError.malformed(offset: error.offset, what: error.what) }
        guard Self.isUTF8(bytes) else { throw LineError.malformed(offset: 0, what: "a line that is not UTF-8") }
    }

    /// The members of an object within a line that was found good.
    private init(_ bytes: UnsafeRawBufferPointer, at start: Int, place: Place) throws(LineError) {
        self.bytes = bytes
        self.place = place
        var reader = JSONReader(bytes: bytes)
        reader.at = start
        do throws(JSONError) { try collect(&reader) } catch {
            throw LineError.malformed(offset: error.offset, what: error.what)
        }
    }

    private mutating func collect(_ reader: inout JSONReader) throws(JSONError) {
        members.reserveCapacity(place == nil ? 40 : 6)
        try reader.eachMember { (reader: inout JSONReader, name) throws(JSONError) in
            let start = reader.at
            var hasEscapes = false
            if reader.next == UInt8(ascii: "\"") {
                hasEscapes = try reader.skipString().hasEscapes
            } else {
                try reader.skipValue(depth: 1)
            }
            let member = Member(
                nameStart: Int32(truncatingIfNeeded: name.start),
                nameCount: Int32(truncatingIfNeeded: name.end - name.start),
                start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: reader.at),
                hasEscapes: hasEscapes)
            guard !contains(member) else { throw reader.error("a member that stands there twice") }
            members.append(member)
        }
    }

    private func contains(_ member: Member) -> Bool {
        for other in members where other.nameCount == member.nameCount {
            if name(of: other).elementsEqual(name(of: member)) { return true }
        }
        return false
    }

    private func name(of member: Member) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(member.nameStart)..<Int(member.nameStart + member.nameCount)])
    }

    /// Most lines are plain ASCII, which is seen eight bytes at a time.
    private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        let highBits: UInt64 = 0x8080_8080_8080_8080
        while at + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & highBits == 0 {
            at += 8
        }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
        return rest.allSatisfy { $0 < 0x80 } || String(validating: rest, as: UTF8.self) != nil
    }

    // MARK: Finding

    private mutating func find(_ name: StaticString) -> Member? {
        for offset in members.indices {
            var index = cursor + offset
            if index >= members.count { index -= members.count }
            let member = members[index]
            guard Int(member.nameCount) == name.utf8CodeUnitCount else { continue }
            let text = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            guard self.name(of: member).elementsEqual(text) else { continue }
            cursor = index + 1
            return member
        }
        return nil
    }

    private mutating func require(_ name: StaticString) throws(LineError) -> Member {
        guard let member = find(name) else { throw LineError.missingField(path(name)) }
        return member
    }

    private func value(_ member: Member) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(member.start)..<Int(member.end)])
    }

    private func wrong(_ name: StaticString, _ what: String) -> LineError { .badField(path(name), what: what) }

    /// A member's name as errors give it: `candidates[0].unit`.
    private func path(_ name: StaticString) -> String {
        guard let place else { return "\(name)" }
        return place.index.map { "\(place.name)[\($0)].\(name)" } ?? "\(place.name).\(name)"
    }

    // MARK: Reading

    /// Whether there is such a member.
    mutating func has(_ name: StaticString) -> Bool { find(name) != nil }

    /// Whether a member stands there and is null.
    mutating func isNull(_ name: StaticString) -> Bool {
        guard let member = find(name) else { return false }
        return bytes[Int(member.start)] == UInt8(ascii: "n")
    }

    /// What stands between a string's quotes, without escapes taken away.
    mutating func rawString(_ name: StaticString) throws(LineError) -> UnsafeRawBufferPointer {
        let member = try require(name)
        guard bytes[Int(member.start)] == UInt8(ascii: "\"") else { throw wrong(name, "should be a string") }
        return UnsafeRawBufferPointer(rebasing: bytes[Int(member.start) + 1..<Int(member.end) - 1])
    }

    /// A text.
    mutating func string(_ name: StaticString) throws(LineError) -> String {
        try string(name, try require(name))
    }

    /// A text, where it stands there.
    mutating func optionalString(_ name: StaticString) throws(LineError) -> String? {
        guard let member = find(name) else { return nil }
        return try string(name, member)
    }

    private func string(_ name: StaticString, _ member: Member) throws(LineError) -> String {
        guard bytes[Int(member.start)] == UInt8(ascii: "\"") else { throw wrong(name, "should be a string") }
        if member.hasEscapes {
            var reader = JSONReader(bytes: bytes)
            reader.at = Int(member.start)
            do throws(JSONError) { return try reader.string() } catch {
                throw LineError.malformed(offset: error.offset, what: error.what)
            }
        }
        let part = UnsafeRawBufferPointer(rebasing: bytes[Int(member.start) + 1..<Int(member.end) - 1])
        return String(decoding: part, as: UTF8.self)
    }

    /// The name of a thing.
    mutating func id<Name: Identifier>(_ name: StaticString) throws(LineError) -> Name { Name(try string(name)) }

    /// The name of a thing, where it stands there.
    mutating func optionalID<Name: Identifier>(_ name: StaticString) throws(LineError) -> Name? {
        guard let text = try optionalString(name) else { return nil }
        return Name(text)
    }

    /// One of the words that the program knows.
    mutating func word<Word: RawRepresentable<String>>(_ name: StaticString) throws(LineError) -> Word {
        let text = try string(name)
        guard let word = Word(rawValue: text) else { throw wrong(name, "an unknown word \(text)") }
        return word
    }

    /// A whole number.
    mutating func integer(_ name: StaticString) throws(LineError) -> Int { try integer(name, try require(name)) }

    /// A whole number, where it stands there.
    mutating func optionalInteger(_ name: StaticString) throws(LineError) -> Int? {
        guard let member = find(name) else { return nil }
        return try integer(name, member)
    }

    private func integer(_ name: StaticString, _ member: Member) throws(LineError) -> Int {
        guard let value = Decimal.whole(value(member)) else { throw wrong(name, "should be a whole number of 64 bits") }
        return value
    }

    /// A whole number of a narrower type.
    mutating func narrow<Number: FixedWidthInteger>(_ name: StaticString) throws(LineError) -> Number {
        let value = try integer(name)
        guard let number = Number(exactly: value) else {
            throw wrong(name, "should be \(Number.min)…\(Number.max)")
        }
        return number
    }

    /// Degrees with at most seven places, in units of 1e-7 degree.
    mutating func degrees(_ name: StaticString) throws(LineError) -> Int32 {
        guard let value = Decimal.e7(value(try require(name))), let degrees = Int32(exactly: value) else {
            throw wrong(name, "should be degrees with at most seven places")
        }
        return degrees
    }

    /// A truth value.
    mutating func bool(_ name: StaticString) throws(LineError) -> Bool { try bool(name, try require(name)) }

    /// A truth value; where it does not stand there, what it is without.
    mutating func bool(_ name: StaticString, without standard: Bool) throws(LineError) -> Bool {
        guard let member = find(name) else { return standard }
        return try bool(name, member)
    }

    private func bool(_ name: StaticString, _ member: Member) throws(LineError) -> Bool {
        switch bytes[Int(member.start)] {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: throw wrong(name, "should be true or false")
        }
    }

    /// A SHA-256, written as 64 lower-case hex digits.
    mutating func digest(_ name: StaticString) throws(LineError) -> [UInt8] {
        guard let digest = HexDigest.bytes(try rawString(name)) else {
            throw wrong(name, "should be 64 lower-case hex digits")
        }
        return digest
    }

    /// Each object of a list.
    mutating func each(
        _ name: StaticString, _ body: (inout LineFields) throws(LineError) -> Void
    ) throws(LineError) {
        let member = try require(name)
        guard bytes[Int(member.start)] == UInt8(ascii: "[") else { throw wrong(name, "should be a list") }
        var starts: [Int] = []
        var reader = JSONReader(bytes: bytes)
        reader.at = Int(member.start)
        do throws(JSONError) {
            try reader.eachElement { (reader: inout JSONReader) throws(JSONError) in
                starts.append(reader.at)
                try reader.skipValue(depth: 2)
            }
        } catch { throw LineError.malformed(offset: error.offset, what: error.what) }
        for (index, start) in starts.enumerated() {
            guard bytes[start] == UInt8(ascii: "{") else { throw wrong(name, "should be a list of objects") }
            var fields = try LineFields(bytes, at: start, place: Place(name: name, index: index))
            try body(&fields)
        }
    }

    /// A list of names; empty where it does not stand there.
    mutating func names<Name: Identifier>(_ name: StaticString) throws(LineError) -> [Name] {
        guard let member = find(name) else { return [] }
        guard bytes[Int(member.start)] == UInt8(ascii: "[") else { throw wrong(name, "should be a list") }
        var names: [Name] = []
        var reader = JSONReader(bytes: bytes)
        reader.at = Int(member.start)
        do throws(JSONError) {
            try reader.eachElement { (reader: inout JSONReader) throws(JSONError) in
                names.append(Name(try reader.string()))
            }
        } catch { throw wrong(name, "should be a list of strings") }
        return names
    }

    /// A list of texts; empty where it does not stand there.
    mutating func texts(_ name: StaticString) throws(LineError) -> [String] {
        let names: [UnitID] = try names(name)
        return names.map(\.text)
    }

    /// The members of an object.
    mutating func object(_ name: StaticString) throws(LineError) -> LineFields {
        let member = try require(name)
        guard bytes[Int(member.start)] == UInt8(ascii: "{") else { throw wrong(name, "should be an object") }
        return try LineFields(bytes, at: Int(member.start), place: Place(name: name))
    }

    /// The names and whole numbers of an object that has nothing else.
    mutating func counts(_ name: StaticString) throws(LineError) -> [(name: String, count: Int)] {
        let object = try object(name)
        var counts: [(name: String, count: Int)] = []
        for member in object.members {
            guard let count = Decimal.whole(object.value(member)) else { throw wrong(name, "should be whole numbers") }
            counts.append((String(decoding: object.name(of: member), as: UTF8.self), count))
        }
        return counts
    }
}
