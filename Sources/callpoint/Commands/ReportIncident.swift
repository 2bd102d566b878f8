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
              callpoint report --at 22.5402,113.9381 --datum gcj02 --accuracy 300m --by telephone
            """)

    @Argument(help: "The call point where it is.")
    var callPoint: String?

    @Option(help: ArgumentHelp("Or the place itself: latitude,longitude in degrees.", valueName: "lat,lon"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "The datum of --at: wgs84, gcj02, bd09 or cgcs2000. Default: the site's.", valueName: "datum"),
        completion: .list(Datum.allCases.map(\.rawValue)))
    var datum: String?

    @Option(help: ArgumentHelp("How exact --at is: 20m, 1km; at most 10km. Default: 100m.", valueName: "distance"))
    var accuracy: String?

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Who reports it: telephone, camera, walk-in, app, officer or other.", valueName: "source"),
        completion: .list(AlarmReported.Source.allCases.map(\.rawValue)))
    var source: String

    @Option(
        help: ArgumentHelp(
            "The plan that answers it. Default: that of the call point or the nearest one.", valueName: "plan"))
    var plan: String?

    @Option(help: ArgumentHelp("What was said; at most 1,000 bytes.", valueName: "text"))
    var note: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (callPoint == nil) != (at == nil) else {
            throw ValidationError("Give the call point, or its place with --at: one of the two.")
        }
        if at == nil, datum != nil || accuracy != nil { throw ValidationError("--datum and --accuracy go with --at.") }
        _ = try place
        _ = try reportSource
    }

    private var reportSource: AlarmReported.Source {
        get throws {
            if let known = AlarmReported.Source(rawValue: source) { return known }
            let all = AlarmReported.Source.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("`\(source)` is no source. Give one of: \(all).")
        }
    }

    private var place: ControlAct.ReportedPlace {
        get throws {
            if let callPoint { return .callPoint(CallPointID(callPoint)) }
            let parts = (at ?? "").split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]),
                latitude.isFinite, longitude.isFinite
            else { throw ValidationError("`\(at ?? "")` is no place. Write --at 22.5402,113.9381.") }
            let known = try datum.map { text in
                guard let known = Datum(rawValue: text) else {
                    throw ValidationError("`\(text)` is no datum. Give wgs84, gcj02, bd09 or cgcs2000.")
                }
                return known
            }
            return .point(
                latitude: latitude, longitude: longitude, datum: known,
                accuracyMetres: try accuracy.map(Self.metres) ?? 100)
        }
    }

    private static func metres(_ text: String) throws -> Int {
        let (digits, unit) = text.hasSuffix("km") ? (text.dropLast(2), 1_000) : (text.dropLast(1), 1)
        guard text.hasSuffix("m"), let number = Int(digits), number > 0, number <= 10_000 / unit else {
            throw ValidationError("`\(text)` is no accuracy. Write 20m or 1km; at most 10km.")
        }
        return number * unit
    }

    var deed: ControlAct.Deed {
        get {
            // `validate` has read both before; a place that is none never gets here.
            let place = (try? place) ?? .callPoint(CallPointID(callPoint ?? ""))
            let source = (try? reportSource) ?? .other
            return .direct(.report(place, source, plan: plan.map(PlanName.init), note: note))
        }
    }

    func done(_ say: Wording) -> String { say(.didReport, callPoint ?? at ?? "") }
}
