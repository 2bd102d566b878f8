import ArgumentParser
import EventCodec
import Glibc
import Record

/// `callpoint verify`.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads the whole record, and names every line that was edited, deleted, reordered or cut off.",
        discussion: """
            Checks the journal's chain, the event log's, and that both hold the same, while the daemon runs or without
            it. Against somebody who made the whole chain anew, compare the head with one that was sent elsewhere.

            EXAMPLES
              callpoint verify
              callpoint verify --state state --log log --json

            EXIT STATUS
              0 the record is whole; 1 something was found, or a directory cannot be read.
            """)

    @Option(help: ArgumentHelp("The daemon's state directory.", valueName: "directory"), completion: .directory)
    var state = "/var/lib/callpoint"

    @Option(help: ArgumentHelp("The directory of events.jsonl.", valueName: "directory"), completion: .directory)
    var log = "/var/log/callpoint"

    @OptionGroup var output: OutputOptions

    func run() throws {
        let say = output.say
        let isShowingProgress = isatty(STDERR_FILENO) == 1 && !output.json
        let summary: Verifier.Summary
        do throws(RecordError) {
            summary = try Verifier(stateDirectory: state, logDirectory: log).verify(
                progress: { if isShowingProgress { Verify.show($0) } },
                found: { Output.line(output.json ? json($0).text : TextWidth.plain("\($0)")) })
        } catch {
            throw Failure(TextWidth.plain("\(error)"))
        }
        if isShowingProgress { Output.progress("") }
        Output.line(output.json ? json(summary).text : text(summary, say))
        if !summary.isGood { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private static func show(_ progress: Verifier.Progress) {
        let percent = progress.total > 0 ? min(100, progress.bytes * 100 / progress.total) : 100
        Output.progress("\(percent) %  \(progress.file)")
    }

    private func text(_ summary: Verifier.Summary, _ say: Wording) -> String {
        guard summary.isGood else { return say(.verifyFailed, String(summary.findings)) }
        let head = summary.head.map { "\($0.generation):\($0.sequence) \(Digest.hex($0.hash))" } ?? "—"
        return say(
            .verifyOK, String(summary.journalLines), String(summary.eventLogLines), String(summary.segments),
            String(summary.files)) + "\n" + say(.head, head)
    }

    private func json(_ finding: Finding) -> JSON {
        [
            "finding": .string(finding.kind.rawValue), "place": .string(finding.place),
            "seq": finding.sequence.map { .integer($0) } ?? .null, "what": .string(finding.what),
            "remedy": .string(finding.remedy),
        ]
    }

    private func json(_ summary: Verifier.Summary) -> JSON {
        [
            "ok": .bool(summary.isGood), "findings": .integer(Int64(summary.findings)),
            "journal_lines": .integer(Int64(summary.journalLines)),
            "event_log_lines": .integer(Int64(summary.eventLogLines)), "segments": .integer(Int64(summary.segments)),
            "files": .integer(Int64(summary.files)), "first_seq": summary.first.map { .integer($0) } ?? .null,
            "head": summary.head.map { head in
                [
                    "gen": .string(head.generation), "seq": .integer(head.sequence),
                    "hash": .string(Digest.hex(head.hash)),
                ]
            } ?? .null,
        ]
    }
}
