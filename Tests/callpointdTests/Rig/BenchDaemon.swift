import CallpointCore
import Glibc
import Sense
import Testing

@testable import callpointd

/// The daemon's own parts, turned by a test in its own thread: for what no device outside could show.
///
/// Its input `panel` is a stand-in whose outputs write down what they are told.
final class BenchDaemon {
    let daemon: Daemon
    let panel = Panel()
    private let directory: String

    /// Where an output was switched, and what was true then.
    struct Switching: Equatable {
        var output: Int
        var isOn: Bool
        /// Whether lines of the turn were still on their way to the record.
        var hasUnflushedLines: Bool
        /// The last line that was visible.
        var visibleThrough: Int64
    }

    /// A chip without lines to read.
    final class Panel: SenseDevice, OutputDriver {
        let name: InputName = "panel"
        let descriptor: Int32? = nil
        let openings: UInt64 = 0
        let isOpen = true
        let nextDeadline: Instant? = nil
        let inputStatus = InputStatus.serial(
            SerialPort(name: "panel", path: "", baud: 9_600, nodes: SerialNodes(input: "panel", callPoints: [:])).status
        )
        weak var daemon: Daemon?
        var switchings: [Switching] = []
        var isOn: [Int: Bool] = [:]
        var isSafe = false

        func open(at instant: Instant) -> [Input.Body] { [] }
        func ready(at instant: Instant, readable: Bool, writable: Bool) -> [Input.Body] { [] }
        func tick(at instant: Instant) -> [Input.Body] { [] }
        func close() { allOff() }
        func allOff() { isSafe = true }

        func set(_ output: Int, isOn: Bool) {
            self.isOn[output] = isOn
            guard let daemon else { return }
            switchings.append(
                Switching(
                    output: output, isOn: isOn, hasUnflushedLines: !daemon.turn.lines.isEmpty,
                    visibleThrough: daemon.visibleThrough))
        }
    }

    private static let site = """
        version: 1
        site: {id: T-01, name: x, datum: wgs84, time_zone: Asia/Shanghai}
        inputs: {panel: {gpio: {chip: nowhere}}}
        contacts: {station: {name: s, channel: log}}
        call_points:
          - {id: NS-1, name: x, location: {lat: 22.5, lon: 113.9, accuracy_m: 5}, plan: street, station: station,
             button: {input: panel, line: 1}, lamp: {input: panel, line: 2}, sounder: {input: panel, line: 3}}
          - {id: NS-2, name: x, location: {lat: 22.6, lon: 113.9, accuracy_m: 5}, plan: street, station: station,
             button: {input: panel, line: 4}, lamp: {input: panel, line: 5}}
        plans: {street: {tiers: [{name: x, send: [{kinds: [foot], count: 1}], notify: [station], ack_within: 30s, on_scene_within: 60s}]}}
        units: [{id: F-1, kind: foot}, {id: F-2, kind: foot}]

        """

    init(takesFirstTurn: Bool = true) throws {
        var template = Array("\(P_tmpdir)/callpointd-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        directory = String(cString: try #require(made))
        for name in ["state", "log", "run"] { mkdir("\(directory)/\(name)", 0o755) }
        let file = open("\(directory)/devices.yaml", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        _ = write(file, BenchDaemon.site, BenchDaemon.site.utf8.count)
        close(file)
        daemon = try Daemon(
            DaemonSettings(
                siteFile: "\(directory)/devices.yaml", stateDirectory: "\(directory)/state",
                logDirectory: "\(directory)/log", runDirectory: "\(directory)/run", inputPaths: [:],
                planTimesPermille: 1_000))
        panel.daemon = daemon
        try daemon.start()
        if takesFirstTurn { daemon.takeFirstTurn() }
        daemon.devices.add(panel)
        daemon.lamps.board.forget("panel")
    }

    deinit {
        daemon.stop()
        _ = try? DaemonProcess(["/bin/rm", "-rf", "--", directory], environment: [:], outputFile: "/dev/null")
            .end(within: .seconds(10))
    }

    /// Presses a button, as its line would tell it, and hands what follows to the record.
    func press(_ callPoint: CallPointID) {
        let now = daemon.timeLine.now
        let signal = Signal(
            callPoint: callPoint, input: "panel", state: .pressed, authentication: .wired, edgeAt: now, readAt: now)
        daemon.take([.signal(signal)], from: "panel")
        daemon.flush()
    }

    /// Does what a person does.
    func act(_ verb: Act.Verb) {
        daemon.feed(.act(Act(verb, actor: "p:0123456789abcdef", via: "cli")))
        daemon.flush()
    }

    /// Turns the loop until something is so.
    func turn(until what: String, _ isSo: () -> Bool) throws {
        let end = daemon.timeLine.now + .seconds(10)
        while !isSo() {
            guard daemon.timeLine.now < end else { throw Waited(description: "turned in vain for \(what)") }
            daemon.loop()
        }
    }
}
