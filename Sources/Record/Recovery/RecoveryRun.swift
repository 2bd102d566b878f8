import CallpointCore
import EventCodec
import Glibc
import LinuxIO

/// One start's recovery: journal and event log become one, and what cannot be believed is set aside and named.
///
/// It arms whatever it finds. Only a state directory that is not there at all
/// is an error, because then the configuration is wrong and a person must know.
final class RecoveryRun {
    let options: RecordOptions
    let directory: String
    var result = Recovery()
    private(set) var journal: RecoveredJournal
    /// The event log holds every line up to this one.
    private(set) var writtenThrough: Int64 = 0
    let marker: StartMarker
    private let poisonous: Set<Int64>
    private let settingAside: SettingAside
    private var lastInLog: LineFrame?

    init(_ options: RecordOptions) {
        self.options = options
        directory = "\(options.stateDirectory)/journal"
        marker = StartMarker(stateDirectory: options.stateDirectory, isWatching: options.notesCrashes)
        poisonous = marker.poisonous
        settingAside = SettingAside(in: directory)
        result.unfinishedStarts = marker.unfinished
        result.trust = Recovery.Trust(rawValue: max(0, marker.failures - 1)) ?? .nothing
        journal = RecoveredJournal(
            directory: directory, segment: nil, isWritable: true, live: LiveLines(), head: nil, configurations: [],
            shown: 0, runningSeconds: 0, openedAtSeconds: 0, unadopted: [])
    }

    /// Does it all; `visit` gets the lines that the state is made of, in order.
    ///
    /// `prepared` is called before the first of them, with the site files that they may name.
    func run(
        _ log: EventLogFile, prepared: ([StoredConfiguration]) -> Void = { _ in },
        _ visit: (UnsafeRawBufferPointer) -> Void
    ) {
        do { try Files.makeDirectory(directory) } catch { result.notes.append("\(error)") }
        if marker.unfinished > 0 {
            result.notes.append(
                "\(marker.path): starts in a row that did not come to arm: \(marker.unfinished), "
                    + "by a fault of the program's own: \(marker.crashes.count)")
        }
        SegmentName.remove("\(directory)/\(SegmentName.unfinished)")
        mendEventLog()
        openNewest()
        adopt()
        result.configurations = journal.configurations
        result.head = journal.head
        result.durableThrough = durableThrough
        prepared(journal.configurations)
        visitAll(visit)
        reemit(to: log)
        journal.shown = writtenThrough
    }

    private func mendEventLog() {
        let path = "\(options.logDirectory)/\(EventLogFiles.name)"
        do {
            let tail = try EventLogTail(repairing: path)
            lastInLog = tail.last
            result.setAside += tail.setAside
            result.notes += tail.notes
            if lastInLog == nil { lastInLog = try EventLogFiles.last(in: options.logDirectory) }
        } catch { result.notes.append("\(error): the event log is not read") }
    }

    // MARK: The newest segment

    private func openNewest() {
        var segments: [(path: String, first: Int64)] = []
        do { segments = try SegmentName.list(in: directory) } catch { result.notes.append("\(error)") }
        let moved = settingAside.unfinished(newest: segments.last?.first)
        if result.trust >= .eventLogAlone {
            for segment in segments { giveUp(segment.path) }
            settingAside.end()
            return result.trust == .nothing ? startEmpty() : rebuildFromEventLog(because: why)
        }
        if let moved {
            // That start came to tell nobody.
            result.setAside.append("\(moved.path): an earlier start set it aside and did not come to replace it")
            return rebuild(from: moved, movedTo: moved.path, earlier: segments)
        }
        guard let newest = segments.last else {
            return rebuildFromEventLog(because: "no segment is there")
        }
        guard result.trust == .all else {
            return setAsideAndRebuild(newest, earlier: segments.dropLast(), because: why)
        }
        do throws(SegmentError) {
            let segment = try open(newest.path)
            try take(segment, SegmentCheck(segment, options.progress))
        } catch {
            setAsideAndRebuild(newest, earlier: segments.dropLast(), because: "\(error)")
        }
    }

    /// Waits a second for another program's lock; on a full disk the log is left as short as it is.
    private func open(_ path: String) throws(SegmentError) -> Segment {
        let deadline = MonotonicClock().now + .seconds(1)
        while true {
            do throws(SegmentError) { return try Segment(path: path, log: options.writeAheadPages) } catch {
                switch error.kind {
                case .full: return try Segment(path: path, log: nil)
                case .busy where MonotonicClock().now < deadline: usleep(10_000)
                default: throw error
                }
            }
        }
    }

    private func take(_ segment: Segment, _ check: SegmentCheck) throws(SegmentError) {
        journal.segment = segment
        journal.live = check.live
        journal.head = check.head
        journal.configurations = check.configurations
        journal.shown = check.meta.opening.shown
        journal.runningSeconds = check.meta.runningSeconds
        journal.openedAtSeconds = check.meta.opening.runningSeconds
        result.usedGenerations.formUnion(check.generations)
    }

    private var why: String { "\(marker.failures) starts in a row ended by a fault of the program's own" }

    /// The program has ended by its own fault whatever it was made to believe: it begins with nothing, and keeps the files.
    private func startEmpty() {
        guard let last = lastInLog else { return }
        let head = ChainHead(generation: last.generation, sequence: last.sequence, hash: last.hash)
        journal.head = head
        result.usedGenerations.insert(last.generation)
        result.notes.append("\(directory): starts with no state; open incidents of before stand in the files set aside")
    }

    /// Moves a segment out of the chain that is not read again.
    private func giveUp(_ path: String) {
        let target = SegmentName.aside(path)
        do {
            try SegmentName.move(path, to: target)
            result.setAside.append("\(target): \(why)")
        } catch { result.notes.append("\(path): \(why); and it cannot be renamed: \(error)") }
    }

    private func rebuildFromEventLog(because why: String) {
        guard lastInLog != nil else { return }
        result.notes.append("\(directory): \(why); the journal is made anew from the event log")
        rebuild(from: nil, movedTo: nil, earlier: [])
    }

    /// Makes a segment from all that is whole: the bad one's lines, the ones before it, and the event log's. Where the
    /// bad one cannot be renamed it stays where it is and is read there.
    private func setAsideAndRebuild(
        _ bad: (path: String, first: Int64), earlier: [(path: String, first: Int64)], because why: String
    ) {
        do {
            let target = try settingAside.begin(bad.path)
            result.setAside.append("\(target): \(why)")
            rebuild(from: bad, movedTo: target, earlier: earlier)
        } catch {
            result.notes.append("\(bad.path): \(why); and it cannot be renamed: \(error)")
            rebuild(from: bad, movedTo: nil, earlier: earlier)
        }
    }

    private func rebuild(
        from bad: (path: String, first: Int64)?, movedTo target: String?, earlier: [(path: String, first: Int64)]
    ) {
        for isInMemory in bad != nil && target == nil ? [true] : [false, true] {
            do throws(SegmentError) {
                let rebuild = try Rebuild(
                    options, directory, isInMemory: isInMemory,
                    salvaging: result.trust >= .withoutNewest ? nil : bad.map { (target ?? $0.path, $0.first) },
                    first: bad?.first, earlier: earlier, lastInLog: lastInLog)
                try take(rebuild.segment, SegmentCheck(rebuild.segment, options.progress))
                journal.isWritable = !isInMemory
                result.notes += rebuild.notes
                if !isInMemory { settingAside.end() }
                return
            } catch { result.notes.append("\(error): the journal could not be made anew") }
        }
        journal.segment = nil
        journal.head = lastInLog.map { ChainHead(generation: $0.generation, sequence: $0.sequence, hash: $0.hash) }
    }

    // MARK: Making both copies one

    /// Takes over what only the event log holds: lines that were shown before they were durable.
    private func adopt() {
        guard let last = lastInLog, last.sequence > journal.head?.sequence ?? 0, result.trust < .nothing else { return }
        var lines: [EncodedLine] = []
        do {
            try EventLogFiles.visit(in: options.logDirectory, after: journal.head?.sequence ?? 0) { frame, line in
                options.progress()
                if let head = journal.head, frame.sequence == head.sequence + 1, frame.previous != head.hash {
                    result.notes.append(
                        "\(options.logDirectory): line \(frame.sequence) does not follow the journal's last line; "
                            + "it and what comes after it stay in the event log only. Run `callpoint verify`.")
                    return false
                }
                lines.append(self.line(frame, line))
                journal.head = ChainHead(generation: frame.generation, sequence: frame.sequence, hash: frame.hash)
                result.usedGenerations.insert(frame.generation)
                if lines.count == 512 { keep(&lines) }
                return true
            }
        } catch { result.notes.append("\(error): lines that only the event log holds are not taken over") }
        keep(&lines)
        if result.adopted > 0 {
            result.notes.append("\(directory): \(result.adopted) lines taken over from the event log")
        }
    }

    private func line(_ frame: LineFrame, _ line: UnsafeRawBufferPointer) -> EncodedLine {
        let bytes = frame.canonical(line)
        let meaning = bytes.withUnsafeBytes { options.meaning($0) }
        journal.live.note(
            sequence: frame.sequence, incident: meaning.incident?.text, opens: meaning.opens, keys: meaning.keepKeys)
        return EncodedLine(
            generation: frame.generation, sequence: frame.sequence, bytes: bytes, hash: frame.hash,
            incident: meaning.incident, opens: meaning.opens, keepKeys: meaning.keepKeys)
    }

    /// Writes lines to the journal, or leaves them for the journal's thread to write when it can.
    private func keep(_ lines: inout [EncodedLine]) {
        guard !lines.isEmpty else { return }
        result.adopted += lines.count
        let batch = Batch(lines: lines)
        lines = []
        if journal.isWritable, journal.unadopted.isEmpty, let segment = journal.segment,
            (try? segment.append([batch])) != nil
        {
            return
        }
        journal.unadopted.append(batch)
    }

    /// The last line that a journal on the disk holds.
    private var durableThrough: Int64 {
        guard journal.isWritable, journal.segment != nil else { return 0 }
        return journal.unadopted.first?.lines.first.map { $0.sequence - 1 } ?? journal.head?.sequence ?? 0
    }

    private func visitAll(_ visit: (UnsafeRawBufferPointer) -> Void) {
        if let segment = journal.segment {
            do throws(SQLiteError) {
                for table in ["snapshot", "events"] {
                    let statement = try segment.connection.prepare("SELECT seq, line FROM \(table) ORDER BY seq")
                    while try statement.step() { visitOne(statement.integer(0), statement.blob(1), visit) }
                }
            } catch { result.notes.append("\(error): the state may lack its newest lines") }
        }
        for batch in journal.unadopted {
            for line in batch.lines { line.bytes.withUnsafeBytes { visitOne(line.sequence, $0, visit) } }
        }
        StartMarker.isAt(0)
    }

    private func visitOne(
        _ sequence: Int64, _ line: UnsafeRawBufferPointer, _ visit: (UnsafeRawBufferPointer) -> Void
    ) {
        guard !poisonous.contains(sequence) else {
            let type = LineFrame.text(of: "type", in: line) ?? "of no type"
            result.setAside.append(
                "line \(sequence) (\(type)): two starts ended at it, and it is passed over. Run `callpoint tail` for what it says, "
                    + "and report it.")
            return
        }
        options.progress()
        StartMarker.isAt(sequence)
        visit(line)
    }

    /// Gives the event log what only the journal holds.
    private func reemit(to log: EventLogFile) {
        writtenThrough = lastInLog?.sequence ?? journal.shown
        guard let head = journal.head else { return }
        let history = History(stateDirectory: options.stateDirectory)
        while writtenThrough < head.sequence {
            guard let some = try? history.lines(from: writtenThrough + 1, limit: 256), !some.isEmpty else {
                // Nobody holds them: retention or a loss that has been named before.
                writtenThrough = head.sequence
                break
            }
            let lines = some.map { line in
                EncodedLine(
                    generation: line.generation, sequence: line.sequence, bytes: line.bytes, hash: [], incident: nil,
                    opens: 0, keepKeys: [])
            }
            let (written, error) = log.append(lines[...], DurableLines(through: .max), at: Instant(microseconds: 0))
            result.reemitted += written
            if written > 0 { writtenThrough = lines[written - 1].sequence }
            if let error {
                result.notes.append("\(error): lines after \(writtenThrough) are written when it works again")
                break
            }
        }
        if result.reemitted > 0 { result.notes.append("\(log.path): \(result.reemitted) lines added from the journal") }
    }
}
