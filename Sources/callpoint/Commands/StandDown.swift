import ArgumentParser
import CallpointCore
import Control

/// `callpoint standdown`.
struct StandDown: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "standdown",
        abstract: "Calls a unit back from its order, and sends nobody in its place.",
        discussion: """
            EXAMPLES
              callpoint standdown V-03
              callpoint standdown NS-03-7c1e-0007/1/V-03/1
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.standDown(OrderReference(argument: order))) }
    func done(_ say: Wording) -> String { say(.didStandDown, order) }
}
