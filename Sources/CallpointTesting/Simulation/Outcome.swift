import CallpointCore

/// What came of a simulated day.
public struct Outcome: Sendable {
    /// The seed.
    public var seed: UInt64
    /// The hash of the last line of its event log: the chain makes it the hash of all of them.
    public var hash: String
    /// What happened, counted.
    public var tally: Tally
    /// The rules that were broken; empty where none was.
    public var breaches: [Breach]
}

/// What happened in simulated days, counted.
public struct Tally: Sendable, Hashable {
    /// Presses that were handed in, second ones and tests too.
    public var presses = 0
    /// Presses on a line that nobody watched, because no daemon ran.
    public var unheard = 0
    /// Incidents that were opened.
    public var incidents = 0
    /// Presses that joined one.
    public var joined = 0
    /// Orders that were given.
    public var orders = 0
    /// Orders that nobody answered in time.
    public var timeouts = 0
    /// Shortfalls that were said.
    public var shortfalls = 0
    /// Presses that were tests.
    public var tests = 0
    /// Acts that were refused.
    public var refused = 0
    /// Starts after an orderly end.
    public var restarts = 0
    /// Starts after the daemon was killed.
    public var crashes = 0
    /// Of those, starts for which the record had lost what was shown while the disk took nothing.
    public var losses = 0
    /// Positions that were handed in.
    public var fixes = 0
    /// Events that were written down.
    public var events = 0
    /// Incidents that were open at the end.
    public var open = 0

    /// Nothing.
    public init() {}

    mutating func count(_ event: Event) {
        events += 1
        switch event.body {
        case .alarmRepeated: joined += 1
        case .orderIssued: orders += 1
        case .orderTimedOut: timeouts += 1
        case .shortfall: if event.mode == .live { shortfalls += 1 }
        case .testPressed: tests += 1
        default: break
        }
    }

    /// The names of the counts, in order, and where they stand.
    public static let fields: [(name: String, path: any WritableKeyPath<Tally, Int> & Sendable)] = [
        ("presses", \.presses), ("unheard", \.unheard), ("incidents", \.incidents), ("joined", \.joined),
        ("orders", \.orders), ("timeouts", \.timeouts), ("shortfalls", \.shortfalls), ("tests", \.tests),
        ("refused", \.refused), ("restarts", \.restarts), ("crashes", \.crashes), ("losses", \.losses),
        ("fixes", \.fixes),
        ("events", \.events), ("open", \.open),
    ]

    /// Adds another day's counts.
    public mutating func add(_ other: Tally) {
        for field in Tally.fields { self[keyPath: field.path] += other[keyPath: field.path] }
    }
}
