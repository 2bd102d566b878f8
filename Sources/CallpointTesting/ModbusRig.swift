import Foundation
import Glibc

/// A real Modbus bus without wires: a pair of ptys that socat holds together, and at the far end pymodbus, which is
/// nobody's relative of ours, as the slaves.
///
/// A test opens `portPath` as it would open an adapter, and says what happens: `say("set 3 0 1")`. See
/// `tools/modbus-slaves` for the words.
public final class ModbusRig {
    /// Why there can be no rig on this machine; nil where there can.
    public static let obstacle: String? = {
        let needed = [(socat, "socat"), (python, "pymodbus")]
        guard let missing = needed.first(where: { access($0.0, X_OK) != 0 }) else { return nil }
        return "\(missing.1) is not here (\(missing.0)). `make setup` installs it."
    }()

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    private static let socat = "/usr/bin/socat"
    private static let python = "\(root)/.build-venv/bin/python3"

    /// The near end: a link that leads to a tty while the adapter is plugged in.
    public var portPath: String { "\(directory)/bus" }
    /// Everything that the slaves have said since they were started last, a line each.
    public private(set) var heard: [String] = []

    private let directory: String
    private let slaves: [Int]
    private var cable: Process?
    private var far: Process?
    private var words: FileHandle?
    private var output: Int32 = -1
    private var partial: [UInt8] = []

    /// Something did not come in time.
    public struct Failure: Error, CustomStringConvertible {
        /// What.
        public let description: String

        /// A failure in words.
        public init(description: String) { self.description = description }
    }

    /// A bus that is plugged in, with slaves of these addresses on it.
    public init(slaves: [Int]) throws {
        directory = NSTemporaryDirectory() + "callpoint-modbus-\(UUID().uuidString.prefix(8))"
        self.slaves = slaves
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try plugIn()
    }

    deinit {
        pull()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Plugs the adapter in: the tty is there, and the slaves are as after a start.
    public func plugIn() throws {
        let link = "\(directory)/near", farLink = "\(directory)/far"
        // Both at once: a daemon that looks at the right moment finds a tty nobody listens to.
        cable = try start(ModbusRig.socat, ["pty,raw,echo=0,link=\(link)", "pty,raw,echo=0,link=\(farLink)"])
        try wait("socat's ttys") { access(link, F_OK) == 0 && access(farLink, F_OK) == 0 }
        let input = Pipe()
        let said = Pipe()
        far = try start(
            ModbusRig.python, ["\(ModbusRig.root)/tools/modbus-slaves", farLink] + slaves.map(String.init), input, said)
        words = input.fileHandleForWriting
        output = dup(said.fileHandleForReading.fileDescriptor)
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
        _ = fcntl(output, F_SETFD, FD_CLOEXEC)
        heard = []
        try wait("the slaves") { listen().contains("ready") }
        guard symlink(try FileManager.default.destinationOfSymbolicLink(atPath: link), portPath) == 0 else {
            throw Failure(description: "no link at \(portPath)")
        }
    }

    /// Pulls the adapter out of its socket: the tty is gone, and so is its name.
    public func pull() {
        unlink(portPath)
        for process in [cable, far].compactMap(\.self) where process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        (cable, far, words) = (nil, nil, nil)
        if output >= 0 { close(output) }
        output = -1
        for name in ["near", "far"] { unlink("\(directory)/\(name)") }
    }

    /// Has something happen, and waits until it has.
    public func say(_ command: String) throws {
        let before = listen().count { $0 == "done \(command)" }
        try words?.write(contentsOf: Data("\(command)\n".utf8))
        try wait(command) { listen().count { $0 == "done \(command)" } > before }
    }

    /// What the slaves have said until now.
    @discardableResult
    public func listen() -> [String] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while output >= 0 {
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { break }
            partial += buffer[..<count]
        }
        let lines = partial.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        heard += lines.dropLast().map { String(decoding: $0, as: UTF8.self) }
        partial = Array(lines.last ?? [])
        return heard
    }

    /// The level that was written last to a coil; nil where none was.
    public func coil(_ slave: Int, _ number: Int) -> Bool? {
        listen().last { $0.hasPrefix("coil \(slave) \(number) ") }.map { $0.hasSuffix(" 1") }
    }

    /// What a slave's coils are now, from 0.
    public func coils(of slave: Int) throws -> [Bool] {
        try say("memory \(slave)")
        let prefix = "memory \(slave) "
        return (listen().last { $0.hasPrefix(prefix) } ?? "").dropFirst(prefix.count).map { $0 == "1" }
    }

    /// Every level that was written to a coil, in order.
    public func writes(_ slave: Int, _ number: Int) -> [Bool] {
        listen().filter { $0.hasPrefix("coil \(slave) \(number) ") }.map { $0.hasSuffix(" 1") }
    }

    /// How often a slave has been read.
    public func reads(of slave: Int) -> Int { listen().count { $0 == "read \(slave)" } }

    private func start(
        _ program: String, _ arguments: [String], _ input: Pipe? = nil, _ output: Pipe? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = output ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    private func wait(_ what: String, _ isThere: () -> Bool) throws {
        for _ in 0..<20_000 {
            if isThere() { return }
            usleep(1_000)
        }
        throw Failure(description: "waited 20 s for \(what) in vain; heard: \(heard.suffix(20))")
    }
}
