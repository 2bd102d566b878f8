import Yams

/// A number with a unit, as people write it: `30s`, `3km`, `64MiB`, `1.6 m/s`.
struct Quantity {
    /// The number's digits as a whole number, without its point.
    var digits: Int64
    /// How many of the digits stand behind the point.
    var places: Int
    /// The unit, as it was written; empty where there is none.
    var unit: String

    /// Most digits that a number may have; more than any range here needs.
    static let digitLimit = 18

    /// Nil for text that does not begin with a number of `digitLimit` digits at most.
    init?(_ text: String) {
        var rest = Substring(text)
        let whole = rest.prefix(while: \.isASCIIDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = Substring()
        if rest.first == "." {
            fraction = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty, whole.count + fraction.count <= Self.digitLimit, let digits = Int64(whole + fraction)
        else { return nil }
        self.digits = digits
        places = fraction.count
        unit = String(rest.drop { $0 == " " })
    }

    /// The quantity in thousandths of what `factor` units make one, or nil where that is not a whole number.
    func scaled(by factor: Int64) -> Int64? {
        var divisor: Int64 = 1
        for _ in 0..<places { divisor *= 10 }
        let (product, isTooLarge) = digits.multipliedReportingOverflow(by: factor)
        guard !isTooLarge, product % divisor == 0 else { return nil }
        return product / divisor
    }
}

/// The units of one kind of quantity, and what each is in the smallest.
struct UnitSet: Sendable {
    /// What the quantity is: `a time`.
    let name: String
    let units: [(unit: String, factor: Int64)]

    static let times = UnitSet(
        name: "a time",
        units: [
            ("ms", 1), ("s", 1_000), ("min", 60_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
        ])
    static let distances = UnitSet(name: "a distance", units: [("m", 1), ("km", 1_000)])
    static let sizes = UnitSet(name: "a size", units: [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)])

    /// In the smallest unit; nil where the unit is unknown or the result no whole number.
    func value(of quantity: Quantity) -> Int64? {
        units.first { $0.unit == quantity.unit }.flatMap { quantity.scaled(by: $0.factor) }
    }

    /// A value in the largest unit that makes it a whole number: `90000` ms is `90s`.
    func text(_ value: Int64) -> String {
        let shown = units.filter { $0.unit != "m" || name != "a time" }
        let fit = shown.last { value != 0 && value % $0.factor == 0 } ?? shown.first
        guard let fit else { return "\(value)" }
        return "\(value / fit.factor)\(fit.unit)"
    }

    /// The units that somebody could have meant who left the unit out: the example's, and a neighbour.
    func meant(byExample example: String) -> (String, String) {
        let pairs = [("ms", "ms", "s"), ("min", "s", "min"), ("d", "d", "h"), ("s", "s", "min")]
        let others = [("km", "m", "km"), ("MiB", "MiB", "GiB"), ("GiB", "MiB", "GiB")]
        let pair = (pairs + others).first { example.hasSuffix($0.0) } ?? ("", units[0].unit, units[1].unit)
        return (pair.1, pair.2)
    }
}

extension Entry {
    /// A duration in a range of milliseconds.
    func duration(in range: ClosedRange<Int64>) -> Duration? {
        quantity(.times, in: range).map { .milliseconds($0) }
    }

    /// A distance in metres.
    func metres(in range: ClosedRange<Int64>) -> Int? {
        quantity(.distances, in: range).map { Int($0) }
    }

    /// A size in bytes.
    func bytes(in range: ClosedRange<Int64>) -> Int64? {
        quantity(.sizes, in: range)
    }

    private func quantity(_ set: UnitSet, in range: ClosedRange<Int64>) -> Int64? {
        guard let written else { return refuse("\(name) should be \(set.name), and is \(described)") }
        let known = set.units.map(\.unit).joined(separator: ", ")
        guard let quantity = Quantity(written.string) else {
            return refuse("\(name) should be \(set.name), and is \(described)")
        }
        guard !quantity.unit.isEmpty else {
            let (first, second) = set.meant(byExample: key.example)
            return refuse(
                "\(name) is \(written.string) without a unit",
                "Write \(written.string)\(first) or \(written.string)\(second).")
        }
        guard set.units.contains(where: { $0.unit == quantity.unit }) else {
            return refuse("\(name) \(Entry.quoted(written.string)) has an unknown unit", "Use one of \(known).")
        }
        guard let value = set.value(of: quantity), range.contains(value) else {
            let (least, most) = (set.text(range.lowerBound), set.text(range.upperBound))
            return refuse("\(name) is \(written.string), and may be \(least) to \(most)")
        }
        return value
    }

    /// A speed in millimetres a second.
    func speed(in range: ClosedRange<Int64>) -> Int? {
        guard let written, let quantity = Quantity(written.string) else {
            return refuse("\(name) should be a speed, and is \(described)")
        }
        let value: Int64?
        switch quantity.unit {
        case "m/s": value = quantity.scaled(by: 1_000)
        case "km/h": value = quantity.scaled(by: 10_000_000).map { ($0 + 18_000) / 36_000 }
        case "": return refuse("\(name) is \(written.string) without a unit", "Write m/s or km/h behind it.")
        default:
            return refuse("\(name) \(Entry.quoted(written.string)) has an unknown unit", "Use one of m/s, km/h.")
        }
        guard let value, range.contains(value) else {
            return refuse("\(name) is \(written.string), and may be 0.001 m/s to 200 m/s")
        }
        return Int(value)
    }

    /// A factor, in per cent.
    func percent(in range: ClosedRange<Int64>) -> Int? {
        guard let written, written.style == .plain, let quantity = Quantity(written.string), quantity.unit.isEmpty
        else { return refuse("\(name) should be a number, and is \(described)") }
        guard let value = quantity.scaled(by: 100), range.contains(value) else {
            return refuse(
                "\(name) is \(written.string), and may be \(range.lowerBound / 100) to \(range.upperBound / 100) "
                    + "in steps of 0.01")
        }
        return Int(value)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
