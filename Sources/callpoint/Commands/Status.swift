import ArgumentParser
import Control
import EventCodec

/// `callpoint status`.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says how the daemon is: inputs, units, fixes, journal, latency, faults.",
        discussion: """
            Silence is a state: it says when the last event, the last sentence of each input and the newest fix came.

            EXAMPLES
              callpoint status
              callpoint status --json | jq .latency

            EXIT STATUS
              0 in order; 3 the daemon cannot be reached; 5 degraded.
            """)

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let reply = try daemon.connect().request(.status)
        if output.json {
            Output.line(reply.text)
        } else {
            Output.lines(StatusView(say: output.say, isColoured: Style.isShown).lines(reply))
        }
        if reply["degraded"]?.bool == true { throw ExitCode(ExitStatus.degraded.rawValue) }
    }
}
