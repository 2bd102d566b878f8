import ArgumentParser
import CallpointCore
import Control

/// `callpoint ack`.
struct Acknowledge: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Claims an incident by your name: its sounds stop, its deadlines do not.",
        discussion: """
            EXAMPLES
              callpoint ack NS-03-7c1e-0007
              callpoint ack NS-03-7c1e-0007 --as anowak --via phone
            """)

    @Argument(help: "The incident.")
    var incident: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .acknowledge(IncidentID(incident)) }
    func done(_ say: Wording) -> String { say(.didAcknowledge, incident) }
}
