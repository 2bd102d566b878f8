import ArgumentParser
import CallpointCore
import Control

/// `callpoint enroute`.
struct EnRoute: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroute",
        abstract: "Says that a unit is on its way.",
        discussion: """
            A unit stands for the one order that it has not finished.

            EXAMPLES
              callpoint enroute M-17
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .answer(OrderReference(argument: order), .enRoute) }
    func done(_ say: Wording) -> String { say(.didEnRoute, order) }
}
