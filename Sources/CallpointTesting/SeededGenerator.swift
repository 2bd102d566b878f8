/// Random numbers that a seed repeats on any machine (SplitMix64).
///
/// A failing simulation prints its seed; the seed alone brings the failure back.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The stream of numbers of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number of a closed range.
    ///
    /// Written here and not left to the standard library, whose way from bits to
    /// numbers may change between versions and with it every golden run.
    public mutating func int(_ range: ClosedRange<Int>) -> Int {
        let span = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next() % span)
    }

    /// True so many times in a hundred.
    public mutating func chance(percent: Int) -> Bool { int(1...100) <= percent }

    /// One of the elements, or nil where there is none.
    public mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[int(0...(elements.count - 1))]
    }
}
