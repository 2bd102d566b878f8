import ArgumentParser
import CallpointCore
import Control

/// `callpoint accept`.
struct Accept: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accepts an order: the unit goes.",
        discussion: """
            A unit stands for the one order that it has not finished.

            EXAMPLES
              callpoint accept M-17
              callpoint accept NS-03-7c1e-0007/1/M-17/1 --via radio
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .answer(OrderReference(argument: order), .accept) }
    func done(_ say: Wording) -> String { say(.didAccept, order) }
}

extension OrderReference {
    /// An order's id has slashes, a unit's has none.
    init(argument text: String) {
        self = text.contains("/") ? .order(OrderID(text)) : .unit(UnitID(text))
    }
}
