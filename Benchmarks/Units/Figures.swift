import Glibc

/// What one contender needed, in microseconds.
struct Samples {
    let name: String
    private(set) var microseconds: [Double] = []

    init(_ name: String) { self.name = name }

    mutating func add(nanoseconds: Int64) { microseconds.append(Double(nanoseconds) / 1_000) }

    mutating func add(microseconds value: Double) { microseconds.append(value) }

    /// The values at shares of 0…1, by nearest rank; zeros where there are none.
    func at(_ shares: [Double]) -> [Double] {
        let sorted = microseconds.sorted()
        return shares.map { share in
            sorted.isEmpty ? 0 : sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
        }
    }

    var median: Double { at([0.5])[0] }
}

/// Tables as people read them, the same as figures.c prints.
struct Report {
    private(set) var missed = 0

    func table(_ title: String, _ samples: [Samples]) {
        print("\n### \(title)\n\n| contender | n | p50 µs | p90 µs | p99 µs | max µs |\n|---|--:|--:|--:|--:|--:|")
        for sample in samples {
            let figures = sample.at([0.5, 0.9, 0.99, 1]).map { Report.decimal($0, places: 2) }
            print("| \(sample.name) | \(sample.microseconds.count) | \(figures.joined(separator: " | ")) |")
        }
    }

    func head(_ title: String, _ what: String) {
        print("\n### \(title)\n\n| \(what) | measured | bound | |\n|---|--:|--:|---|")
    }

    /// A figure that may be at most so large; without a bound it is only shown.
    mutating func row(_ what: String, _ figure: Double, _ unit: String, atMost bound: Double? = nil) {
        write(
            what, figure, unit, bound.map { "≤ \(Report.decimal($0, places: 2)) \(unit)" }, bound.map { figure <= $0 })
    }

    /// A figure that has to be larger than a bound.
    mutating func row(_ what: String, _ figure: Double, _ unit: String, over bound: Double) {
        write(what, figure, unit, "> \(Report.decimal(bound, places: 2)) \(unit)", figure > bound)
    }

    private mutating func write(_ what: String, _ figure: Double, _ unit: String, _ bound: String?, _ isKept: Bool?) {
        let verdict = isKept.map { $0 ? "kept" : "missed" } ?? ""
        if isKept == false { missed += 1 }
        print("| \(what) | \(Report.decimal(figure, places: 2)) \(unit) | \(bound ?? "") | \(verdict) |")
    }

    static func decimal(_ value: Double, places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let whole = Int((value * Double(scale)).rounded())
        let digits = String(whole % scale)
        return "\(whole / scale)." + String(repeating: "0", count: places - digits.utf8.count) + digits
    }
}

/// Nanoseconds of the kernel's monotonic clock.
func nanosecondsNow() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}
