/// Counts sequences, and so proves that none is missing.
struct SequenceProof {
    private(set) var first: Int64?
    private(set) var last: Int64?
    private(set) var missing: Int64 = 0

    init() {}

    /// A proof that begins after a sequence which was not itself seen: the next must be the one after it.
    init(after sequence: Int64) { last = sequence }

    /// A proof that has seen these two and whatever lies between.
    init(first: Int64, last: Int64) {
        self.first = first
        self.last = last
    }

    /// Notes a gap between sequences that were seen.
    mutating func add(_ gap: Gap) { missing += gap.count }

    /// A gap: the sequences after the first and before the second did not come.
    struct Gap: Equatable {
        var after: Int64
        var next: Int64
        var count: Int64 { next - after - 1 }
    }

    /// Notes the next sequence; the gap before it, where there is one. One that came before changes nothing.
    mutating func note(_ sequence: Int64) -> Gap? {
        guard let last else {
            first = sequence
            last = sequence
            return nil
        }
        guard sequence > last else { return nil }
        if first == nil { first = sequence }
        self.last = sequence
        guard sequence > last + 1 else { return nil }
        let gap = Gap(after: last, next: sequence)
        missing += gap.count
        return gap
    }

    /// What was seen, in words.
    func summary(_ say: Wording) -> String {
        guard let first, let last else { return say(.seenNothing) }
        return missing == 0
            ? say(.seenAll, String(first), String(last))
            : say(.seenWithGaps, String(first), String(last), String(missing))
    }
}

extension Wording {
    /// A gap in words.
    func callAsFunction(gap: SequenceProof.Gap) -> String {
        self(.gap, String(gap.count), String(gap.after), String(gap.next))
    }
}
