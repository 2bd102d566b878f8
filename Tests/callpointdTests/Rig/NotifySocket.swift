import CLinux
import Glibc
import LinuxIO
import Testing

/// A `$NOTIFY_SOCKET` as systemd would hold it.
final class NotifySocket {
    let path: String
    private let socket: Int32
    /// What was said, each assignment by itself: `READY=1`.
    private(set) var said: [String] = []

    init(path: String) throws {
        self.path = path
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        try #require(socket >= 0)
        let result = UnixPath.with(path) { bind(socket, $0, $1) }
        try #require(result == 0)
    }

    deinit { close(socket) }

    /// Reads what has come.
    func listen() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            said += String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
        }
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
