import ArgumentParser
import CallpointCore
import Control

/// `callpoint raise`.
struct RaiseTier: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "raise",
        abstract: "Raises the next tier of an incident now.",
        discussion: """
            EXAMPLES
              callpoint raise NS-03-7c1e-0007
            """)

    @Argument(help: "The incident.")
    var incident: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.raise(IncidentID(incident))) }
    func done(_ say: Wording) -> String { say(.didRaise, incident) }
}
