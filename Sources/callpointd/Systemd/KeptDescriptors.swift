import CallpointCore
import Glibc
import Sense
import SiteFile

/// Descriptors that the service manager kept open over a restart and handed to us, by their names
/// (sd_listen_fds_with_names(3), FileDescriptorStoreMax= in the unit).
struct KeptDescriptors {
    private var held: [String: Int32] = [:]

    /// The first number that the service manager hands on.
    private static let firstNumber: Int32 = 3
    /// More than that are no descriptors of ours.
    private static let countLimit: Int32 = 4_096

    /// Takes over what the environment names, and takes it out of the environment.
    init() {
        defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
        guard KeptDescriptors.text("LISTEN_PID") == String(getpid()),
            let count = KeptDescriptors.text("LISTEN_FDS").flatMap({ Int32($0) }),
            (1...KeptDescriptors.countLimit).contains(count)
        else { return }
        let names = (KeptDescriptors.text("LISTEN_FDNAMES") ?? "").split(
            separator: ":", omittingEmptySubsequences: false)
        for index in 0..<count {
            let number = KeptDescriptors.firstNumber + index
            // Not for the children that we do not have, and a sign that it is open at all.
            guard fcntl(number, F_SETFD, FD_CLOEXEC) == 0 else { continue }
            let name = names.indices.contains(Int(index)) ? String(names[Int(index)]) : ""
            if let double = held.updateValue(number, forKey: name) { close(double) }
        }
    }

    private static func text(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// The descriptor of a name, once; the caller closes it.
    mutating func take(_ name: String) -> Int32? { held.removeValue(forKey: name) }

    /// Names of what nobody has taken.
    var names: [String] { held.keys.sorted() }

    /// Under which name the service manager keeps the port of an input: ASCII without colons, at most 255 bytes. Nil
    /// for an input whose name is too long for that; its port is opened anew.
    static func name(of input: InputName) -> String? {
        var name = "port-"
        for byte in input.text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                name += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return name.utf8.count <= 255 ? name : nil
    }
}

// MARK: - Ports over a restart

extension Daemon {
    /// Which of the descriptors that the service manager kept are still the ports that the site file names. The
    /// others are let go: their port was pulled meanwhile, or nobody asks for it any more.
    func claimKeptPorts() {
        var kept = KeptDescriptors()
        for input in configuration.inputs {
            guard case .serial(let line) = input.kind, let name = KeptDescriptors.name(of: input.name),
                let descriptor = kept.take(name)
            else { continue }
            if SerialPort.fits(descriptor, path: line.path) {
                keptPorts[input.name] = descriptor
            } else {
                letGo(descriptor, name)
            }
        }
        for name in kept.names {
            if let descriptor = kept.take(name) { letGo(descriptor, name) }
        }
    }

    private func letGo(_ descriptor: Int32, _ name: String) {
        SerialPort.letGo(descriptor)
        notifier.forget(name)
    }

    /// Has the service manager keep the ports that are open, and forget those that are lost.
    func keepPorts() {
        for device in devices.turnovers() {
            guard let port = device as? SerialPort else { continue }
            keep(port)
        }
    }

    private func keep(_ port: SerialPort) {
        guard let name = KeptDescriptors.name(of: port.name) else { return }
        // A port that was taken over is kept already.
        if port.isTakenOver, port.descriptor != nil { return }
        notifier.forget(name)
        if let descriptor = port.descriptor { notifier.keep(descriptor, name) }
    }

    /// Has the service manager forget the port of an input that is no more.
    func forgetPort(of input: InputName) {
        if let name = KeptDescriptors.name(of: input) { notifier.forget(name) }
    }
}
