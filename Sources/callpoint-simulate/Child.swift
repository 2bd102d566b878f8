import Glibc

/// This program once more, as a child whose lines are read as they come.
struct Child {
    let process: pid_t
    let output: Int32
    private var pending: [UInt8] = []
    /// The seed that it is at, where it said so and has not said what came of it.
    var seed: UInt64?

    /// Starts the program with these words.
    init(_ words: [String]) throws(ChildError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw ChildError(what: "pipe", number: errno) }
        // The child must not hold the reading ends of the others.
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[1])
        // A trap is told in a line; nobody reads a backtrace for each of 200 seeds.
        setenv("SWIFT_BACKTRACE", "enable=no", 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = (["callpoint-simulate"] + words).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let result = posix_spawn(&process, "/proc/self/exe", &actions, nil, arguments, environ)
        close(ends[1])
        guard result == 0 else { throw ChildError(what: "posix_spawn", number: result) }
        self.process = process
        output = ends[0]
    }

    /// The next whole lines; nil when there will be none any more.
    mutating func lines() -> [String]? {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = read(output, &buffer, buffer.count)
        if count < 0, errno == EINTR { return [] }
        guard count > 0 else { return nil }
        pending += buffer[..<count]
        var lines: [String] = []
        while let end = pending.firstIndex(of: 10) {
            lines.append(String(decoding: pending[..<end], as: UTF8.self))
            pending.removeSubrange(...end)
        }
        return lines
    }

    /// Ends it.
    func end() {
        kill(process, SIGKILL)
        _ = wait()
    }

    /// Waits for its end. Whether it ended well.
    func wait() -> Bool {
        close(output)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status == 0
    }
}

/// A child that could not be started.
struct ChildError: Error, CustomStringConvertible {
    var what: String
    var number: Int32
    var description: String {
        "callpoint-simulate: \(what): \(String(cString: strerror(number))). Try again with --jobs 1, or play one --seed."
    }
}
