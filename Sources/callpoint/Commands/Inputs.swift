import ArgumentParser
import Control
import EventCodec
import Glibc
import Survey

/// `callpoint inputs`.
struct Inputs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows every wire and node as it is now: level, edges, bounces, last press, faults.",
        discussion: """
            LEVEL is what was seen last, STATE what counts after debouncing. SEEN is the age of what is known: a wire or a
            node of which nothing is heard any more grows old here before it becomes a fault.

            With --scan the machine itself is looked at, and no daemon is asked: every line of every GPIO chip and every
            serial port, ten times a second, to find out what is wired where. Press a button, and its line moves to the top.
            Nothing is changed: a line that somebody holds (callpointd) and every output are named and left alone, and no
            port is opened. The pins of a controller may serve something else, its SD card, say, and some let go of that
            when they are looked at: of its own chips name the lines that your terminals have (--lines 4-27). On a
            terminal it is a screen, in a pipe what is there and then a line for each change.

            EXAMPLES
              callpoint inputs
              callpoint inputs -w
              callpoint inputs --scan
              callpoint inputs --scan --lines 4-27
              callpoint inputs --scan --for 30s | tee scan.txt
              callpoint inputs --json | jq '.inputs[].points[] | select(.bounces > 100)'

            EXIT STATUS
              0 ok; 1 an input is down; 3 the daemon cannot be reached. With --scan always 0.
            """)

    @Flag(name: .shortAndLong, help: "Show them again twice a second, until Ctrl-C.")
    var watch = false

    @Flag(help: "Show the lines and ports of this machine, and which of them change.")
    var scan = false

    @Option(
        help: ArgumentHelp(
            "With --scan: lines of the controller's own chips to look at, by number or name: 4-27,GPIO40.",
            valueName: "lines"))
    var lines: LineList?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("With --scan: end after so long, 10s, 5min. Default: at Ctrl-C.", valueName: "time"))
    var span: TimeSpan?

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !(scan && watch) else { throw ValidationError("--scan goes on by itself. Leave out --watch.") }
        guard scan || span == nil && lines == nil else {
            throw ValidationError("--for and --lines are for --scan. Leave them out, or add --scan.")
        }
    }

    func run() throws {
        guard !scan else {
            let named = lines?.named ?? NamedLines()
            return try LineScan(say: output.say, isJSON: output.json, named: named, length: span?.duration).run()
        }
        let client = try daemon.connect()
        var isWhole = true
        if watch {
            let signals = try SignalDescriptor()
            repeat {
                // Clears the screen of a terminal; what is read by a program only gets the next block.
                if !output.json, isatty(STDOUT_FILENO) == 1 { Output.raw("\u{1B}[H\u{1B}[2J") }
                isWhole = try show(client)
            } while !signals.wait(milliseconds: 500)
        } else {
            isWhole = try show(client)
        }
        if !isWhole { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    /// Whether every input is up.
    private func show(_ client: ControlClient) throws -> Bool {
        let reply = try client.request(.inputs)
        if output.json {
            Output.line(reply.text)
        } else {
            Output.lines(InputsView(say: output.say, isColoured: Style.isShown).lines(reply))
        }
        return (reply["inputs"]?.array ?? []).allSatisfy { $0.text("state") == "up" }
    }
}

/// Lines as people write them on a command line: `4-27,GPIO40`.
struct LineList: ExpressibleByArgument {
    let named: NamedLines

    init?(argument: String) {
        guard let named = NamedLines(argument) else { return nil }
        self.named = named
    }
}
