import ArgumentParser
import CallpointCore
import Control

/// `callpoint order`.
struct OrderUnit: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Orders one unit by name to an incident, whoever else would be sooner.",
        discussion: """
            It is asked once, and replaced by nobody: who chose it chooses the next. A busy unit may be ordered, one
            with an order that it has not finished may not.

            EXAMPLES
              callpoint order NS-03-7c1e-0007 V-03
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Argument(help: "The unit.")
    var unit: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.order(IncidentID(incident), UnitID(unit))) }
    func done(_ say: Wording) -> String { say(.didOrder, unit, incident) }
}
