import ArgumentParser
import CallpointCore
import Control

/// `callpoint split`.
struct Split: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Makes an incident of its own of a part of one: what looked like one call is two.",
        discussion: """
            The new one is linked to the old one, answered by the same plan from the first tier on, and closed by itself.

            EXAMPLES
              callpoint split NS-03-7c1e-0007 --note "a second fight, across the road"
              callpoint split NS-03-7c1e-0007 --call-point NS-0413
              callpoint split NS-03-7c1e-0007 --at 22.5402,113.9381 --accuracy 50m
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(
        help: ArgumentHelp("The call point where the new one is. Default: the same place.", valueName: "call-point"))
    var callPoint: String?

    @OptionGroup var spot: PlaceOptions

    @Option(help: ArgumentHelp("What was said; at most 1,000 bytes.", valueName: "text"))
    var note: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard callPoint == nil || spot.at == nil else {
            throw ValidationError("Give the call point, or its place with --at: one of the two.")
        }
        _ = try spot.place
    }

    var deed: ControlAct.Deed {
        // `validate` has read it before; a place that is none never gets here.
        let place = callPoint.map { .callPoint(CallPointID($0)) } ?? (try? spot.place)
        return .direct(.split(IncidentID(incident), at: place, note: note))
    }

    func done(_ say: Wording) -> String { say(.didSplit, incident) }
}
