/// Press → order latencies since the start, in buckets that grow by an eighth: percentiles right to 12 %.
struct LatencyHistogram {
    private var counts = [Int](repeating: 0, count: 256)
    private(set) var count = 0
    private(set) var maximumMicroseconds = 0

    /// Takes in a latency in microseconds.
    mutating func add(microseconds: Int) {
        counts[LatencyHistogram.bucket(of: max(0, microseconds))] += 1
        count += 1
        maximumMicroseconds = max(maximumMicroseconds, microseconds)
    }

    /// A latency that so many per cent (1…100) of all stay within, in microseconds; nil before the first.
    func percentile(_ percent: Int) -> Int? {
        guard count > 0 else { return nil }
        var left = (count * percent + 99) / 100
        for (bucket, held) in counts.enumerated() {
            left -= held
            if left <= 0 { return min(LatencyHistogram.upperEdge(of: bucket), maximumMicroseconds) }
        }
        return maximumMicroseconds
    }

    /// Eight buckets for each power of two.
    private static func bucket(of value: Int) -> Int {
        guard value >= 8 else { return value }
        let power = Int.bitWidth - 1 - value.leadingZeroBitCount
        return min(255, (power - 2) * 8 + (value >> (power - 3)) - 8)
    }

    private static func upperEdge(of bucket: Int) -> Int {
        guard bucket >= 8 else { return bucket }
        let power = bucket / 8 + 2
        return ((bucket % 8 + 9) << (power - 3)) - 1
    }
}
