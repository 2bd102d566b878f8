import CLinux
import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Record
import Sense
import Testing

/// A roadside kiosk for one test: directories, a site file, a line of nodes, and the real daemon.
final class Kiosk {
    let directory: String
    private(set) var line: NodeLine
    let log: LogBook
    let notify: NotifySocket
    private(set) var daemon: DaemonProcess?
    /// Added to the daemon's command line.
    var flags: [String] = []
    /// Added to the daemon's environment.
    var environment: [String: String] = [:]
    /// Put before the daemon's command line: `strace …`.
    var wrapper: [String] = []
    private var armings = 0

    init(_ site: SiteText = SiteText()) throws {
        var template = Array("\(P_tmpdir)/callpointd-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        directory = String(cString: try #require(made))
        for name in ["state", "log", "run"] { mkdir("\(directory)/\(name)", 0o755) }
        line = try NodeLine()
        log = LogBook(path: "\(directory)/log/events.jsonl")
        notify = try NotifySocket(path: "\(directory)/notify")
        try write(site)
        try plugIn(line)
    }

    deinit { remove() }

    private func remove() {
        daemon?.kill()
        let words = ["/bin/rm", "-rf", "--", directory]
        _ = try? DaemonProcess(words, environment: [:], outputFile: "/dev/null").end(within: .seconds(10))
    }

    var siteFile: String { "\(directory)/devices.yaml" }
    var state: String { "\(directory)/state" }
    var logDirectory: String { "\(directory)/log" }
    /// What the daemon said on standard error, over all its starts.
    var said: String { DaemonProcess.text(of: "\(directory)/stderr") }

    /// The journal's segments, oldest first.
    var segments: [String] {
        journalFiles.filter { $0.hasPrefix("journal-") && $0.hasSuffix(".db") }.sorted().map {
            "\(state)/journal/\($0)"
        }
    }

    /// The segments that were set aside, without what SQLite keeps beside them.
    var filesSetAside: [String] {
        journalFiles.filter { name in
            guard let mark = name.ranges(of: ".set-aside-").first else { return false }
            return name[mark.upperBound...].allSatisfy { "0"..."9" ~= $0 }
        }
    }

    private var journalFiles: [String] {
        guard let listing = opendir("\(state)/journal") else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }

    /// Writes the site file anew.
    func write(_ site: SiteText) throws { try write(site.yaml, to: siteFile) }

    func write(_ text: String, to path: String) throws {
        let file = Descriptor(owning: open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644))
        var bytes = Array(text.utf8)
        try bytes.withUnsafeMutableBytes { try writeAll(UnsafeRawBufferPointer($0), to: file.number, subject: path) }
    }

    /// Pulls the plug: the stable name goes, as the line does. The kernel may give the tty's number to another test.
    func unplug() {
        unlink("\(directory)/field")
        line.unplug()
    }

    /// Makes the input's path lead to a line, as a stable name of a serial port does.
    func plugIn(_ line: NodeLine) throws {
        self.line = line
        let link = "\(directory)/field"
        unlink(link)
        try #require(symlink(line.path, link) == 0)
    }
}

// MARK: - The daemon's life

extension Kiosk {
    var command: [String] {
        wrapper + [
            DaemonProcess.programs + "/callpointd", "run", "--config", siteFile, "--state", state, "--log",
            logDirectory, "--run", "\(directory)/run", "--input", "field=\(directory)/field",
        ] + flags
    }

    /// Starts the daemon without waiting for anything.
    @discardableResult
    func launch() throws -> DaemonProcess {
        daemon?.kill()
        var all = ["NOTIFY_SOCKET": notify.path, "PATH": "/usr/bin:/bin"]
        notify.listen()
        armings = notify.count(of: "READY=1")
        var words = command
        if !notify.store.isEmpty {
            all["LISTEN_FDS"] = "\(notify.store.count)"
            all["LISTEN_FDNAMES"] = notify.store.map(\.name).joined(separator: ":")
            // A service manager knows the process id between fork and exec; here a shell does.
            words = ["/bin/sh", "-c", "export LISTEN_PID=$$; exec \"$@\"", "sh"] + words
        }
        all.merge(environment) { $1 }
        let started = try DaemonProcess(
            words, environment: all, outputFile: "\(directory)/stderr", descriptors: notify.store.map(\.descriptor))
        daemon = started
        return started
    }

    /// Starts the daemon and waits until it is armed; how long that took.
    @discardableResult
    func start(within limit: Duration = patience) throws -> Duration {
        let daemon = try launch()
        _ = try awaited("the daemon to arm: \(said)", within: limit) {
            isArmed || !daemon.isRunning ? true : nil
        }
        guard isArmed else { throw Waited(description: "the daemon ended instead of arming: \(said)") }
        return MonotonicClock().now - daemon.startedAt
    }

    /// Whether the daemon that was started last has said that it is armed.
    var isArmed: Bool { notify.count(of: "READY=1") > armings }

    func kill() { daemon?.kill() }

    /// Asks the daemon to end, and holds it to exit 0.
    func stop() {
        guard let daemon, daemon.isRunning else { return }
        daemon.signal(SIGTERM)
        #expect(daemon.end(within: patience) == .exited(0), "\(said)")
    }
}

// MARK: - What the world does

extension Kiosk {
    /// Says where units are: all at the same place, 300 m from call point 1, unless told otherwise.
    func place(_ units: [String], latitude: Double = 22.503, longitude: Double = 113.9, more: String = "") {
        let milliseconds = MonotonicClock.wallMilliseconds
        let lines = units.map {
            "{\"unit\":\"\($0)\",\"lat\":\(latitude),\"lon\":\(longitude),\"time\":\(milliseconds)\(more)}"
        }
        #expect(datagram(lines.joined(separator: "\n")))
    }

    /// Sends a datagram to the positions socket; whether it was taken.
    func datagram(_ text: String) -> Bool {
        let socket = Descriptor(
            owning: Glibc.socket(
                AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0))
        return UnixPath.with("\(directory)/run/positions.sock") {
            sendto(socket.number, text, text.utf8.count, Int32(MSG_NOSIGNAL), $0, $1) == text.utf8.count
        }
    }

    /// Places units and waits until the daemon has taken them in.
    func placeAndAwait(_ units: [String]) throws {
        let before = try status()["positions"]?["accepted"]?.integer ?? 0
        place(units)
        _ = try awaited("fixes of \(units)") {
            try status()["positions"]?["accepted"]?.integer ?? 0 >= before + Int64(units.count) ? true : nil
        }
    }

    /// Asks on the control socket.
    @discardableResult
    func ask(_ verb: ControlVerb) throws -> JSON {
        try ControlClient(path: "\(directory)/run/control.sock", timeoutMilliseconds: 30_000).request(verb)
    }

    func status() throws -> JSON { try ask(.status) }

    /// Presses a call point once, without waiting.
    func press(_ number: Int, counter: UInt32, boot: UInt32? = 1) {
        line.say(Sentence(address: SiteText.address(number), counter: counter, state: .pressed, boot: boot))
    }
}
