import CallpointCore

/// Reads `button`, `tamper` and `lamp`: where on an input a wire of a call point ends.
struct WireSection {
    /// What a call point hangs on an input.
    enum Use: String {
        case button, tamper, lamp
    }

    let declared: Declared
    private var claims: [String: (callPoint: String, use: Use)] = [:]

    /// The keys that say where, by the kind of the input.
    private static let places = [
        "serial": ["address"], "gpio": ["line", "active", "bias", "debounce"], "modbus": ["slave", "bit"],
    ]

    init(declared: Declared) { self.declared = declared }

    mutating func read(_ entry: Entry, _ use: Use, of callPoint: String) -> ButtonBinding? {
        guard let table = entry.table(use == .button ? .button : .attachment), let input = table["input"],
            let name = input.identifier(),
            Declared.check(
                name, input, is: "input", among: declared.inputs.map { Set($0.keys) }, section: "inputs"),
            let known = declared.inputs?[name], let declaration = known
        else { return nil }
        if declaration.kindName == "serial", use != .button {
            return entry.refuse(
                "\(use.rawValue) is on \(name), whose nodes report by themselves", "Remove \(use.rawValue).")
        }
        noteForeignKeys(table, declaration)
        guard let (source, entry) = source(table, declaration) else { return nil }
        let binding = ButtonBinding(callPoint: CallPointID(callPoint), input: InputName(name), source: source)
        claim(binding, use, at: entry)
        return binding
    }

    private func noteForeignKeys(_ table: Table, _ declaration: InputDeclaration) {
        for (kind, keys) in Self.places.sorted(by: { $0.key < $1.key }) where kind != declaration.kindName {
            for key in keys where table.schema.key(key) != nil && table[key] != nil {
                let what = "\(key) has no meaning on \(declaration.name), which is \(declaration.kindName)"
                table.findings.mistake(table.keyPlace(key), what, "Remove it, or name another input.")
            }
        }
    }

    private func source(_ table: Table, _ declaration: InputDeclaration) -> (ButtonBinding.Source, Entry)? {
        switch declaration.kind {
        case .serial:
            guard let entry = needed("address", in: table, declaration) else { return nil }
            return address(entry).map { (.address($0), entry) }
        case .gpio:
            guard let entry = needed("line", in: table, declaration) else { return nil }
            return line(entry, table).map { (.line($0), entry) }
        case .modbus:
            guard let slave = needed("slave", in: table, declaration), let bit = needed("bit", in: table, declaration),
                let slaveNumber = slave.integer(in: 1...247), let bitNumber = bit.integer(in: 0...65_535)
            else { return nil }
            return (.bit(slave: slaveNumber, number: bitNumber), bit)
        }
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

    private func line(_ entry: Entry, _ table: Table) -> GPIOLine? {
        let number = entry.integer(in: 0...1_023)
        let active = table["active"].map { $0.choice(["high", "low"]) } ?? "high"
        let bias = table["bias"].map { $0.choice(GPIOLine.Bias.self) } ?? .asIs
        let debounce = table["debounce"].map { $0.duration(in: 0...1_000) } ?? .milliseconds(20)
        guard let number, let active, let bias, let debounce else { return nil }
        return GPIOLine(number: number, isActiveLow: active == "low", bias: bias, debounce: debounce)
    }

    /// No two wires end at one place; coils and discrete inputs of a Modbus slave are places of their own.
    private mutating func claim(_ binding: ButtonBinding, _ use: Use, at entry: Entry) {
        let isCoil = if case .bit = binding.source { use == .lamp } else { false }
        let place = binding.text + (isCoil ? "/coil" : "")
        guard let owner = claims[place] else {
            claims[place] = (binding.callPoint.text, use)
            return
        }
        let (what, own) =
            switch binding.source {
            case .address(let address): ("address \(address)", "an address")
            case .line(let line): ("gpio line \(line.number)", "a line")
            case .bit(let slave, let number): ("\(isCoil ? "coil" : "bit") \(number) of slave \(slave)", "a bit")
            }
        if owner.callPoint == binding.callPoint.text {
            entry.findings.mistake(
                entry.place, "\(what) is both \(owner.use.rawValue) and \(use.rawValue) of \(owner.callPoint)",
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
