import ArgumentParser
import CallpointCore
import Control

/// `callpoint report`.
struct ReportIncident: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Opens an incident that no button began: a telephone call, a camera, somebody at the door.",
        discussion: """
            It is answered like a press, by the plan of the call point, or of the nearest one, and ends like one.

            EXAMPLES
              callpoint report NS-0412 --by telephone --note "a caller saw a fight"
              callpoint report --at 22.5402,113.9381 --by camera --plan street
              callpoint report NS-0412 --by telephone --kind medical
              callpoint report --at 22.5402,113.9381 --datum gcj02 --accuracy 300m --by telephone
            """)

    @Argument(help: "The call point where it is.")
    var callPoint: String?

    @OptionGroup var spot: PlaceOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Who reports it: telephone, camera, walk-in, app, officer or other.", valueName: "source"),
        completion: .list(AlarmReported.Source.reportable.map(\.rawValue)))
    var source: String

    @Option(
        help: ArgumentHelp(
            "The plan that answers it. Default: that of the call point or the nearest one.", valueName: "plan"))
    var plan: String?

    @Option(
        help: ArgumentHelp(
            "What it is about: panic, duress, medical, fire, tamper or technical. Default: panic.",
            valueName: "kind"),
        completion: .list(AlarmKind.allCases.map(\.rawValue)))
    var kind: String?

    @Option(help: ArgumentHelp("What was said; at most 1,000 bytes.", valueName: "text"))
    var note: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (callPoint == nil) != (spot.at == nil) else {
            throw ValidationError("Give the call point, or its place with --at: one of the two.")
        }
        _ = try place
        _ = try reportSource
        _ = try alarmKind
    }

    private var alarmKind: AlarmKind {
        get throws {
            guard let kind else { return .panic }
            if let known = AlarmKind(rawValue: kind) { return known }
            let all = AlarmKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("`\(kind)` is no kind. Give one of: \(all).")
        }
    }

    private var reportSource: AlarmReported.Source {
        get throws {
            if let known = AlarmReported.Source(rawValue: source), AlarmReported.Source.reportable.contains(known) {
                return known
            }
            let all = AlarmReported.Source.reportable.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("`\(source)` is no source. Give one of: \(all).")
        }
    }

    private var place: ControlAct.ReportedPlace {
        get throws { try spot.place ?? .callPoint(CallPointID(callPoint ?? "")) }
    }

    var deed: ControlAct.Deed {
        get {
            // `validate` has read both before; a place that is none never gets here.
            let place = (try? place) ?? .callPoint(CallPointID(callPoint ?? ""))
            let source = (try? reportSource) ?? .other
            return .direct(
                .report(place, source, plan: plan.map(PlanName.init), note: note, kind: (try? alarmKind) ?? .panic))
        }
    }

    func done(_ say: Wording) -> String { say(.didReport, callPoint ?? spot.at ?? "") }
}
