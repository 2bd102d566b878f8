import CallpointCore

// Troubles, and their end.
extension Flow {
    /// The journal has not got a batch in time, or cannot write: nothing waits for it any more.
    mutating func degrade(at now: Instant) {
        guard trouble.since == nil else { return }
        trouble.since = now
        let waited = pending.first.map { (now - $0.submittedAt).milliseconds } ?? 0
        reports.append(.degraded(reason: trouble.reason, waitedMilliseconds: Int(waited)))
    }

    /// The event log cannot be written.
    mutating func fail(file reason: String, at now: Instant) {
        trouble.file = reason
        degrade(at: now)
    }

    /// The journal cannot be written.
    mutating func fail(journal reason: String, at now: Instant) {
        trouble.journal = reason
        degrade(at: now)
        release(through: submittedThrough, at: now)
    }

    /// A group is durable.
    mutating func committed(through sequence: Int64, at now: Instant) {
        isCommitting = false
        trouble.journal = nil
        let before = durableThrough
        durable.through = max(durableThrough, sequence)
        for index in pending.indices where pending[index].releasedAt == nil && pending[index].through <= sequence {
            pending[index].releasedAt = now
        }
        if before < shownEarlyThrough { reports.append(.durable(through: durableThrough)) }
    }

    /// Says that all is well again once both copies hold everything.
    mutating func settle(at now: Instant) {
        guard let since = trouble.since, trouble.journal == nil, trouble.file == nil, queue.isEmpty, !isCommitting,
            pending.isEmpty, writtenThrough >= durableThrough
        else { return }
        reports.append(.restored(behind: trouble.early, milliseconds: Int((now - since).milliseconds)))
        trouble = Trouble()
    }

    /// When `tick` has something to do.
    var nextDeadline: Instant? {
        var deadline: Instant?
        func consider(_ instant: Instant) { deadline = min(deadline ?? instant, instant) }
        if let first = pending.first {
            consider((first.releasedAt ?? first.submittedAt) + options.durabilityWait)
            if first.releasedAt != nil, let waiting = pending.first(where: { $0.releasedAt == nil }) {
                consider(waiting.submittedAt + options.durabilityWait)
            }
        }
        if !isDue, let held = queue.first { consider(held.submittedAt + options.flushDelay) }
        return deadline
    }

    /// What `tick` does under the lock.
    mutating func tick(at now: Instant) -> (wakesJournal: Bool, wakesLog: Bool) {
        var wakesJournal = false
        var wakesLog = false
        if !isDue, let held = queue.first, held.submittedAt + options.flushDelay <= now {
            isDue = true
            wakesJournal = true
        }
        if let waiting = pending.first(where: { $0.releasedAt == nil }),
            waiting.submittedAt + options.durabilityWait <= now
        {
            degrade(at: now)
            release(through: submittedThrough, at: now)
            wakesLog = true
        }
        if let stuck = pending.last(where: { ($0.releasedAt ?? now) + options.durabilityWait <= now }) {
            // Durable or not, the file takes too long: it is shown without.
            trouble.file = trouble.file ?? "the event log has not answered in time"
            degrade(at: now)
            show(through: stuck.through, inFile: false, at: now)
        }
        return (wakesJournal, wakesLog)
    }
}
