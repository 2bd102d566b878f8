import CallpointCore
import EventCodec
import Record

/// What a replay found, for people and for programs.
struct ReplayReport {
    let say: Wording

    /// `journal-….db, line 48211, NS-03-7c1e-0007: candidate 2: stored …; came out …`.
    func text(_ finding: ReplayFinding) -> String {
        let place = [
            finding.segment, finding.sequence.map { say.replay(.lineNumber, String($0)) }, finding.incident?.text,
        ]
        return TextWidth.plain(
            place.compactMap { $0 }.joined(separator: say(.comma)) + ": "
                + say.replay(.differs, finding.what, finding.stored, finding.cameOut))
    }

    func json(_ finding: ReplayFinding) -> JSON {
        [
            "difference": .string(finding.kind.rawValue), "segment": .string(finding.segment),
            "seq": finding.sequence.map { .integer($0) } ?? .null,
            "incident": finding.incident.map { .string($0.text) } ?? .null, "what": .string(finding.what),
            "stored": .string(finding.stored), "came_out": .string(finding.cameOut),
        ]
    }

    func lines(_ summary: ReplaySummary) -> [String] {
        var lines = [
            say.replay(
                .replayRead, String(summary.segments), String(summary.lines), String(summary.first ?? 0),
                String(summary.last ?? 0)), state(summary), decisions(summary),
        ]
        for unreplayed in summary.unreplayed {
            lines.append(
                "  "
                    + say.replay(
                        .notReplayed, String(unreplayed.count), why(unreplayed.reason), String(unreplayed.first)))
        }
        for missing in summary.missingSiteFiles { lines.append("  " + say.replay(.missingSiteFile, missing.hash)) }
        if summary.unknownLines > 0 { lines.append("  " + say.replay(.unknownLines, String(summary.unknownLines))) }
        lines.append(say.replay(.openAtEnd, String(summary.openIncidents), String(summary.liveOrders)))
        if !summary.headHash.isEmpty { lines.append(say.replay(.replayHead, Digest.hex(summary.headHash))) }
        lines.append(summary.isGood ? say.replay(.replayGood) : say.replay(.replayBad, String(summary.findings)))
        return lines.map { TextWidth.plain($0) }
    }

    private func state(_ summary: ReplaySummary) -> String {
        let gaps = summary.statesAfterGap > 0 ? " " + say.replay(.statesAfterGap, String(summary.statesAfterGap)) : ""
        guard summary.statesCompared > 0 else { return say.replay(.noStates) + gaps }
        return say.replay(.statesCompared, String(summary.statesCompared)) + gaps
    }

    private func decisions(_ summary: ReplaySummary) -> String {
        say.replay(
            .decisionsReplayed, String(summary.decisionsReplayed), String(summary.decisions),
            String(summary.ordersChecked))
    }

    private func why(_ reason: UnreplayedReason) -> String {
        switch reason {
        case .noEvidence: say.replay(.whyNoEvidence)
        case .cutEvidence: say.replay(.whyCutEvidence)
        case .moreThanWeighed: say.replay(.whyMoreThanWeighed)
        case .noSiteFile: say.replay(.whyNoSiteFile)
        case .noIncident: say.replay(.whyNoIncident)
        case .test: say.replay(.whyTest)
        }
    }

    func json(_ summary: ReplaySummary) -> JSON {
        [
            "ok": .bool(summary.isGood), "differences": .integer(Int64(summary.findings)),
            "segments": .integer(Int64(summary.segments)), "lines": .integer(Int64(summary.lines)),
            "unknown_lines": .integer(Int64(summary.unknownLines)),
            "first_seq": summary.first.map { .integer($0) } ?? .null,
            "last_seq": summary.last.map { .integer($0) } ?? .null,
            "head_hash": summary.headHash.isEmpty ? .null : .string(Digest.hex(summary.headHash)),
            "states_compared": .integer(Int64(summary.statesCompared)),
            "states_after_gap": .integer(Int64(summary.statesAfterGap)),
            "decisions": .integer(Int64(summary.decisions)),
            "decisions_replayed": .integer(Int64(summary.decisionsReplayed)),
            "orders_checked": .integer(Int64(summary.ordersChecked)),
            "not_replayed": .array(
                summary.unreplayed.map { unreplayed in
                    [
                        "reason": .string(unreplayed.reason.rawValue), "count": .integer(Int64(unreplayed.count)),
                        "first_seq": .integer(unreplayed.first),
                    ]
                }),
            "missing_site_files": .array(summary.missingSiteFiles.map { .string($0.hash) }),
            "open_incidents": .integer(Int64(summary.openIncidents)),
            "live_orders": .integer(Int64(summary.liveOrders)),
        ]
    }
}
