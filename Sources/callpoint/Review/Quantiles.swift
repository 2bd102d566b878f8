import EventCodec

/// Percentiles of any number of durations in fixed room.
///
/// A value is kept as its power of two and seven bits below it, so a percentile is above the true one by less than
/// 1 in 128; the longest is exact.
struct Quantiles {
    private var buckets: [UInt32]
    private(set) var count = 0
    private(set) var longest: Int64 = 0
    private static let detail = 7

    init() { buckets = Array(repeating: 0, count: (64 - Quantiles.detail + 1) << Quantiles.detail) }

    /// Counts a duration in microseconds; a negative one counts as none.
    mutating func add(_ microseconds: Int64) {
        let value = UInt64(max(0, microseconds))
        let bucket = Quantiles.bucket(value)
        buckets[bucket] = buckets[bucket] == .max ? .max : buckets[bucket] + 1
        count += 1
        longest = max(longest, Int64(value))
    }

    /// The smallest value that `permille` of all values do not exceed, 1…1,000; nil where there is none.
    func value(permille: Int) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(1, (count * permille + 999) / 1_000)
        var seen = 0
        for (bucket, number) in buckets.enumerated() where number > 0 {
            seen += Int(number)
            if seen >= rank { return min(longest, Quantiles.top(bucket)) }
        }
        return longest
    }

    var json: JSON {
        [
            "count": .integer(Int64(count)), "p50_us": OrderCourse.json(value(permille: 500)),
            "p90_us": OrderCourse.json(value(permille: 900)), "p99_us": OrderCourse.json(value(permille: 990)),
            "max_us": count > 0 ? .integer(longest) : .null,
        ]
    }

    private static func bucket(_ value: UInt64) -> Int {
        let shift = max(0, 64 - value.leadingZeroBitCount - detail - 1)
        return shift << detail + Int(value >> UInt64(shift))
    }

    /// The largest value of a bucket.
    private static func top(_ bucket: Int) -> Int64 {
        guard bucket >= 2 << detail else { return Int64(bucket) }
        let shift = bucket >> detail - 1
        let part = UInt64(bucket - shift << detail)
        return Int64(clamping: (part + 1) << UInt64(shift) - 1)
    }
}
