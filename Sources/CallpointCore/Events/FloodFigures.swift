/// How many wait, and for whom, while presses outnumber units.
public struct FloodFigures: Sendable, Hashable {
    /// Open incidents that lack units and have nobody under way.
    public var waiting: Int
    /// Open incidents.
    public var open: Int
    /// Units on duty.
    public var onDuty: Int
    /// Those of them that are free.
    public var free: Int

    /// Figures from their parts.
    public init(waiting: Int, open: Int, onDuty: Int, free: Int) {
        self.waiting = waiting
        self.open = open
        self.onDuty = onDuty
        self.free = free
    }
}

/// What a flood came to.
public struct FloodEnded: Sendable, Hashable {
    /// How long it lasted, in milliseconds.
    public var lastedMilliseconds: Int
    /// The most that waited at once, as far as this start has seen it.
    public var peak: Int
    /// How it stands at its end.
    public var figures: FloodFigures

    /// An end from its parts.
    public init(lastedMilliseconds: Int, peak: Int, figures: FloodFigures) {
        self.lastedMilliseconds = lastedMilliseconds
        self.peak = peak
        self.figures = figures
    }
}
