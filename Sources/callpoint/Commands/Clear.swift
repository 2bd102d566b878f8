import ArgumentParser
import CallpointCore
import Control

/// `callpoint clear`.
struct Clear: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Says that a unit is done with its order, and free.",
        discussion: """
            A unit stands for the one order that it has not finished.

            EXAMPLES
              callpoint clear M-17
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .answer(OrderReference(argument: order), .clear) }
    func done(_ say: Wording) -> String { say(.didClear, order) }
}
