/// Which lines the journal holds: all up to one, but for those that it has lost.
struct DurableLines: Sendable, Hashable {
    /// Nothing after this one is durable.
    var through: Int64
    /// What the journal gave up at the backlog's bound: rising, apart from each other. Few: each lies between two
    /// batches that nobody has seen yet, and those are bounded.
    private(set) var holes: [ClosedRange<Int64>] = []

    init(through: Int64) { self.through = through }

    /// Whether the journal holds a line.
    func holds(_ sequence: Int64) -> Bool { holds(sequence...sequence) }

    /// Whether the journal holds all lines of a batch.
    func holds(_ lines: ClosedRange<Int64>) -> Bool {
        lines.upperBound <= through && !holes.contains { $0.overlaps(lines) }
    }

    /// The journal will never hold these; they come in rising order.
    mutating func lose(_ lines: ClosedRange<Int64>) {
        if let last = holes.last, last.upperBound + 1 >= lines.lowerBound {
            holes[holes.count - 1] = last.lowerBound...max(last.upperBound, lines.upperBound)
        } else {
            holes.append(lines)
        }
    }

    /// Nobody will ask for lines up to this one any more.
    mutating func forget(through sequence: Int64) {
        guard !holes.isEmpty else { return }
        holes.removeAll { $0.upperBound <= sequence }
    }
}
