import CLinux
import Glibc
import LinuxIO

/// Tells systemd how the service is, where systemd asked (`NOTIFY_SOCKET`).
///
/// Ten lines of a documented protocol (sd_notify(3)); libsystemd would bring 1 MB and four libraries for them.
struct ServiceNotifier {
    private let path: String?
    /// How often systemd wants to hear that the loop turns; nil where it does not.
    let watchdogInterval: Duration?

    /// What the environment says.
    init() {
        path = getenv("NOTIFY_SOCKET").map { String(cString: $0) }
        let microseconds = getenv("WATCHDOG_USEC").flatMap { Int64(String(cString: $0)) }
        let isOurs = getenv("WATCHDOG_PID").map { String(cString: $0) == String(getpid()) } ?? true
        // Twice in the time that systemd allows.
        watchdogInterval = isOurs ? microseconds.map { .microseconds($0 / 2) } : nil
    }

    /// Gives the service manager a copy of a descriptor, to be handed to the next start under a name. `FDPOLL=0`: it
    /// does not drop the copy when the port hangs up, which only we can tell from a port that is there.
    func keep(_ descriptor: Int32, _ name: String) { send("FDSTORE=1\nFDNAME=\(name)\nFDPOLL=0", with: descriptor) }

    /// Has the service manager close what it keeps under a name.
    func forget(_ name: String) { send("FDSTOREREMOVE=1\nFDNAME=\(name)") }

    /// Sends an assignment: `READY=1`. Nobody listening is no error.
    func send(_ text: String, with descriptor: Int32 = -1) {
        guard let path else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        // An abstract socket is written with @ and begins with a zero byte.
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        let owned = Descriptor(owning: socket)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                clinux_send_descriptor(owned.number, address, length, text, text.utf8.count, descriptor)
            }
        }
    }
}
