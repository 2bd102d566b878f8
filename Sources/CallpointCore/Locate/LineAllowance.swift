/// How many lines something that chatters may write: the chatter allowance. `burst` at once, and one more for each minute.
///
/// A loose contact makes tens of presses a second. Each would be a line in the journal and in the event log, on a disk that has to
/// last for years, and in front of a person who has to find the next call in it. So what is beyond the allowance
/// is counted, and written in one line when there is room for one. What raises an alarm is never counted against it.
struct LineAllowance: Sendable, Hashable {
    /// So many lines may follow one another at once: more than anybody presses who wants to be heard.
    static let burst = 20
    /// Beyond that, one in so long.
    static let interval: Duration = .seconds(60)

    /// The lines written so far are paid for when time has come this far.
    private var paidAt = Instant(microseconds: 0)

    /// When there is room for a line.
    var nextAt: Instant { paidAt + (.zero - LineAllowance.interval * (LineAllowance.burst - 1)) }

    /// Takes room for a line, whether there is any or not.
    mutating func take(at now: Instant) { paidAt = max(paidAt, now) + LineAllowance.interval }

    /// Takes room for a line; false where there is none.
    mutating func takeIfFree(at now: Instant) -> Bool {
        guard nextAt <= now else { return false }
        take(at: now)
        return true
    }
}
