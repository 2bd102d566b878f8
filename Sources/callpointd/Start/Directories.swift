import Glibc
import LinuxIO

/// The directories that the daemon keeps, and its claim on them.
enum Directories {
    /// Makes what is missing and takes the state directory for this process alone.
    ///
    /// The claim is a lock that the kernel drops when the process ends, however it ends.
    static func prepare(_ settings: DaemonSettings) throws {
        for path in [settings.stateDirectory, settings.logDirectory, settings.runDirectory] { try make(path) }
        let path = settings.stateDirectory + "/lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard file >= 0 else {
            throw StartError("\(SystemError("open", on: path)). Make the directory writable for the daemon's user.")
        }
        // Never closed: the lock lasts as long as the process.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw StartError(
                "\(settings.stateDirectory): another callpointd uses it. Stop that one, or give this one --state of its own."
            )
        }
    }

    private static func make(_ path: String) throws {
        var prefix = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            prefix += prefix.isEmpty || prefix == "/" ? String(part) : "/\(part)"
            guard mkdir(prefix, 0o750) == 0 || errno == EEXIST || access(prefix, X_OK) == 0 else {
                throw StartError(
                    "\(SystemError("mkdir", on: prefix)). Make it by hand for the daemon's user, or name another directory."
                )
            }
        }
    }
}
