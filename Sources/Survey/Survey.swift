import CGPIOD
import Glibc
import LinuxIO

/// Looks at everything that a button could be wired to, and changes nothing.
///
/// A line that somebody holds is left alone, and so is every output: those are only
/// named. An input that nobody holds is ours for the length of one read, some ten
/// microseconds, as it is: its direction and its resistor stay. Serial ports are
/// not opened at all: to open one moves its control lines, and resets some nodes.
public struct Survey {
    /// Programs and counters of ports are looked at with every so many-th look: it takes reading all of /proc.
    private static let portInterval = 10

    private let ports: SerialPorts
    private var knownPorts: [SurveyItem] = []
    private var looks = 0

    /// A survey of this machine.
    public init() { ports = SerialPorts(root: "") }

    /// Everything there is, as it is now: each chip with its lines behind it, then ports.
    public mutating func look() -> [SurveyItem] {
        if looks % Survey.portInterval == 0 { knownPorts = ports.items() }
        looks += 1
        return Survey.chips().flatMap(Survey.items(ofChip:)) + knownPorts
    }

    /// The device files of chips, in the order of their numbers.
    private static func chips() -> [String] {
        Files.names(in: "/dev").compactMap { name in
            name.hasPrefix("gpiochip") ? Int(name.dropFirst("gpiochip".count)) : nil
        }
        .sorted().map { "/dev/gpiochip\($0)" }
    }

    private static func items(ofChip path: String) -> [SurveyItem] {
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
        return [SurveyItem(kind: .chip, device: path, name: name, state: .lines(Int(count)))]
            + (0..<UInt32(count)).map { item(of: $0, on: chip, path) }
    }

    private static func item(of offset: UInt32, on chip: OpaquePointer, _ path: String) -> SurveyItem {
        var info = cgpiod_line_info()
        let level = cgpiod_line_look(chip, offset, &info)
        let failure = errno
        let name = withUnsafeBytes(of: &info.name, text)
        let consumer = withUnsafeBytes(of: &info.consumer, text)
        let state: SurveyItem.State =
            switch (level, info.is_used, info.is_output) {
            case (1..., _, _): .high
            case (0, _, _): .low
            case (_, true, true): .driven(by: consumer)
            case (_, true, false): .held(by: consumer)
            case (_, false, true): .output
            default: .unreadable(SystemError.text(failure))
            }
        return SurveyItem(kind: .line, device: path, line: Int(offset), name: name, state: state)
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
