import ArgumentParser
import CallpointCore
import Control

/// `callpoint hold`.
struct Hold: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Keeps lateness and second presses from raising the next tier of an incident for a while.",
        discussion: """
            It ends by itself, half an hour later at most; what it kept waiting happens then. Too few units, orders that
            nobody answers and an officer who calls for help raise the next tier all the same.

            EXAMPLES
              callpoint hold NS-03-7c1e-0007 --reason "the officer is at the door, by radio"
              callpoint hold NS-03-7c1e-0007 --for 10min --reason "camera shows nobody"
              callpoint hold NS-03-7c1e-0007 --end
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long: 90s, 10min; at most 30min. Default: 5min.", valueName: "time"))
    var span: TimeSpan?

    @Option(help: ArgumentHelp("Why, for the record; at most 1,000 bytes.", valueName: "text"))
    var reason: String?

    @Flag(help: "End it now.")
    var end = false

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if end, span != nil || reason != nil { throw ValidationError("--end takes neither --for nor --reason.") }
        if !end, reason == nil { throw ValidationError("Say why: --reason \"the officer is at the door\".") }
    }

    private var duration: Duration { span?.duration ?? Engine.standardHold }

    var deed: ControlAct.Deed {
        let incident = IncidentID(incident)
        guard !end, let reason else { return .direct(.release(incident)) }
        return .direct(.hold(incident, for: duration, reason: reason))
    }

    func done(_ say: Wording) -> String {
        guard !end else { return say(.didRelease, incident) }
        return say(.didHold, incident, Measures(say: say).limit(milliseconds: duration.milliseconds))
    }
}
