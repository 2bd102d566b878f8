import ArgumentParser
import CallpointCore
import Control

/// `callpoint moveup`.
struct MoveUpUnit: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "moveup",
        abstract: "Lets the unit that is proposed move up into a beat that nobody covers, or nobody.",
        discussion: """
            The unit stays free for orders. `callpoint tail --type moveup.proposed` shows who is proposed.

            EXAMPLES
              callpoint moveup accept keji
              callpoint moveup dismiss keji --as anowak
            """)

    /// What is said of the proposal.
    enum Answer: String, ExpressibleByArgument, CaseIterable {
        case accept, dismiss
    }

    @Argument(help: "accept or dismiss.")
    var answer: Answer

    @Argument(help: "The beat.")
    var beat: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.moveUp(BeatID(beat), accepts: answer == .accept)) }
    func done(_ say: Wording) -> String { say(answer == .accept ? .didMoveUp : .didDismiss, beat) }
}
