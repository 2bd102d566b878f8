import ArgumentParser
import CallpointCore
import Control

/// `callpoint note`.
struct Note: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Writes a few words about an incident into the record.",
        discussion: """
            EXAMPLES
              callpoint note NS-03-7c1e-0007 "the caller waits at the bus stop"
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Argument(help: "The words; at most 1,000 bytes.")
    var text: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.note(IncidentID(incident), text)) }
    func done(_ say: Wording) -> String { say(.didNote, incident) }
}
