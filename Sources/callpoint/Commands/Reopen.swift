import ArgumentParser
import CallpointCore
import Control

/// `callpoint reopen`.
struct Reopen: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Opens a closed incident again: its first tier is ordered anew.",
        discussion: """
            It keeps its id. What it was comes from the journal, so it can be done as long as the journal keeps it.

            EXAMPLES
              callpoint reopen NS-03-7c1e-0007 --reason "the caller rang again, he is back"
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(help: ArgumentHelp("Why; at most 1,000 bytes.", valueName: "text"))
    var reason: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.reopen(IncidentID(incident), reason: reason)) }
    func done(_ say: Wording) -> String { say(.didReopen, incident) }
}
