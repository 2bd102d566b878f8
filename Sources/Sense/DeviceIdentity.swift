import CallpointCore
import Glibc
import LinuxIO

/// What tells one device behind a path from another: a name in `/dev` outlives what it stood for.
struct DeviceIdentity: Equatable {
    private var device: UInt64
    private var inode: UInt64
    private var special: UInt64

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        special = UInt64(status.st_rdev)
    }

    /// What is open; nil and errno where it cannot be looked at.
    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What a path leads to; nil and errno where it leads nowhere.
    init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Why the path no longer leads here, or nil while it does.
    func reasonGone(from path: String) -> String? {
        guard let found = DeviceIdentity(at: path) else { return SystemError.text(errno) }
        return found == self ? nil : "another device stands there now"
    }
}

extension Instant {
    /// The next whole second of the time line, or half second: what may wait is done there by all devices together.
    func next(_ step: Duration) -> Instant {
        let microseconds = step.microseconds
        return Instant(microseconds: (self.microseconds / microseconds + 1) * microseconds)
    }
}
