import CLinux
import Glibc
import LinuxIO
import Testing

/// A `$NOTIFY_SOCKET` as systemd would hold it, with the store of descriptors behind it.
final class NotifySocket {
    let path: String
    private let socket: Int32
    /// What was said, each assignment by itself: `READY=1`.
    private(set) var said: [String] = []
    /// What is kept for the next start, oldest first.
    private(set) var store: [Stored] = []

    /// A descriptor in the store.
    struct Stored {
        var name: String
        var descriptor: Int32
        var isPolled: Bool
    }

    init(path: String) throws {
        self.path = path
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        try #require(socket >= 0)
        let result = UnixPath.with(path) { bind(socket, $0, $1) }
        try #require(result == 0)
    }

    deinit {
        close(socket)
        empty()
    }

    /// Reads what has come.
    func listen() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            var descriptors = [Int32](repeating: -1, count: 4)
            var held: Int32 = 0
            let count = clinux_receive_descriptors(socket, &buffer, buffer.count, &descriptors, 4, &held)
            guard count > 0 else { return }
            let words = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
            said += words
            keep(Array(descriptors[..<Int(held)]), words)
        }
    }

    /// What sd_pid_notify_with_fds(3) says that a service manager does.
    private func keep(_ descriptors: [Int32], _ words: [String]) {
        let name = words.first { $0.hasPrefix("FDNAME=") }.map { String($0.dropFirst("FDNAME=".count)) } ?? "stored"
        if words.contains("FDSTOREREMOVE=1") {
            for stored in store where stored.name == name { close(stored.descriptor) }
            store.removeAll { $0.name == name }
        }
        for descriptor in descriptors {
            guard words.contains("FDSTORE=1") else {
                close(descriptor)
                continue
            }
            store.append(Stored(name: name, descriptor: descriptor, isPolled: !words.contains("FDPOLL=0")))
        }
    }

    /// Lets go of all that is kept: the service was stopped, and not for a restart.
    func empty() {
        for stored in store { close(stored.descriptor) }
        store = []
    }

    /// Keeps what is kept under a name under another one.
    func rename(_ name: String, to other: String) {
        for index in store.indices where store[index].name == name { store[index].name = other }
    }

    /// How often something was said so far.
    func count(of word: String) -> Int {
        listen()
        return said.count { $0 == word }
    }
}

/// The address of a Unix socket.
enum UnixPath {
    static func with<T>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        precondition(name.count < MemoryLayout.size(ofValue: address.sun_path), "a path that fits")
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
