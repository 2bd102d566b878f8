import Glibc
import LinuxIO

/// Why a chip or a line is not had, in words that go into a fault: what, and what to do, each without its full stop.
struct GPIORefusal: Error, Hashable {
    var what: String
    var remedy: String
}

extension GPIORefusal {
    /// A device that is no chip, or that is not there.
    static func unopenable(_ path: String, number: Int32) -> GPIORefusal {
        let remedy =
            switch number {
            case EACCES, EPERM: "Give the chip's device to the group callpoint, as 60-callpoint.rules does"
            case ENOTTY, EINVAL, ENODEV: "Name a GPIO chip in devices.yaml (`gpiodetect` lists them)"
            default: "Check the chip and `gpio:` in devices.yaml (`gpiodetect` lists the chips)"
            }
        return GPIORefusal(what: "\(path) cannot be opened: \(SystemError.text(number))", remedy: remedy)
    }

    /// No chip has a label; `known` are the labels that there are.
    static func noLabel(_ label: String, known: [String]) -> GPIORefusal {
        let known = known.isEmpty ? "There is no chip at all" : "There are \(known.joined(separator: ", "))"
        return GPIORefusal(what: "no chip has the label \(label)", remedy: "\(known); correct `label:` in devices.yaml")
    }

    /// More chips than one have a label, as two expanders of a kind do.
    static func manyLabelled(_ label: String, paths: [String]) -> GPIORefusal {
        GPIORefusal(
            what: "\(paths.joined(separator: " and ")) have the label \(label)",
            remedy: "Name one by its place instead, `chip: /dev/callpoint/gpio/…`")
    }

    /// The chip is smaller than the site file thinks.
    static func noLine(_ offset: Int, of path: String, count: Int) -> GPIORefusal {
        GPIORefusal(
            what: "\(path) has \(count) lines and no line \(offset)",
            remedy: "Lines count from 0 (`gpioinfo` lists them); correct `line:` in devices.yaml")
    }

    /// No line, or more lines than one, has a name.
    static func noName(_ name: String, of path: String, found: [Int]) -> GPIORefusal {
        let lines = found.map { "\($0)" }.joined(separator: " and ")
        return GPIORefusal(
            what: found.isEmpty
                ? "no line of \(path) is called \(name)" : "lines \(lines) of \(path) are both called \(name)",
            remedy: "Write the line's offset in devices.yaml (`gpioinfo` lists both)")
    }

    /// Somebody else has the line; `consumer` is empty for one without a name.
    static func held(_ offset: Int, of path: String, by consumer: String) -> GPIORefusal {
        GPIORefusal(
            what: "line \(offset) of \(path) is held by " + (consumer.isEmpty ? "the kernel" : "\"\(consumer)\""),
            remedy: "Stop that program or driver, or wire another line; it is tried again every second")
    }

    /// The system refused the line for another reason.
    static func unavailable(_ offset: Int, of path: String, number: Int32) -> GPIORefusal {
        let hasNoEdges = [ENXIO, ENODEV, EOPNOTSUPP].contains(number)
        return GPIORefusal(
            what: "line \(offset) of \(path) \(hasNoEdges ? "cannot tell its edges" : "cannot be had"): "
                + SystemError.text(number),
            remedy: hasNoEdges
                ? "Wire a line that has an interrupt, or the interrupt of the expander to the controller"
                : "Look at what `gpioinfo` says of it")
    }

    /// The line is had, and cannot be read or driven.
    static func failing(isOutput: Bool, number: Int32) -> GPIORefusal {
        GPIORefusal(
            what: "the line cannot be \(isOutput ? "driven" : "read"): \(SystemError.text(number))",
            remedy: "Check wiring and supply of the expander; it is tried again every second")
    }

    /// The process has no descriptor left.
    static func outOfDescriptors(_ error: SystemError) -> GPIORefusal {
        GPIORefusal(what: "\(error)", remedy: "Raise LimitNOFILE= of callpointd.service")
    }
}
