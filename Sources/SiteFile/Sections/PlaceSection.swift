import CallpointCore
import Geodesy
import Yams

/// Reads places: latitude and longitude in the site's datum.
enum PlaceSection {
    /// The place in a table with `lat` and `lon`, in WGS-84.
    static func coordinate(_ table: Table, datum: Datum) -> Coordinate? {
        guard let latitude = degreesE7("lat", in: table, limit: 90),
            let longitude = degreesE7("lon", in: table, limit: 180)
        else { return nil }
        // Whole units of 1e-7 degree come through a Double unharmed: it has 15 digits and they have ten.
        let written = Degrees(latitude: Double(latitude) / 1e7, longitude: Double(longitude) / 1e7)
        guard let coordinate = DatumConversion.wgs84(from: written, in: datum).coordinate else {
            return table["lat"]?.refuse("the place lies beyond a pole in \(datum.rawValue)", "Correct lat and lon.")
        }
        return coordinate
    }

    /// Degrees × 10⁷, rounded from the decimal text itself, so that no binary fraction comes between.
    private static func degreesE7(_ name: String, in table: Table, limit: Int64) -> Int64? {
        guard let entry = table[name] else { return nil }
        guard let written = entry.written, written.style == .plain, let value = decimalE7(written.string) else {
            return entry.refuse("\(name) should be degrees as a decimal number, and is \(entry.described)")
        }
        guard abs(value) <= limit * 10_000_000 else {
            let isSwapped = name == "lat" && abs(value) <= 180 * 10_000_000
            return entry.refuse(
                "\(name) is \(written.string), and may be -\(limit) to \(limit)",
                isSwapped ? "Correct it: perhaps lat and lon have changed places." : "Correct it.")
        }
        return value
    }

    /// A decimal number × 10⁷, rounded half away from zero; nil for anything else.
    static func decimalE7(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        guard let quantity = Quantity(isNegative ? String(text.dropFirst()) : text), quantity.unit.isEmpty else {
            return nil
        }
        var value = quantity.digits
        if quantity.places <= 7 {
            for _ in quantity.places..<7 {
                let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
                guard !isTooLarge else { return nil }
                value = product
            }
        } else {
            var divisor: Int64 = 1
            for _ in 7..<quantity.places { divisor *= 10 }
            value = (value + divisor / 2) / divisor
        }
        return isNegative ? -value : value
    }
}
