import CLinux
import Glibc
import LinuxIO

/// The socket's file, and who may open it.
struct ListeningSocket: ~Copyable {
    let descriptor: Descriptor
    let path: String
    private let device: UInt
    private let inode: UInt

    /// Binds a path and listens. A file that nobody listens on any more is replaced.
    ///
    /// Rights are set between bind and listen: until then every caller is refused.
    init(path: String, mode: UInt32, group: UInt32?) throws(ControlError) {
        let descriptor = Descriptor(owning: try UnixAddress.socket(for: path))
        try ListeningSocket.clear(path)
        try UnixAddress.bind(descriptor.number, to: path)
        let status = try ListeningSocket.listen(descriptor.number, path: path, mode: mode, group: group)
        self.init(
            descriptor: descriptor, path: path, device: UInt(status.st_dev), inode: UInt(status.st_ino))
    }

    private init(descriptor: consuming Descriptor, path: String, device: UInt, inode: UInt) {
        self.descriptor = descriptor
        self.path = path
        self.device = device
        self.inode = inode
    }

    private static func listen(
        _ number: Int32, path: String, mode: UInt32, group: UInt32?
    ) throws(ControlError) -> stat {
        if let group, chown(path, uid_t.max, group) != 0 { throw unusable(path, "chown to group \(group)") }
        guard chmod(path, mode) == 0 else { throw unusable(path, "chmod") }
        guard Glibc.listen(number, 128) == 0 else { throw unusable(path, "listen") }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw unusable(path, "lstat") }
        return status
    }

    /// Removes the file, unless somebody else has put theirs in its place.
    deinit {
        var status = stat()
        if lstat(path, &status) == 0, UInt(status.st_dev) == device, UInt(status.st_ino) == inode { unlink(path) }
    }

    /// Makes way for a new socket; throws where somebody answers, or where the file is no socket.
    private static func clear(_ path: String) throws(ControlError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ControlError(
                .unusable, path: path, "a file that is no socket stands there.",
                remedy: "Move it away, or give another --run directory.")
        }
        let probe = Descriptor(owning: try UnixAddress.socket(for: path))
        switch UnixAddress.connect(probe.number, to: path) {
        case 0, EAGAIN, EINPROGRESS:
            throw ControlError(
                .inUse, path: path, "another callpointd answers there.",
                remedy: "Stop it first (systemctl stop callpointd), or give another --run directory.")
        case ECONNREFUSED, ENOENT: unlink(path)
        case let number:
            throw ControlError(
                .unusable, path: path, "cannot tell who owns it: \(SystemError.text(number)).",
                remedy: "Run as the account that owns it, or remove it.")
        }
    }

    private static func unusable(_ path: String, _ call: String) -> ControlError {
        ControlError(
            .unusable, path: path, "\(call) failed: \(SystemError.text(errno)).",
            remedy: "Check that the directory exists and is the daemon's own.")
    }
}

/// Addresses of Unix sockets, as the system calls take them.
enum UnixAddress {
    /// Longest path in bytes: the kernel's structure has 108, one of them for the closing zero.
    static let pathLimit = 107

    /// A stream socket for a path; the caller closes it.
    static func socket(for path: String, blocking: Bool = false) throws(ControlError) -> Int32 {
        guard (1...pathLimit).contains(path.utf8.count) else {
            throw ControlError(
                .unusable, path: path, "the path has \(path.utf8.count) bytes, and a socket's may have \(pathLimit).",
                remedy: "Give a shorter --run directory.")
        }
        var type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        if !blocking { type |= Int32(SOCK_NONBLOCK.rawValue) }
        let number = Glibc.socket(AF_UNIX, type, 0)
        guard number >= 0 else {
            throw ControlError(
                .unusable, path: path, "no socket could be made: \(SystemError.text(errno)).",
                remedy: "Raise the limit on open files.")
        }
        return number
    }

    /// Binds; throws what the system says.
    static func bind(_ number: Int32, to path: String) throws(ControlError) {
        let failure = with(path) { Glibc.bind(number, $0, $1) == 0 ? 0 : errno }
        guard failure == 0 else {
            throw ControlError(
                .unusable, path: path, "bind failed: \(SystemError.text(failure)).",
                remedy: "Check that the directory exists and that this account may write there.")
        }
    }

    /// Connects; 0, or the system's error number.
    static func connect(_ number: Int32, to path: String) -> Int32 {
        with(path) { Glibc.connect(number, $0, $1) == 0 ? 0 : errno }
    }

    private static func with(_ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(pathLimit)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
                call(rebound, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
