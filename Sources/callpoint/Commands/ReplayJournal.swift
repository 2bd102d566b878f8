import ArgumentParser
import CallpointCore
import EventCodec
import Glibc
import Record
import SiteFile

/// `callpoint replay`.
struct ReplayJournal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Rebuilds the state from a journal and makes every decision again: both must be what is stored.",
        discussion: """
            Applies each line of the journal, and holds what comes out against the next segment's snapshot. Ranks again what
            each ranking weighed, by the plan that was in force: the same candidates in the same order, and the same hash.
            Reads and changes nothing, also while the daemon runs, and journals of other machines.

            EXAMPLES
              callpoint replay /var/lib/callpoint
              callpoint replay journal-00000000000000048211.db --json
              callpoint replay copy/ --config devices.yaml

            EXIT STATUS
              0 everything came out as it is stored; 1 something did not, or the journal cannot be read.
            """)

    @Argument(
        help: ArgumentHelp("A state directory, or one segment file.", valueName: "journal"),
        completion: .file())
    var journal: String

    @Option(
        help: ArgumentHelp("The site file that the journal names and does not hold.", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let say = output.say
        let report = ReplayReport(say: say)
        let isJSON = output.json
        let summary: ReplaySummary
        do throws(RecordError) {
            let reader = try JournalReader(path: journal)
            var extra: [Site] = []
            if let config {
                // Which hashes are missing is known when all has been read.
                let missing = try Replay(reader, site: JournalSite.read).run().missingSiteFiles
                extra = try JournalSite.load(config, for: missing, say)
            }
            let progress = JournalProgress(isShown: isatty(STDERR_FILENO) == 1 && !isJSON)
            summary = try Replay(
                reader, site: JournalSite.read, extra: extra, progress: { progress.show($0) },
                found: { finding in
                    progress.clear()
                    Output.line(isJSON ? report.json(finding).text : report.text(finding))
                }
            ).run()
            progress.clear()
        } catch { throw Failure(TextWidth.plain("\(error)")) }
        Output.lines(isJSON ? [report.json(summary).text] : report.lines(summary))
        if !summary.isGood { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}

/// Site files of a journal, and one from elsewhere in the place of what it lacks.
enum JournalSite {
    /// The site of a file that the journal kept, under the hash that this version gives it.
    static func read(_ stored: StoredConfiguration) -> Site? {
        SiteFile.site(inFile: stored.file, planTimesPermille: stored.planTimesPermille)
    }

    /// The file in a path under each of the hashes that it has: with plan times as they are, and multiplied as the journal
    /// says. Says so where it has none of those that are missing.
    static func load(
        _ path: String, for missing: [ReplaySummary.MissingSiteFile], _ say: Wording
    ) throws(RecordError) -> [Site] {
        let read: SiteConfiguration
        switch SiteFile.load(path: path) {
        case .success(let configuration): read = configuration
        case .failure(let errors):
            throw RecordError(path: path, what: "\(errors)", remedy: say.replay(.mendSiteFile))
        }
        guard !missing.isEmpty else {
            Output.say(say.replay(.siteFileNotNeeded, TextWidth.plain(path)))
            return []
        }
        let found = missing.compactMap { wanted -> Site? in
            let permille = wanted.planTimesPermille
            let site = permille == 1_000 ? read.site : read.scaled(byPermille: permille).site
            return site.hash == wanted.hash ? site : nil
        }
        guard found.isEmpty else { return found }
        throw RecordError(
            path: path, what: say.replay(.otherHash, read.hash, missing.map(\.hash).joined(separator: ", ")),
            remedy: say.replay(.giveThatFile))
    }
}

/// How far a long reading has come, on a terminal.
final class JournalProgress {
    private let isShown: Bool
    private var isThere = false

    init(isShown: Bool) { self.isShown = isShown }

    func show(_ progress: ReplayProgress) {
        guard isShown else { return }
        let (first, last) = (progress.range.lowerBound, progress.range.upperBound)
        let percent = (progress.sequence - first + 1) * 100 / max(1, last - first + 1)
        Output.progress("\(max(0, min(100, percent))) %  \(progress.segment)")
        isThere = true
    }

    /// Takes it away, before something else is printed.
    func clear() {
        if isThere { Output.progress("") }
        isThere = false
    }
}
