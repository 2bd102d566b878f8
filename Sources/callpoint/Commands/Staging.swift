import ArgumentParser
import CallpointCore
import Control

/// `callpoint staging`.
struct Staging: ActCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says that a unit waits close by until it may go in.",
        discussion: """
            It is not on scene: the next tier is raised when nobody is there in time, as before.
            A unit stands for the one order that it has not finished.

            EXAMPLES
              callpoint staging M-17
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .answer(OrderReference(argument: order), .staging) }
    func done(_ say: Wording) -> String { say(.didStaging, order) }
}
