import ArgumentParser
import CallpointCore
import Control

/// `callpoint onscene`.
struct OnScene: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "onscene",
        abstract: "Says that a unit is on scene.",
        discussion: """
            A unit stands for the one order that it has not finished.

            EXAMPLES
              callpoint onscene M-17 --via radio
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .answer(OrderReference(argument: order), .onScene) }
    func done(_ say: Wording) -> String { say(.didOnScene, order) }
}
