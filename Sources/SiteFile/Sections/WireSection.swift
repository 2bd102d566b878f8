import CallpointCore

/// Reads `button`, `tamper`, `door`, `mains`, `lamp` and `sounder`: where on an input a wire of a call point ends.
struct WireSection {
    /// What a call point hangs on an input.
    enum Use: Equatable {
        case button
        /// The normally-closed twin of a button.
        case breakContact
        /// The coil that resets a button's latch.
        case reset
        case attachment(Attachment.Role)

        var name: String {
            switch self {
            case .button: "button"
            case .breakContact: "break contact"
            case .reset: "reset"
            case .attachment(let role): role.rawValue
            }
        }

        var isOutput: Bool {
            switch self {
            case .button, .breakContact: false
            case .reset: true
            case .attachment(let role): role.isOutput
            }
        }

        /// The keys that it may have.
        var schema: SchemaTable {
            switch self {
            case .button, .breakContact, .reset: .button
            case .attachment(let role): (role.isOutput ? SchemaTable.output : .contactWire).called(role.rawValue)
            }
        }
    }

    let declared: Declared
    private var claims: [String: (callPoint: String, use: Use)] = [:]

    /// On which kinds of input a key has a meaning.
    private static let kinds: [(key: String, kinds: [String])] = [
        ("address", ["serial"]), ("line", ["gpio"]), ("active", ["gpio", "modbus"]), ("bias", ["gpio"]),
        ("debounce", ["gpio", "modbus"]), ("break_line", ["gpio"]), ("slave", ["modbus"]), ("bit", ["modbus"]),
        ("break_bit", ["modbus"]), ("reset", ["modbus"]), ("counter", ["modbus"]), ("register", ["modbus"]),
    ]

    init(declared: Declared) { self.declared = declared }

    mutating func read(_ entry: Entry, _ use: Use, of callPoint: String) -> ButtonBinding? {
        guard let table = entry.table(use.schema), let input = table["input"],
            let name = input.identifier(),
            Declared.check(
                name, input, is: "input", among: declared.inputs.map { Set($0.keys) }, section: "inputs"),
            let known = declared.inputs?[name], let declaration = known
        else { return nil }
        if declaration.kindName == "serial", use != .button { return refuseOnNodes(entry, use, input: name) }
        noteForeignKeys(table, declaration)
        guard let (source, place) = source(table, declaration, isOutput: use.isOutput) else { return nil }
        var binding = ButtonBinding(callPoint: CallPointID(callPoint), input: InputName(name), source: source)
        claim(source, binding, use, at: place)
        if case .bit(let bit) = source, let coil = bit.reset, let entry = table["reset"] {
            claim(.bit(BitWire(slave: bit.slave, number: coil)), binding, .reset, at: entry)
        }
        guard use == .button, let twin = table["break_line"] ?? table["break_bit"] else { return binding }
        guard let breakSource = self.breakSource(twin, beside: source) else { return nil }
        binding.breakSource = breakSource
        claim(breakSource, binding, .breakContact, at: twin)
        return binding
    }

    private func refuseOnNodes(_ entry: Entry, _ use: Use, input: String) -> ButtonBinding? {
        if use == .attachment(.tamper) {
            return entry.refuse("tamper is on \(input), whose nodes report it by themselves", "Remove tamper.")
        }
        return entry.refuse(
            "\(use.name) is on \(input), a line of nodes, where no wire of it ends",
            "Name an input that is gpio or modbus-rtu, or remove \(use.name).")
    }

    private func noteForeignKeys(_ table: Table, _ declaration: InputDeclaration) {
        for (key, kinds) in Self.kinds where !kinds.contains(declaration.kindName) {
            guard table.schema.key(key) != nil, table[key] != nil else { continue }
            let what = "\(key) has no meaning on \(declaration.name), which is \(declaration.kindName)"
            table.findings.mistake(table.keyPlace(key), what, "Remove it, or name another input.")
        }
    }

    private func source(
        _ table: Table, _ declaration: InputDeclaration, isOutput: Bool
    ) -> (ButtonBinding.Source, Entry)? {
        switch declaration.kind {
        case .serial:
            guard let entry = needed("address", in: table, declaration) else { return nil }
            return address(entry).map { (.address($0), entry) }
        case .gpio:
            guard let entry = needed("line", in: table, declaration) else { return nil }
            return line(entry, table, isOutput: isOutput).map { (.line($0), entry) }
        case .modbus:
            guard let slave = needed("slave", in: table, declaration) else { return nil }
            if let counter = known("counter", in: table) {
                return self.counter(slave, counter, table).map { (.counter($0), counter) }
            }
            noteVain(["register"], in: table, "has no meaning without counter")
            guard let bit = needed("bit", in: table, declaration) else { return nil }
            return self.bit(slave, bit, table, isOutput: isOutput).map { (.bit($0), bit) }
        }
    }

    /// Keys that mean nothing beside another one, or without it.
    private func noteVain(_ keys: [String], in table: Table, _ why: String) {
        for key in keys where known(key, in: table) != nil {
            table.findings.mistake(table.keyPlace(key), "\(key) \(why)", "Remove it.")
        }
    }

    /// A counter knows presses and nothing else: no level, no release, no second contact.
    private func counter(_ slave: Entry, _ counter: Entry, _ table: Table) -> CounterWire? {
        noteVain(
            ["bit", "active", "debounce", "break_bit", "reset"], in: table,
            "has no meaning beside counter, which counts presses by itself")
        let slave = slave.integer(in: 1...247)
        let number = counter.integer(in: 0...65_535)
        let register = table["register"].map { $0.choice(CounterWire.Register.self) } ?? .input
        guard let slave, let number, let register else { return nil }
        return CounterWire(slave: slave, number: number, register: register)
    }

    /// The value of a key that not every wire may have.
    private func known(_ key: String, in table: Table) -> Entry? {
        table.schema.key(key).flatMap { _ in table[key] }
    }

    private func needed(_ key: String, in table: Table, _ declaration: InputDeclaration) -> Entry? {
        if let entry = table[key] { return entry }
        let example = table.schema.key(key)?.example ?? ""
        table.findings.mistake(
            table.place, "\(declaration.name) is \(declaration.kindName), and \(key) is missing",
            "Add, for example, \(key): \(example).")
        return nil
    }

    private func address(_ entry: Entry) -> String? {
        guard let address = entry.text(limit: 100) else { return nil }
        guard (1...16).contains(address.utf8.count), address.utf8.allSatisfy(\.isASCIILetterOrDigit) else {
            return entry.refuse(
                "the address \(Entry.quoted(address)) does not fit the protocol", "Use 1 to 16 letters and digits.")
        }
        return address
    }

    /// A whole number is an offset; other text, and a number in quotes, is a name.
    private func reference(_ entry: Entry) -> LineReference? {
        if entry.isPlainNumber { return entry.integer(in: 0...1_023).map { .offset($0) } }
        guard let name = entry.text(limit: 31) else { return nil }
        guard name.utf8.count <= 31 else {
            return entry.refuse(
                "\(entry.name) \(Entry.quoted(name)) has \(name.utf8.count) bytes, and a line's name has 31 at most",
                "Write the line's offset, or its name as the chip has it.")
        }
        return .name(name)
    }

    private func line(_ entry: Entry, _ table: Table, isOutput: Bool) -> LineWire? {
        let reference = reference(entry)
        let isActiveLow = isActiveLow(table)
        guard !isOutput else {
            guard let reference, let isActiveLow else { return nil }
            return LineWire(line: reference, isActiveLow: isActiveLow, debounce: .zero)
        }
        let bias = table["bias"].map { $0.choice(LineWire.Bias.self) } ?? .asIs
        let debounce = debounce(table, without: .milliseconds(20))
        guard let reference, let isActiveLow, let bias, let debounce else { return nil }
        return LineWire(line: reference, isActiveLow: isActiveLow, bias: bias, debounce: debounce)
    }

    private func bit(_ slave: Entry, _ bit: Entry, _ table: Table, isOutput: Bool) -> BitWire? {
        let slave = slave.integer(in: 1...247)
        let number = bit.integer(in: 0...65_535)
        let isActiveLow = isActiveLow(table)
        let debounce = isOutput ? .zero : debounce(table, without: .zero)
        let reset = known("reset", in: table)
        if reset != nil {
            noteVain(
                ["debounce", "break_bit"], in: table, "has no meaning beside reset: a latch holds still by itself")
        }
        let coil = reset.map { $0.integer(in: 0...65_535) }
        guard let slave, let number, let isActiveLow, let debounce, coil == nil || coil != .some(nil) else {
            return nil
        }
        return BitWire(
            slave: slave, number: number, isActiveLow: isActiveLow, debounce: debounce, reset: coil.flatMap { $0 })
    }

    private func isActiveLow(_ table: Table) -> Bool? {
        guard let active = table["active"] else { return false }
        return active.choice(["high", "low"]).map { $0 == "low" }
    }

    private func debounce(_ table: Table, without standard: Duration) -> Duration? {
        table["debounce"].map { $0.duration(in: 0...1_000) } ?? standard
    }

    /// The normally-closed twin: read as the other contact of its button is.
    private func breakSource(_ entry: Entry, beside source: ButtonBinding.Source) -> ButtonBinding.Source? {
        switch source {
        case .address, .counter: return nil
        case .line(var wire):
            guard let reference = reference(entry) else { return nil }
            wire.line = reference
            return .line(wire)
        case .bit(var bit):
            guard let number = entry.integer(in: 0...65_535) else { return nil }
            bit.number = number
            return .bit(bit)
        }
    }

    /// No two wires end at one place; coils and discrete inputs of a Modbus slave are places of their own.
    private mutating func claim(_ source: ButtonBinding.Source, _ binding: ButtonBinding, _ use: Use, at entry: Entry) {
        let (place, what, own) =
            switch source {
            case .address(let address): ("address/\(address)", "address \(address)", "an address")
            case .line(let wire): ("line/\(wire.line)", "gpio line \(wire.line.text)", "a line")
            case .bit(let bit):
                (
                    "\(bit.slave)/\(bit.number)/\(use.isOutput)",
                    "\(use.isOutput ? "coil" : "bit") \(bit.number) of slave \(bit.slave)", "a bit"
                )
            case .counter(let counter):
                (
                    "\(counter.slave)/\(counter.register.rawValue)/\(counter.number)",
                    "\(counter.register.rawValue) register \(counter.number) of slave \(counter.slave)", "a register"
                )
            }
        let key = "\(binding.input)/\(place)"
        guard let owner = claims[key] else {
            claims[key] = (binding.callPoint.text, use)
            return
        }
        if owner.callPoint == binding.callPoint.text {
            entry.findings.mistake(
                entry.place, "\(what) is both \(owner.use.name) and \(use.name) of \(owner.callPoint)",
                "Give each \(own) of its own.")
        } else {
            entry.findings.mistake(
                entry.place, "\(what) is claimed by \(owner.callPoint) and \(binding.callPoint)",
                "Give each call point \(own) of its own.")
        }
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
