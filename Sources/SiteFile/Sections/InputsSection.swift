import CallpointCore

/// Reads `inputs`.
enum InputsSection {
    /// Most inputs of a site.
    static let limit = 64

    static func read(_ entry: Entry?, _ declared: inout Declared) -> [InputDeclaration] {
        guard let entry, let named = entry.named("input", limit: limit) else { return [] }
        var inputs: [String: InputDeclaration?] = [:]
        var owners: [String: String] = [:]
        for (name, place, entry) in named {
            let declaration = input(name, entry)
            inputs[name] = .some(declaration)
            guard let declaration else { continue }
            if let owner = owners[declaration.location] {
                entry.findings.mistake(
                    place, "the inputs \(owner) and \(name) are both \(declaration.location)",
                    "Give each input a port of its own.")
            }
            owners[declaration.location] = name
        }
        declared.inputs = inputs
        return inputs.values.compactMap(\.self).sorted { $0.name < $1.name }
    }

    private static func input(_ name: String, _ entry: Entry) -> InputDeclaration? {
        guard let table = entry.table(.input) else { return nil }
        let kind: InputDeclaration.Kind?
        switch (table["serial"], table["gpio"]) {
        case (let serial?, nil): kind = self.serial(serial)
        case (nil, let gpio?): kind = self.gpio(gpio)
        case (nil, nil):
            kind = entry.refuse("the input \(name) is neither serial nor gpio", "Add one of them.")
        case (_?, _?): kind = entry.refuse("the input \(name) is both serial and gpio", "Remove one of them.")
        }
        return kind.map { InputDeclaration(name: InputName(name), kind: $0) }
    }

    private static func serial(_ entry: Entry) -> InputDeclaration.Kind? {
        guard let table = entry.table(.serial) else { return nil }
        let path = table["port"].flatMap(devicePath)
        guard let proto = table["protocol"].map({ $0.choice(SerialProtocol.self) }) ?? .sentence else { return nil }
        switch proto {
        case .sentence: return sentences(table, path)
        case .modbus: return modbus(table, path)
        }
    }

    private static func sentences(_ table: Table, _ path: String?) -> InputDeclaration.Kind? {
        let baud = table["baud"].map(self.baud) ?? 115_200
        for name in ["parity", "poll", "timeout", "rs485"] where table[name] != nil {
            table.findings.mistake(
                table.keyPlace(name), "\(name) has no meaning for protocol sentence",
                "Remove it: sentence lines are 8N1, and nodes speak unasked.")
        }
        let beat = table["heartbeat"]
        let heartbeat =
            beat.map { $0.isOff ? nil : $0.duration(in: 1_000...86_400_000) }
            ?? SentenceLine.standardHeartbeat
        guard let path, let baud else { return nil }
        return .serial(SentenceLine(path: path, baud: baud, heartbeat: heartbeat))
    }

    private static func modbus(_ table: Table, _ path: String?) -> InputDeclaration.Kind? {
        let baud = table["baud"].map(self.baud) ?? 9_600
        let parity = table["parity"].map { $0.choice(SerialParity.self) } ?? .even
        let poll = table["poll"].map { $0.duration(in: 10...10_000) } ?? .milliseconds(50)
        let timeout = table["timeout"].map { $0.duration(in: 10...5_000) } ?? ModbusLine.standardTimeout
        let isRS485 = table["rs485"].map { $0.bool() } ?? false
        if table["heartbeat"] != nil {
            table.findings.mistake(
                table.keyPlace("heartbeat"), "heartbeat has no meaning for protocol modbus-rtu",
                "Remove it: a slave that does not answer within timeout is offline.")
        }
        guard let path, let baud, let parity, let poll, let timeout, let isRS485 else { return nil }
        return .modbus(
            ModbusLine(path: path, baud: baud, parity: parity, poll: poll, timeout: timeout, isRS485: isRS485))
    }

    private static func baud(_ entry: Entry) -> Int? {
        guard let baud = entry.integer(in: 1...10_000_000) else { return nil }
        guard SerialBaud.all.contains(baud) else {
            let known = SerialBaud.all.map { "\($0)" }.joined(separator: ", ")
            return entry.refuse("baud is \(baud), which no port here has", "Write one of \(known).")
        }
        return baud
    }

    private static func devicePath(_ entry: Entry) -> String? {
        guard let path = entry.text(limit: 255) else { return nil }
        guard path.hasPrefix("/"), path.utf8.count <= 255, !path.hasSuffix("/"), !path.contains("\0") else {
            return entry.refuse("\(entry.name) \(Entry.quoted(path)) is not the whole path of a device")
        }
        return path
    }

    private static func gpio(_ entry: Entry) -> InputDeclaration.Kind? {
        guard let table = entry.table(.gpio) else { return nil }
        switch (table["chip"], table["label"]) {
        case (let chip?, nil):
            guard let text = chip.text(limit: 255) else { return nil }
            return text.hasPrefix("/")
                ? devicePath(chip).map { .gpio(.path($0)) } : chip.identifier().map { .gpio(.name($0)) }
        case (nil, let label?): return label.text(limit: 31).map { .gpio(.label($0)) }
        case (nil, nil):
            return entry.refuse("gpio names no chip", "Add, for example, chip: gpiochip0, or a label.")
        case (_?, _?): return entry.refuse("gpio has both chip and label", "Remove one of them.")
        }
    }
}
