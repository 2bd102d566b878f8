import LinuxIO

/// Checks the event log's files in order, and against the journal.
final class EventLogWalk {
    private let desk: VerifyDesk
    private let journal: JournalCursor
    private var last: LineFrame?
    /// Whether the last line's hash can be believed.
    private var isLastWhole = false
    private var lastPlace = ""

    private let journalDirectory: String
    private let logDirectory: String

    init(_ desk: VerifyDesk, _ journal: JournalCursor, journalDirectory: String, logDirectory: String) {
        self.desk = desk
        self.journal = journal
        self.journalDirectory = journalDirectory
        self.logDirectory = logDirectory
    }

    /// Reads the files. The journal's head was read before them: the log must reach at least as far.
    func walk(_ files: [(path: String, first: Int64)], journalThrough: Int64?) {
        for file in files {
            desk.summary.files += 1
            do throws(SystemError) { try walk(file.path) } catch {
                desk.report(.unreadable, file.path, nil, "\(error)", "Read it as the daemon's user or group.")
            }
        }
        compareEnds(journalThrough)
    }

    private func walk(_ path: String) throws(SystemError) {
        let reader = try LineReader(path: path)
        while let (line, isTerminated) = try reader.next() {
            desk.summary.eventLogLines += 1
            desk.read(line.count + 1, of: path)
            check(line, isTerminated, "\(path):\(reader.number)")
        }
    }

    private func check(_ line: UnsafeRawBufferPointer, _ isTerminated: Bool, _ place: String) {
        guard let frame = LineFrame(line), frame.isIntact(line) else { return complain(line, isTerminated, place) }
        if let last {
            if frame.sequence <= last.sequence {
                let what = frame.sequence == last.sequence ? "stands there twice" : "stands after line \(last.sequence)"
                desk.report(.reordered, place, frame.sequence, "line \(frame.sequence) \(what)", advice(frame.sequence))
                return
            }
            if frame.sequence > last.sequence + 1 {
                missing((last.sequence + 1)...(frame.sequence - 1), place)
            } else if isLastWhole, frame.previous != last.hash {
                desk.report(
                    .rewritten, place, frame.sequence,
                    "line \(frame.sequence) does not follow the one at \(lastPlace): one of them was written anew",
                    advice(frame.sequence))
            }
        }
        last = frame
        lastPlace = place
        isLastWhole = true
        if let hash = journal.hash(of: frame.sequence), hash != frame.hash {
            desk.report(
                .disagrees, place, frame.sequence, "line \(frame.sequence) is another than the journal's",
                "Both are whole: one was written anew. Compare the head with one that was sent elsewhere.")
        }
    }

    private func complain(_ line: UnsafeRawBufferPointer, _ isTerminated: Bool, _ place: String) {
        isLastWhole = false
        if let frame = LineFrame(line) {
            desk.report(
                .edited, place, frame.sequence, "line \(frame.sequence) was changed", advice(frame.sequence))
            // Its number may be what was changed: it is believed only where it fits.
            if frame.sequence == (last?.sequence ?? frame.sequence - 1) + 1 { last = frame }
        } else if isTerminated {
            let next = last.map { $0.sequence + 1 }
            let name = next.map { "what stands in line \($0)'s place" } ?? "this"
            desk.report(.edited, place, next, "\(name) is no line of the event log", advice(next))
            if let next { last?.sequence = next }
        } else {
            desk.report(
                .truncated, place, last.map { $0.sequence + 1 }, "the last line is cut off",
                "The daemon completes it, or moves it aside, at its next start.")
        }
    }

    private func missing(_ gap: ClosedRange<Int64>, _ place: String) {
        let lines = gap.count == 1 ? "line \(gap.lowerBound) is" : "lines \(gap.lowerBound) to \(gap.upperBound) are"
        desk.report(
            .deleted, place, gap.lowerBound, "\(lines) missing before this one",
            "A compressed older file may hold them; else " + advice(gap.lowerBound).lowercasedFirst)
    }

    private func compareEnds(_ journalThrough: Int64?) {
        guard let last else {
            guard let journalThrough else { return }
            desk.report(
                .truncated, logDirectory, nil,
                "there is no event log, and the journal holds lines up to \(journalThrough)",
                "The daemon adds what was not shown yet at its next start; the rest stands in the journal.")
            return
        }
        if let journalThrough, journalThrough > last.sequence {
            desk.report(
                .truncated, lastPlace, last.sequence + 1,
                "the event log ends with line \(last.sequence), the journal goes on to \(journalThrough)",
                "The journal holds the rest; the daemon adds it at its next start.")
        }
        // Lines that were shown before they were durable may be ahead; others may not.
        guard !last.isMarked, last.sequence >= journal.first ?? 0, journal.hash(of: last.sequence) == nil,
            journalThrough ?? 0 < last.sequence
        else { return }
        desk.report(
            .truncated, journalDirectory, (journalThrough ?? 0) + 1,
            "the journal ends with line \(journalThrough ?? 0); the event log holds lines up to \(last.sequence)",
            "The daemon takes the rest over at its next start.")
    }

    private func advice(_ sequence: Int64?) -> String {
        guard let sequence, journal.hash(of: sequence) != nil else {
            return "The journal does not hold it either; look for a copy that was sent elsewhere."
        }
        return "The journal holds it as it was written."
    }
}

extension String {
    /// For a sentence that goes on after a semicolon.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
