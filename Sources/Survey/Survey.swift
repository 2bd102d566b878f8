import CGPIOD
import Glibc
import LinuxIO

/// Looks at everything that a button could be wired to, and changes nothing.
///
/// A line that somebody holds is left alone, and so is every output: those are only
/// named. An input that nobody holds is ours for the length of one read, some ten
/// microseconds, as it is: its direction and its resistor stay. On the controller's
/// own chips that is done to lines alone that a person has named: see `PinGuard`. Serial
/// ports are not opened at all: to open one moves its control lines, and resets some nodes.
public struct Survey {
    /// Programs and counters of ports are looked at with every so many-th look: it takes reading all of /proc.
    private static let portInterval = 10

    private let ports = SerialPorts(root: "")
    private let pins = PinGuard(root: "")
    private let named: NamedLines
    private var knownPorts: [SurveyItem] = []
    private var looks = 0

    /// A survey of this machine; `named` are lines of the controller's own chips that may be looked at.
    public init(named: NamedLines = NamedLines()) { self.named = named }

    /// Everything there is, as it is now: each chip with its lines behind it, then ports.
    public mutating func look() -> [SurveyItem] {
        if looks % Survey.portInterval == 0 { knownPorts = ports.items() }
        looks += 1
        return Survey.chips().flatMap(items(ofChip:)) + knownPorts
    }

    /// The chips, in the order of their numbers.
    private static func chips() -> [String] {
        Files.names(in: "/dev").compactMap { name in
            name.hasPrefix("gpiochip") ? Int(name.dropFirst("gpiochip".count)) : nil
        }
        .sorted().map { "gpiochip\($0)" }
    }

    private func items(ofChip chipName: String) -> [SurveyItem] {
        let path = "/dev/" + chipName
        guard let chip = cgpiod_chip_open(path) else {
            return [SurveyItem(kind: .chip, device: path, state: .unopenable(SystemError.text(errno)))]
        }
        defer { cgpiod_chip_close(chip) }
        var label = [CChar](repeating: 0, count: Int(cgpiod_name_size))
        let count = cgpiod_chip_lines(chip, &label)
        guard count >= 0 else {
            return [SurveyItem(kind: .chip, device: path, state: .unopenable(SystemError.text(errno)))]
        }
        let name = label.withUnsafeBytes(Survey.text)
        let isGuarded = pins.guards(chipName)
        return [SurveyItem(kind: .chip, device: path, name: name, state: .lines(Int(count)))]
            + (0..<UInt32(count)).map { offset in
                var info = cgpiod_line_info()
                guard cgpiod_line_info(chip, offset, &info) == 0 else {
                    let state = SurveyItem.State.unreadable(SystemError.text(errno))
                    return SurveyItem(kind: .line, device: path, line: Int(offset), state: state)
                }
                let name = withUnsafeBytes(of: &info.name, Survey.text)
                let mayLook = !isGuarded || named.contains(Int(offset), name)
                let state = Survey.state(of: offset, on: chip, &info, mayLook: mayLook)
                return SurveyItem(kind: .line, device: path, line: Int(offset), name: name, state: state)
            }
    }

    private static func state(
        of offset: UInt32, on chip: OpaquePointer, _ info: inout cgpiod_line_info, mayLook: Bool
    ) -> SurveyItem.State {
        let isOpen = !info.is_used && !info.is_output
        if isOpen, !mayLook { return .untouched }
        // Somebody may have taken it meanwhile: what is seen here is what the seam saw.
        let level = isOpen ? cgpiod_line_look(chip, offset, &info) : -1
        let failure = errno
        let consumer = withUnsafeBytes(of: &info.consumer, text)
        switch (level, info.is_used, info.is_output) {
        case (1..., _, _): return .high
        case (0, _, _): return .low
        case (_, true, true): return .driven(by: consumer)
        case (_, true, false): return .held(by: consumer)
        case (_, false, true): return .output
        default: return .unreadable(SystemError.text(failure))
        }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
