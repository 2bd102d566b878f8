import CLinux
import CallpointCore
import Glibc
import LinuxIO
import Testing

/// The real `callpointd`, or another of the programs, started by a test, and ended by its own process id.
final class DaemonProcess {
    let processID: pid_t
    let startedAt = MonotonicClock().now
    private(set) var ending: Ending?

    /// How a process ended.
    enum Ending: Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// The programs stand beside the test bundle, or where `CALLPOINT_PROGRAMS` says: those of an optimised build.
    static let programs: String = {
        if let folder = getenv("CALLPOINT_PROGRAMS") { return String(cString: folder) }
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }()

    /// Starts a program with an environment of its own; what it says on either output goes to the end of a file.
    /// `descriptors` are its 3, 4, …. With a terminal that is what it hears and where it speaks, and it is in a session of
    /// its own, so that keys that stop a program stop this one.
    init(
        _ words: [String], environment: [String: String], outputFile: String, descriptors: [Int32] = [],
        isOnTerminal: Bool = false
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let input = isOnTerminal ? outputFile : "/dev/null"
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, outputFile, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        // Away from the numbers that they are to have.
        let copies = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 200) }
        defer { for copy in copies { close(copy) } }
        for (index, copy) in copies.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, copy, 3 + Int32(index))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Test threads block all signals; a service manager does not hand that on.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // POSIX_SPAWN_SETSID, which glibc shows to GNU sources alone.
        let session: Int32 = isOnTerminal ? 0x80 : 0
        posix_spawnattr_setflags(&attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | session))
        let pairs = environment.map { "\($0.key)=\($0.value)" }.sorted()
        var process = pid_t()
        let result = DaemonProcess.withPointers(words) { arguments in
            DaemonProcess.withPointers(pairs) { environment in
                posix_spawn(&process, words[0], &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else { throw SystemError("posix_spawn", on: words[0], number: result) }
        processID = process
    }

    deinit { kill() }

    private static func withPointers<T>(
        _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> T
    ) -> T {
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(&pointers)
    }

    /// Whether it still runs.
    var isRunning: Bool { collect() == nil }

    /// How it ended, where it has.
    private func collect() -> Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        guard waitpid(processID, &status, WNOHANG) == processID else { return nil }
        let signal = status & 0x7F
        ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
        return ending
    }

    /// Sends a signal to it, while it is ours to send one to.
    func signal(_ number: Int32) {
        guard isRunning else { return }
        _ = Glibc.kill(processID, number)
    }

    /// How it ends within a time; nil where it goes on.
    func end(within limit: Duration) -> Ending? {
        _ = eventually(within: limit) { collect() != nil }
        return ending
    }

    /// `kill -9`, and the end.
    func kill() {
        signal(SIGKILL)
        _ = end(within: patience)
    }

    /// Whether all of it stands still after SIGSTOP.
    var isStopped: Bool { field(0) == "T" }

    /// Processor time it has used so far, in ticks of 10 ms.
    var processorTicks: Int { (Int(field(11)) ?? 0) + (Int(field(12)) ?? 0) }

    /// What the kernel says of it, by place after its name (proc_pid_stat(5)).
    private func field(_ index: Int) -> Substring {
        let fields = DaemonProcess.text(of: "/proc/\(processID)/stat").split(separator: ")").last?
            .split(separator: " ")
        guard let fields, fields.count > index else { return "" }
        return fields[index]
    }

    static func text(of path: String) -> String { String(decoding: bytes(of: path), as: UTF8.self) }

    /// A file's bytes from an offset on; none where it is not there.
    static func bytes(of path: String, from offset: Int = 0) -> [UInt8] {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return [] }
        let file = Descriptor(owning: number)
        if offset > 0 { lseek(file.number, off_t(offset), SEEK_SET) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file.number, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }
}
