import ArgumentParser
import Control
import EventCodec

/// `callpoint handover`.
struct HandOver: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: "Lists what a shift hands to the next: what is open and why, and what is not as it should be.",
        discussion: """
            Open incidents with what each waits for, who has claimed and who watches it; faults, bypasses and the walk
            test; units that are not available. Nothing is changed by it.

            EXAMPLES
              callpoint handover
              callpoint handover | mail -s "handover" next-shift
              callpoint handover --json | jq '.incidents[].waits_for'
            """)

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try daemon.connect()
        let status = try client.request(.status)
        let incidents = try client.request(.incidents)["incidents"] ?? .array([])
        let units = try client.request(.units(near: nil))["units"] ?? .array([])
        let view = HandOverView(
            say: output.say, isColoured: Style.isShown, name: NameBook(connect: daemon.connect).text)
        guard !output.json else { return Output.line(view.json(status, incidents: incidents, units: units).text) }
        Output.lines(view.lines(status, incidents: incidents, units: units))
    }
}
