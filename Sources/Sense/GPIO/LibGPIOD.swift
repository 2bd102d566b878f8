import CGPIOD
import CallpointCore
import Glibc
import LinuxIO

/// The machine's chips, through whichever libgpiod it has.
struct LibGPIOD: GPIOLibrary {
    var debounces: Bool { cgpiod_debounces() }

    var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The version of the library that runs: `1.6.3`.
    static var version: String { String(cString: cgpiod_version()) }

    func open(_ name: GPIOChipName) throws(GPIORefusal) -> any GPIOLines {
        switch name {
        case .path(let path): try LibGPIODLines(path: path)
        case .name(let name): try LibGPIODLines(path: "/dev/\(name)")
        case .label(let label): try LibGPIODLines(path: path(labelled: label))
        }
    }

    /// The one chip with a label: there may be none, and two expanders of a kind have the same.
    private func path(labelled label: String) throws(GPIORefusal) -> String {
        var found: [String] = []
        var others: [String] = []
        for path in LibGPIOD.devices() {
            guard let lines = try? LibGPIODLines(path: path) else { continue }
            if lines.label == label { found.append(path) } else { others.append(lines.label) }
        }
        guard let path = found.first else { throw .noLabel(label, known: others) }
        guard found.count == 1 else { throw .manyLabelled(label, paths: found) }
        return path
    }

    /// The device files of chips, in the order of their numbers.
    static func devices() -> [String] {
        guard let listing = opendir("/dev") else { return [] }
        defer { closedir(listing) }
        var numbers: [Int] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("gpiochip"), let number = Int(name.dropFirst("gpiochip".count)) { numbers.append(number) }
        }
        return numbers.sorted().map { "/dev/gpiochip\($0)" }
    }
}
