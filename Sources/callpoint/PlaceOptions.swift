import ArgumentParser
import CallpointCore
import Control

/// A place that no call point stands for.
struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Or the place itself: latitude,longitude in degrees.", valueName: "lat,lon"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "The datum of --at: wgs84, gcj02, bd09 or cgcs2000. Default: the site's.", valueName: "datum"),
        completion: .list(Datum.allCases.map(\.rawValue)))
    var datum: String?

    @Option(help: ArgumentHelp("How exact --at is: 20m, 1km; at most 10km. Default: 100m.", valueName: "distance"))
    var accuracy: String?

    /// The place; nil where none is given. Throws where it is none.
    var place: ControlAct.ReportedPlace? {
        get throws {
            guard let at else {
                guard datum == nil, accuracy == nil else {
                    throw ValidationError("--datum and --accuracy go with --at.")
                }
                return nil
            }
            let parts = at.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]),
                latitude.isFinite, longitude.isFinite
            else { throw ValidationError("`\(at)` is no place. Write --at 22.5402,113.9381.") }
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
}
