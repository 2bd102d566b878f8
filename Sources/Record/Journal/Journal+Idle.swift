import CallpointCore
import EventCodec
import LinuxIO

// What the journal does for itself while nobody waits: a piece at a time.
extension Journal {
    /// Does one piece of work. Returns when to come again: now, or at an instant; nil where nothing can be done.
    func idle() -> Instant? {
        let now = clock()
        guard let segment else { return nil }
        do throws(SegmentError) {
            do throws(SQLiteError) {
                if !rankings.isEmpty {
                    if writeRankings() { return now }
                    return now + options.retryInterval
                }
                if let retired {
                    self.retired = nil
                    try? retired.fold()
                    return now
                }
                if segment.connection.logFrames > options.writeAheadPages / 2 {
                    try segment.restartLog()
                    return now
                }
            } catch { throw .sqlite(error) }
            if try rotateOneStep(at: now) { return now }
            if now >= nextRetention {
                nextRetention = now + .seconds(3_600)
                notes += Retention(options, directory).drop(
                    runningSeconds: running.seconds(at: now), keeping: segment.path)
                return now
            }
            if now >= nextMark { try mark(at: now) }
        } catch {
            if error.kind == .failed { abandon("\(error)") }
            rotation = nil
            nextRotation = max(nextRotation, now + .seconds(60))
            return now + options.retryInterval
        }
        return min(nextRotation, nextRetention, nextMark)
    }

    /// Restarts the log although batches come without a pause, before it has grown to four times its length.
    func restartLogUnderLoad() {
        guard let segment, segment.connection.logFrames > 4 * options.writeAheadPages else { return }
        do throws(SQLiteError) { try segment.restartLog() } catch { if error.kind == .failed { abandon("\(error)") } }
    }

    func writeRankings() -> Bool {
        guard let segment else { return false }
        let some = Array(rankings.prefix(64))
        do throws(SQLiteError) { try segment.write(rankings: some) } catch {
            if error.kind == .failed { abandon("\(error)") }
            // Only the input of a ranking that is already hashed in the chain is
            // given up here, never a line.
            if rankingBytes > Self.rankingsLimit { dropRankings(some.count) }
            return false
        }
        dropRankings(some.count)
        return true
    }

    private func dropRankings(_ count: Int) {
        rankingBytes -= rankings[..<count].reduce(0) { $0 + $1.count }
        rankings.removeFirst(count)
    }

    private func mark(at now: Instant) throws(SegmentError) {
        nextMark = now + Self.markInterval
        do throws(SQLiteError) {
            try segment?.set([(.shown, String(shown)), (.running, String(running.seconds(at: now)))])
        } catch { throw .sqlite(error) }
    }

    private func rotateOneStep(at now: Instant) throws(SegmentError) -> Bool {
        guard let segment, let head else { return false }
        if rotation == nil {
            guard now >= nextRotation || segment.bytes > options.segmentBytes, head.sequence >= segment.first
            else { return false }
            nextRotation = now + options.segmentAge
            rotation = try Rotation(from: segment, live: live, head: head, configurations: configurations)
        }
        guard let rotation, try rotation.step(head: head) else { return rotation != nil }
        let opening = SegmentOpening(
            first: head.sequence + 1, previous: head, runningSeconds: running.seconds(at: now), shown: shown)
        let path = try rotation.finish(opening)
        self.rotation = nil
        self.segment = try open(path)
        configurations = rotation.carriedConfigurations
        retired = segment
        nextRetention = now
        notes.append("\(segment.path): closed; the record goes on in \(path)")
        return true
    }

    /// Writes what is only in memory, as far as it can be written, and leaves the segment tidy.
    func close() {
        while !rankings.isEmpty, writeRankings() {}
        try? mark(at: clock())
        try? segment?.connection.checkpoint(.passive)
        try? retired?.fold()
        segment = nil
    }
}
