import CLinux
import Glibc
import LinuxIO

/// A program that the demo started, and ends.
final class Child {
    let name: String
    let processID: pid_t
    /// Where to write what the program reads; −1 where it reads nothing of ours.
    private var input: Int32 = -1
    /// What the program writes, where it is caught.
    private var output: Int32 = -1
    private var pending: [UInt8] = []
    private(set) var hasEnded = false

    /// Starts a program. Its output is caught, or goes to ours; what it says on standard error goes to a file.
    init(_ name: String, _ words: [String], catchesOutput: Bool, errorFile: String) throws {
        self.name = name
        var inputs: [Int32] = [-1, -1]
        var outputs: [Int32] = [-1, -1]
        guard pipe(&inputs) == 0, pipe(&outputs) == 0 else { throw DemoError("\(SystemError("pipe", on: name))") }
        for end in [inputs[1], outputs[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputs[0], STDIN_FILENO)
        if catchesOutput { posix_spawn_file_actions_adddup2(&actions, outputs[1], STDOUT_FILENO) }
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorFile, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        for end in [inputs[0], outputs[1]] { posix_spawn_file_actions_addclose(&actions, end) }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let result = posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
        Glibc.close(inputs[0])
        Glibc.close(outputs[1])
        guard result == 0 else { throw DemoError("\(SystemError("posix_spawn", on: words[0], number: result))") }
        processID = process
        input = inputs[1]
        output = outputs[0]
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    /// Gives the program a line.
    func tell(_ line: String) {
        var bytes = Array((line + "\n").utf8)
        _ = write(input, &bytes, bytes.count)
    }

    /// A line that the program wrote, once it is whole; nil after so many milliseconds.
    func line(withinMilliseconds limit: Int32) -> String? {
        let end = MonotonicClock.kernelMicroseconds + Int64(limit) * 1_000
        while true {
            if let newline = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeSubrange(...newline) }
                return String(decoding: pending[..<newline], as: UTF8.self)
            }
            let left = (end - MonotonicClock.kernelMicroseconds) / 1_000
            guard left >= 0 else { return nil }
            var wait = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            _ = poll(&wait, 1, Int32(clamping: left))
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = read(output, &buffer, buffer.count)
            if count > 0 { pending += buffer[..<count] }
            if count == 0 { return nil }
        }
    }

    /// The program's exit status, once it has ended within so many milliseconds.
    func status(withinMilliseconds limit: Int) -> Int32? {
        for _ in 0...max(0, limit / 10) {
            var status: Int32 = 0
            if hasEnded || waitpid(processID, &status, WNOHANG) == processID {
                hasEnded = true
                return (status >> 8) & 0xFF
            }
            usleep(10_000)
        }
        return nil
    }

    /// Asks the program to end, and makes it after two seconds.
    func end() {
        guard !hasEnded else { return }
        Glibc.close(input)
        kill(processID, SIGTERM)
        if status(withinMilliseconds: 2_000) == nil {
            kill(processID, SIGKILL)
            _ = status(withinMilliseconds: 2_000)
        }
        Glibc.close(output)
    }
}
