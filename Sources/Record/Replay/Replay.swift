public import CallpointCore
import EventCodec

/// Rebuilds the state from a journal by applying its lines, and holds it against what the journal stored of it.
///
/// Each segment opens with a snapshot, which alone gives the state: so the lines of the segment before must give the same.
/// On the way each ranking is made again from what it weighed. With bounded memory: the state, and one page of lines.
public final class Replay {
    private let journal: JournalReader
    private let site: (StoredConfiguration) -> Site?
    private let extra: [Site]
    private let progress: (ReplayProgress) -> Void
    private let found: (ReplayFinding) -> Void
    /// Is shown every event before it is applied, with the state that it meets.
    private let watch: (ReplayMoment) -> Void
    private let ranksAgain: Bool

    private var engine = Replay.empty
    private var summary = ReplaySummary()
    private var segment: JournalReader.Segment
    private var orders = OrderCheck()
    private var knownHashes: Set<String> = []
    private var lastHash: [UInt8]?
    private var expected: Int64?
    private var failure: RecordError?

    /// A replay of a journal. `site` reads a site file that the journal kept, `extra` are site files from elsewhere, under
    /// the hashes that the lines name; `watch` is shown every event, with the state before it. Without `ranksAgain` the
    /// decisions are left as they are.
    public init(
        _ journal: JournalReader, site: @escaping (StoredConfiguration) -> Site?, extra: [Site] = [],
        progress: @escaping (ReplayProgress) -> Void = { _ in }, found: @escaping (ReplayFinding) -> Void = { _ in },
        watch: @escaping (ReplayMoment) -> Void = { _ in }, ranksAgain: Bool = true
    ) {
        self.journal = journal
        self.site = site
        self.extra = extra
        self.progress = progress
        self.found = found
        self.watch = watch
        self.ranksAgain = ranksAgain
        segment = journal.segments[0]
    }

    private static var empty: Engine {
        Engine(site: Site(id: "", name: "", callPoints: [], plans: [], units: [], hash: ""))
    }

    /// Reads everything. Throws where a segment cannot be read; what does not come out as it is stored is a finding.
    public func run() throws(RecordError) -> ReplaySummary {
        for segment in journal.segments {
            self.segment = segment
            summary.segments += 1
            try open()
            try journal.visit(segment, .events) { event($0) }
            if let failure { throw failure }
        }
        summary.openIncidents = engine.openIncidents.count
        summary.liveOrders = engine.openIncidents.reduce(0) { $0 + $1.orders.count { $0.state.isLive } }
        return summary
    }

    // MARK: State

    /// Takes up a segment: its site files, and its snapshot, which the state that was reached must equal.
    private func open() throws(RecordError) {
        let opening = try journal.opening(of: segment)
        var stored = Self.empty
        for configuration in try journal.configurations(of: segment) { know(configuration, &stored) }
        for site in extra {
            engine.know(site)
            stored.know(site)
            knownHashes.insert(site.hash)
        }
        try journal.visit(segment, .snapshot) { row in
            guard let line = check(row, "snapshot line") else { return }
            stored.apply(line.event)
        }
        defer { expected = segment.first }
        guard summary.segments > 1 else {
            engine = stored
            return
        }
        if let last = expected, segment.first > last {
            if opening.gaps.contains(where: { $0.upperBound >= last }) {
                summary.statesAfterGap += 1
                engine = stored
                lastHash = nil
                return
            }
            report(.line, segment.first, "lines \(last) to \(segment.first - 1)", "nothing", "they are missing")
        }
        summary.statesCompared += 1
        let differences = engine.differences(fromStored: stored)
        for difference in differences {
            report(
                .state, nil, "the state after line \(segment.first - 1): \(difference.what)",
                difference.stored, difference.rebuilt)
        }
        // What is stored is what a start would have gone on with.
        if !differences.isEmpty { engine = stored }
    }

    private func know(_ configuration: StoredConfiguration, _ stored: inout Engine) {
        guard let site = site(configuration) else { return }
        let isNew = knownHashes.insert(configuration.hash).inserted
        if isNew, site.hash != configuration.hash {
            report(.siteFile, nil, "a site file", configuration.hash, site.hash)
        }
        var named = site
        named.hash = configuration.hash
        engine.know(named)
        stored.know(named)
    }

    /// The event of a row, where it can be read; says what is not as it was written.
    private func check(_ row: SegmentRow, _ noun: String) -> DecodedLine? {
        summary.lines += 1
        if !row.isIntact {
            let frame = LineFrame(row.line)
            let isWhole = frame?.isIntact(row.line) ?? false
            report(
                .line, row.sequence, isWhole ? "what stands beside \(noun) \(row.sequence)" : "\(noun) \(row.sequence)",
                frame.map { "hash \(Digest.hex($0.hash).prefix(16))…" } ?? "no line",
                isWhole ? "other columns" : "another hash: it was changed")
        }
        guard let line = try? EventDecoder.decode(row.line) else {
            summary.unknownLines += 1
            return nil
        }
        return line
    }

    private func event(_ row: SegmentRow) {
        guard failure == nil else { return }
        if let expected, row.sequence > expected {
            report(.line, expected, "lines \(expected) to \(row.sequence - 1)", "nothing", "they are missing")
            lastHash = nil
        }
        expected = row.sequence + 1
        summary.first = summary.first ?? row.sequence
        summary.last = row.sequence
        let line = check(row, "line")
        if let frame = LineFrame(row.line) {
            if let lastHash, frame.previous != lastHash, row.isIntact {
                report(
                    .line, row.sequence, "the line before \(row.sequence)",
                    "hash \(Digest.hex(frame.previous).prefix(16))…",
                    "hash \(Digest.hex(lastHash).prefix(16))…")
            }
            lastHash = frame.hash
            summary.headHash = frame.hash
        }
        if summary.lines % 1_000 == 0 {
            let last = max(journal.through, row.sequence)
            progress(
                ReplayProgress(
                    segment: segment.name, sequence: row.sequence, range: min(journal.segments[0].first, last)...last))
        }
        guard let line else { return }
        note(line.event, row.sequence)
        watch(
            ReplayMoment(journal: journal, segment: segment, sequence: row.sequence, event: line.event, engine: engine))
        if ranksAgain { decide(line.event, row.sequence) }
        engine.apply(line.event)
    }

    private func note(_ event: Event, _ sequence: Int64) {
        let hash: String
        var permille = 1_000
        switch event.body {
        case .configLoaded(let loaded): (hash, permille) = (loaded.hash, loaded.planTimesPermille)
        case .alarmRaised(let raised): hash = raised.configuration
        case .alarmReported(let reported): hash = reported.configuration
        default: return
        }
        guard !knownHashes.contains(hash), !summary.missingSiteFiles.contains(where: { $0.hash == hash }) else {
            return
        }
        summary.missingSiteFiles.append(ReplaySummary.MissingSiteFile(hash: hash, planTimesPermille: permille))
    }

    // MARK: Decisions

    private func decide(_ event: Event, _ sequence: Int64) {
        switch event.body {
        case .unitsRanked(let ranked):
            summary.decisions += 1
            if let reason = rankAgain(ranked, event, sequence) { summary.note(reason, at: sequence) }
        case .alarmClosed: orders.end(event.incident)
        case .orderIssued(let order):
            guard let (stored, cameOut) = orders.take(order, event) else { return }
            summary.ordersChecked += 1
            if stored != cameOut {
                report(.order, sequence, "the unit of order \(order.order)", stored, cameOut, event.incident)
            }
        default: break
        }
    }

    /// Makes a ranking again and says what is not the same; why it was not made, where it was not.
    private func rankAgain(_ ranked: UnitsRanked, _ event: Event, _ sequence: Int64) -> UnreplayedReason? {
        guard event.mode == .live else { return .test }
        guard let incident = event.incident, let open = engine.incident(incident) else {
            return summary.missingSiteFiles.isEmpty ? .noIncident : .noSiteFile
        }
        guard knownHashes.contains(open.configuration) else { return .noSiteFile }
        guard case .hash(let hash) = ranked.evidence, let key = Digest.bytes(hex: hash) else { return .noEvidence }
        let bytes: [UInt8]?
        do throws(RecordError) { bytes = try journal.ranking(hash: key, near: segment) } catch {
            failure = error
            return .noEvidence
        }
        orders.take(ranked, event)
        guard let bytes else { return .noEvidence }
        let actual = RankingRecord.hash(bytes)
        guard actual == hash, let weighed = try? RankingRecord.decode(bytes) else {
            report(.evidence, sequence, "what the ranking weighed", "hash \(hash)", "hash \(actual)", incident)
            return nil
        }
        guard weighed.count < UnitsRanked.weighedLimit else { return .cutEvidence }
        guard !engine.hangsOnMore(ranked, incident: incident) else { return .moreThanWeighed }
        guard let again = engine.rankAgain(ranked, weighed: weighed, incident: incident, at: event.at) else {
            return .noIncident
        }
        summary.decisionsReplayed += 1
        for difference in RankingComparison(stored: ranked, again: again, weighed: weighed).differences {
            report(.ranking, sequence, difference.what, difference.stored, difference.rebuilt, incident)
        }
        return nil
    }

    private func report(
        _ kind: ReplayFinding.Kind, _ sequence: Int64?, _ what: String, _ stored: String, _ cameOut: String,
        _ incident: IncidentID? = nil
    ) {
        summary.findings += 1
        found(
            ReplayFinding(
                kind: kind, segment: segment.name, sequence: sequence, incident: incident, what: what, stored: stored,
                cameOut: cameOut))
    }
}

/// An event as a replay meets it, and the state before it.
public struct ReplayMoment {
    let journal: JournalReader
    let segment: JournalReader.Segment
    /// The line's number.
    public let sequence: Int64
    /// What happened.
    public let event: Event
    /// The state before.
    public let engine: Engine

    /// What the ranking of this event weighed; nil where it is none, or was not kept.
    public var weighed: [WeighedUnit]? {
        guard case .unitsRanked(let ranked) = event.body, case .hash(let hash) = ranked.evidence,
            let key = Digest.bytes(hex: hash), let bytes = try? journal.ranking(hash: key, near: segment)
        else { return nil }
        return try? RankingRecord.decode(bytes)
    }
}
