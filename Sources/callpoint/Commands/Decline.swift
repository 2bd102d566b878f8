import ArgumentParser
import CallpointCore
import Control

/// `callpoint decline`.
struct Decline: ActCommand {
    static let configuration = CommandConfiguration(
        abstract: "Declines an order: it goes to the next unit at once.",
        discussion: """
            A unit stands for the one order that it has not finished.

            EXAMPLES
              callpoint decline M-17 --reason "flat tyre"
              callpoint decline NS-03-7c1e-0007/1/M-17/1 --via radio
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @Option(help: ArgumentHelp("Why, in a few words; at most 1,000 bytes.", valueName: "text"))
    var reason: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .answer(OrderReference(argument: order), .decline(reason: reason)) }
    func done(_ say: Wording) -> String { say(.didDecline, order) }
}
