import ArgumentParser
import CallpointCore
import Control

/// `callpoint confirm`.
struct Confirm: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Says what is known of an alarm. It changes nothing of the response: units go on.",
        discussion: """
            EXAMPLES
              callpoint confirm NS-03-7c1e-0007
              callpoint confirm NS-03-7c1e-0007 --state video
              callpoint confirm NS-03-7c1e-0007 --state unfounded
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(
        help: ArgumentHelp(
            "confirmed, video (seen on a camera), unfounded (nothing found so far) or unverified. Default: confirmed.",
            valueName: "state"),
        completion: .list(Self.states))
    var state = Verification.confirmed.rawValue

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    /// What a person can say: that two call points were pressed is seen and not said.
    private static let states = Verification.allCases.filter { $0 != .crossZone }.map(\.rawValue)

    func validate() throws {
        guard Self.states.contains(state) else {
            throw ValidationError("`\(state)` is no state. Give one of: \(Self.states.joined(separator: ", ")).")
        }
    }

    var deed: ControlAct.Deed {
        .direct(.confirm(IncidentID(incident), Verification(rawValue: state) ?? .confirmed))
    }

    func done(_ say: Wording) -> String { say(.didConfirm, incident, say.word(state)) }
}
