import ArgumentParser
import CallpointCore
import Control

/// `callpoint assist`.
struct Assist: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "assist",
        abstract: "Calls for help on an order: the next tier is raised at once.",
        discussion: """
            A unit stands for the one order that it has not finished. A hold ends with it.

            EXAMPLES
              callpoint assist M-17
              callpoint assist M-17 --via radio
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.assist(OrderReference(argument: order))) }
    func done(_ say: Wording) -> String { say(.didAssist, order) }
}
