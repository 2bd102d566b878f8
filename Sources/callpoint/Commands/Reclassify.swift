import ArgumentParser
import CallpointCore
import Control

/// `callpoint reclassify`.
struct Reclassify: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "reclassify",
        abstract: "Answers an incident by another plan: it turned out to be something else.",
        discussion: """
            Units under way that the new plan asks for count for it. An order that nobody has accepted yet and that it
            does not ask for is stood down; who has accepted goes on until a dispatcher stands it down. What the new
            plan lacks is ordered at once, up to the tier that is in force.

            EXAMPLES
              callpoint reclassify NS-03-7c1e-0007 --plan medical --note "he has collapsed"
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(help: ArgumentHelp("The plan that answers it from now on.", valueName: "plan"))
    var plan: String

    @Option(help: ArgumentHelp("Why; at most 1,000 bytes.", valueName: "text"))
    var note: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.reclassify(IncidentID(incident), PlanName(plan), note: note)) }
    func done(_ say: Wording) -> String { say(.didReclassify, incident, plan) }
}
