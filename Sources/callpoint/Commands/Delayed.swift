import ArgumentParser
import CallpointCore
import Control

/// `callpoint delayed`.
struct Delayed: ActCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says that a unit comes later than anybody could know.",
        discussion: """
            It is not counted on before that, wherever it is. Where the plan looks ahead (projected_lateness) and it
            would be too late, the next tier is raised at once; until it is en route or staging another unit may go in
            its place (swap_gain).
            A unit stands for the one order that it has not finished.

            EXAMPLES
              callpoint delayed M-17 10min
              callpoint delayed M-17 10min --reason "the bridge is closed" --via radio
            """)

    @Argument(help: "The order, or the unit that has it.")
    var order: String

    @Argument(help: "When it will be there, from now: 90s, 10min; 1s to 24h.")
    var span: TimeSpan

    @Option(help: ArgumentHelp("Why, in a few words; at most 1,000 bytes.", valueName: "text"))
    var reason: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed {
        .answer(OrderReference(argument: order), .delayed(span.duration, reason: reason))
    }
    func done(_ say: Wording) -> String {
        say(.didDelayed, order, Measures(say: say).limit(milliseconds: span.duration.milliseconds))
    }
}
