import ArgumentParser
import CallpointCore
import Control

/// `callpoint link`.
struct Link: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Says that two open incidents belong together; each keeps its own units and its own end.",
        discussion: """
            EXAMPLES
              callpoint link NS-03-7c1e-0007 NS-03-7c1e-0009
              callpoint link NS-03-7c1e-0007 NS-03-7c1e-0009 --remove
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Argument(help: "The other one.")
    var other: String

    @Flag(help: "Say that they do not belong together.")
    var remove = false

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed {
        remove
            ? .direct(.unlink(IncidentID(incident), IncidentID(other)))
            : .direct(.link(IncidentID(incident), IncidentID(other)))
    }
    func done(_ say: Wording) -> String { say(remove ? .didUnlink : .didLink, incident, other) }
}
