import CLinux
import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import SiteFile

/// The daemon, its node, its fleet and a dispatcher's view, started and ended together.
final class Stage {
    let options: DemoOptions
    let configuration: SiteConfiguration
    /// The call point that is pressed, and its node's address.
    let callPoint: CallPoint
    let address: String
    private let input: InputName
    private let demo: String
    /// Where everybody's standard error goes.
    private let errors: String
    let directory: String
    private let isTemporary: Bool
    private var children: [Child] = []
    let node: Child
    private var log: LogReader
    /// Every event seen, in order.
    var events: [JSON] = []
    let startedAt = MonotonicClock.kernelMicroseconds

    /// Starts everything, plays, and ends everything, however the play went. The exit status.
    static func run(_ options: DemoOptions) throws -> Int32 {
        let stage = try Stage(options)
        defer { stage.close() }
        try stage.open()
        return options.stays ? try stage.stayUp() : try stage.playScript()
    }

    /// Makes the directories and starts the node; nothing else runs yet.
    private init(_ options: DemoOptions) throws {
        self.options = options
        switch SiteFile.load(path: options.siteFile) {
        case .failure(let errors): throw DemoError("\(errors)")
        case .success(let configuration): self.configuration = configuration
        }
        guard let (point, address, input) = Stage.firstSerialCallPoint(configuration) else {
            throw DemoError("\(options.siteFile): no call point hangs on a serial input. Give one a node's address.")
        }
        callPoint = point
        self.address = address
        isTemporary = options.directory == nil
        directory = try options.directory ?? Stage.makeTemporaryDirectory()
        _ = mkdir(directory, 0o755)
        for name in ["state", "log", "run"] { _ = mkdir("\(directory)/\(name)", 0o755) }
        log = LogReader(path: directory + "/log/events.jsonl")
        self.input = input
        demo = options.binaries + "/callpoint-demo"
        errors = directory + "/demo.stderr"
        let addresses = configuration.callPointsByAddress(on: input).keys.sorted()
        node = try Child("node", [demo, "node"] + addresses, catchesOutput: true, errorFile: errors)
        children.append(node)
    }

    /// Starts the daemon and the fleet, and waits until it is armed and knows where its units are.
    private func open() throws {
        guard let tty = node.line(withinMilliseconds: 5_000), tty.hasPrefix("/") else {
            throw DemoError("the simulated node has no tty. Is /dev/pts mounted?")
        }
        try startDaemon(tty: tty)
        try startFleet()
    }

    private static func firstSerialCallPoint(
        _ configuration: SiteConfiguration
    ) -> (CallPoint, String, InputName)? {
        for button in configuration.buttons {
            if case .address(let address) = button.source,
                let point = configuration.site.callPoints.first(where: { $0.id == button.callPoint })
            {
                return (point, address, button.input)
            }
        }
        return nil
    }

    private static func makeTemporaryDirectory() throws -> String {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(base)/callpoint-demo.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw DemoError("\(SystemError("mkdtemp", on: base))") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func startDaemon(tty: String) throws {
        Demo.say(
            "starting callpointd on \(options.siteFile), input \(input) at \(tty), plan times divided by \(options.hurry)"
        )
        let words = [
            options.binaries + "/callpointd", "run", "--config", options.siteFile, "--state", directory + "/state",
            "--log", directory + "/log", "--run", directory + "/run", "--input", "\(input)=\(tty)", "--plan-times",
            "\(1 / Double(options.hurry))",
        ]
        children.append(try Child("callpointd", words, catchesOutput: false, errorFile: errors))
        try wait("the daemon to arm", seconds: 10) {
            access(self.directory + "/run/positions.sock", F_OK) == 0
                && self.events.contains { $0["type"]?.string == "input.up" && $0["input"]?.string == self.input.text }
        }
    }

    private func startFleet() throws {
        let words = [
            demo, "fleet", options.siteFile, callPoint.id.text, directory + "/run", directory + "/log/events.jsonl",
            directory + "/fleet.jsonl", String(options.hurry),
        ]
        children.append(try Child("fleet", words, catchesOutput: false, errorFile: errors))
        try wait("the units to say where they are", seconds: 5) {
            access(self.directory + "/fleet.jsonl", F_OK) == 0
        }
        Demo.say(
            "\(configuration.site.units.count) units say where they are; \(configuration.site.callPoints.count) call points, "
                + "pressed will be \(callPoint.id) \(callPoint.name)")
    }

    /// Opens the dispatcher's view: the real `callpoint tail`, into this terminal.
    func openTail() throws {
        let words = [options.binaries + "/callpoint", "tail", "-f", "-n", "0", "--run", directory + "/run"]
        children.append(try Child("tail", words, catchesOutput: false, errorFile: directory + "/demo.stderr"))
        usleep(300_000)
    }

    /// Reads what the log has gained.
    func readLog() {
        while let event = log.next() { events.append(event) }
    }

    /// Waits until something is true, reading the log meanwhile. Throws what it waited for in vain.
    func wait(_ what: String, seconds: Double, until isTrue: () -> Bool) throws {
        let end = MonotonicClock.kernelMicroseconds + Int64(seconds * 1_000_000)
        while true {
            readLog()
            if isTrue() { return }
            guard MonotonicClock.kernelMicroseconds < end else {
                throw DemoError(
                    "waited \(Int(seconds)) s for \(what) in vain. Look into \(directory)/demo.stderr and \(directory)/log."
                )
            }
            usleep(5_000)
        }
    }

    private func firstLine(of path: String) -> String {
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return "no reason given" }
        let file = Descriptor(owning: number)
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = read(file.number, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Runs `callpoint` as a person would. Throws what it says where it is refused.
    func act(_ words: [String]) throws {
        let complaints = directory + "/act.stderr"
        unlink(complaints)
        let child = try Child(
            "callpoint", [options.binaries + "/callpoint"] + words + ["--run", directory + "/run"], catchesOutput: true,
            errorFile: complaints)
        guard child.status(withinMilliseconds: 5_000) == 0 else {
            throw DemoError("callpoint \(words.joined(separator: " ")): \(firstLine(of: complaints))")
        }
    }

    /// Ends everything that was started. What a temporary directory held goes with it.
    func close() {
        for child in children.reversed() { child.end() }
        guard isTemporary else {
            Demo.say("journal and event log are in \(directory)")
            return
        }
        let cleanUp = try? Child(
            "rm", ["/bin/rm", "-rf", "--", directory], catchesOutput: false, errorFile: "/dev/null")
        _ = cleanUp?.status(withinMilliseconds: 5_000)
    }
}
