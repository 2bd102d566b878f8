/// Which chips have lines that must not even be asked for unless a person names them.
///
/// The pins of a controller serve more than GPIO: a UART, a bus, the card that the
/// system runs from. The kernel shows such a pin as an input that nobody holds, and
/// some pin controllers make a GPIO of it when it is asked for (Intel) or given back
/// (BCM2835). Nothing tells the two apart that everybody may read. An expander has no
/// such pins, and neither has a simulated chip.
struct PinGuard {
    /// Before every path; empty for this machine, and a folder of a test for another.
    let root: String

    /// Buses on which chips are parts of their own.
    private static let expanderBuses: Set<String> = ["i2c", "i3c", "spi", "usb", "usb-serial", "hid"]
    private static let simulations: Set<String> = ["gpio-sim", "gpio-mockup"]

    /// Whether the lines of a chip, `gpiochip0`, may be pins of something else.
    func guards(_ chip: String) -> Bool {
        let device = "\(root)/sys/bus/gpio/devices/\(chip)/.."
        if let bus = lastName(of: device + "/subsystem"), PinGuard.expanderBuses.contains(bus) { return false }
        if let driver = lastName(of: device + "/driver"), PinGuard.simulations.contains(driver) { return false }
        return true
    }

    private func lastName(of link: String) -> String? {
        Files.target(of: link)?.split(separator: "/").last.map { String($0) }
    }
}

/// Lines of a controller's own chips that a person has named, by number or by name: those may be looked at.
public struct NamedLines: Sendable, Hashable {
    private var numbers: [ClosedRange<Int>] = []
    private var names: Set<String> = []

    /// None.
    public init() {}

    /// Lines as they are written, `4-27,GPIO40`; nil for what is no such list.
    public init?(_ text: String) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            if ends.count == 2, let first = ends[0], let last = ends[1] {
                guard first >= 0, first <= last else { return nil }
                numbers.append(first...last)
            } else if let number = Int(part) {
                guard number >= 0 else { return nil }
                numbers.append(number...number)
            } else {
                guard !part.isEmpty else { return nil }
                names.insert(String(part))
            }
        }
    }

    /// Whether a line is one of them.
    func contains(_ number: Int, _ name: String) -> Bool {
        numbers.contains { $0.contains(number) } || names.contains(name)
    }
}
