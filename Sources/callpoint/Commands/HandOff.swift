import ArgumentParser
import CallpointCore
import Control

/// `callpoint handoff`.
struct HandOff: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoff",
        abstract: "Writes down that a call-taking centre has an incident, and its number there.",
        discussion: """
            The centre is a contact of the site file; it is told, unless it has been before. Nothing stops here: the
            incident ends when somebody closes it.

            EXAMPLES
              callpoint handoff NS-03-7c1e-0007 --to city-command --reference 110-2026-118842
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(name: .customLong("to"), help: ArgumentHelp("The contact.", valueName: "contact"))
    var contact: String

    @Option(help: ArgumentHelp("Its number there; at most 64 bytes.", valueName: "number"))
    var reference: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed {
        .direct(.handOff(IncidentID(incident), ContactID(contact), reference: reference))
    }
    func done(_ say: Wording) -> String { say(.didHandOff, incident, contact) }
}
