import Glibc

/// The serial ports of a machine, from what /sys and /proc say of them; none is opened.
struct SerialPorts {
    /// Before every path; empty for this machine, and a folder of a test for another.
    let root: String

    /// The ports, in the order of their names' numbers.
    func items() -> [SurveyItem] {
        let names = Files.names(in: root + "/sys/class/tty").filter(isPort).sorted { order($0) < order($1) }
        guard !names.isEmpty else { return [] }
        let users = users(of: Set(names.map { "/dev/" + $0 }))
        let stable = stableNames()
        let drivers = TTYDrivers(Files.text(of: root + "/proc/tty/drivers") ?? "")
        return names.map { name in
            let device = "/dev/" + name
            let received = drivers.place(of: device).flatMap { driver, number in
                Files.text(of: root + "/proc/tty/driver/" + driver).flatMap { TTYDrivers.received(number, in: $0) }
            }
            return SurveyItem(
                kind: .port, device: device, name: stable[name] ?? "",
                state: .port(users: users[device] ?? [], received: received))
        }
    }

    /// Whether a tty is hardware: a console or a pseudo-terminal has no device behind it, and a legacy port that is not
    /// there has the type 0.
    private func isPort(_ name: String) -> Bool {
        let folder = root + "/sys/class/tty/" + name
        guard Files.exists(folder + "/device") else { return false }
        return Files.text(of: folder + "/type")?.prefix { $0.isNumber } != "0"
    }

    /// `ttyS10` behind `ttyS9`.
    private func order(_ name: String) -> (String, Int) {
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        return (String(name.dropLast(digits)), Int(name.suffix(digits)) ?? 0)
    }

    /// Names below /dev that stay when ports are plugged in another order, by the tty's name.
    private func stableNames() -> [String: String] {
        var found: [String: String] = [:]
        for folder in ["/dev/serial/by-id", "/dev/serial/by-path", "/dev/callpoint/by-path"] {
            for link in Files.names(in: root + folder).sorted() {
                guard let target = Files.target(of: "\(root)\(folder)/\(link)") else { continue }
                found[String(target.split(separator: "/").last ?? "")] = "\(folder)/\(link)"
            }
        }
        return found
    }

    /// Programs that have one of these devices open, each once; those of other people only as root.
    private func users(of devices: Set<String>) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for process in Files.names(in: root + "/proc").compactMap({ Int($0) }).sorted() {
            let folder = "\(root)/proc/\(process)"
            for number in Files.names(in: folder + "/fd") {
                guard let target = Files.target(of: "\(folder)/fd/\(number)"), devices.contains(target) else {
                    continue
                }
                let name = (Files.text(of: folder + "/comm") ?? "").prefix { $0 != "\n" }
                let user = "\(name) (\(process))"
                if found[target]?.contains(user) != true { found[target, default: []].append(user) }
            }
        }
        return found
    }
}

/// Which driver has which ttys (/proc/tty/drivers), and what those that tell have received.
struct TTYDrivers {
    private let drivers: [(name: String, prefix: String)]

    init(_ text: String) {
        // serial               /dev/ttyS       4 64-67 serial
        drivers = text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.count >= 5 && words.last == "serial" ? (String(words[0]), String(words[1])) : nil
        }
    }

    /// A device's driver, and its number there.
    func place(of device: String) -> (driver: String, number: Int)? {
        for (name, prefix) in drivers where device.hasPrefix(prefix) {
            if let number = Int(device.dropFirst(prefix.count)) { return (name, number) }
        }
        return nil
    }

    /// Bytes that a port has received, in what its driver says: `0: uart:16550A port:000003F8 irq:4 tx:12 rx:345 RTS|DTR`.
    static func received(_ number: Int, in text: String) -> Int? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("\(number):") }) else { return nil }
        return line.split(separator: " ").first { $0.hasPrefix("rx:") }.flatMap { Int($0.dropFirst(3)) }
    }
}
