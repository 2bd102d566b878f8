import ArgumentParser
import CallpointCore
import EventCodec
import Glibc
import Record
import SiteFile

/// `callpoint what-if`.
struct WhatIf: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Shows what another site file would have ordered for the incidents of a journal.",
        discussion: """
            Answers each incident once more, with the units that were weighed then, where they were and what they were at.
            Beside what was ordered stands what would have been: until the first is there, until the last, and who is short.
            Where units that nobody weighed might have been sooner, or could not be known, it says so with a question mark.

            EXAMPLES
              callpoint what-if --plan devices-new.yaml /var/lib/callpoint
              callpoint what-if --plan devices-new.yaml /var/lib/callpoint --incident NS-03-7c1e-0007
              callpoint what-if --plan devices-new.yaml journal-00000000000000048211.db --json

            EXIT STATUS
              0 done; 1 the site file or the journal cannot be read, or there is no such incident.
            """)

    @Option(
        help: ArgumentHelp("The site file with the other plans.", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"]))
    var plan: String

    @Argument(help: ArgumentHelp("A state directory, or one segment file.", valueName: "journal"), completion: .file())
    var journal: String

    @Option(help: "This incident alone.")
    var incident: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let say = output.say
        let site: Site
        switch SiteFile.load(path: plan) {
        case .success(let configuration): site = configuration.site
        case .failure(let errors): throw Failure(TextWidth.plain("\(errors)"))
        }
        let report = WhatIfReport(say: say)
        let isJSON = output.json
        let progress = JournalProgress(isShown: isatty(STDERR_FILENO) == 1 && !isJSON)
        let study = WhatIfStudy(site: site, incident: incident.map { IncidentID($0) }) { result in
            progress.clear()
            if isJSON { Output.line(report.json(result).text) } else { Output.lines(report.lines(result)) }
        }
        do throws(RecordError) {
            _ = try Replay(
                JournalReader(path: journal), site: JournalSite.read, progress: { progress.show($0) },
                watch: { study.take($0) }, ranksAgain: false
            ).run()
        } catch { throw Failure(TextWidth.plain("\(error)")) }
        study.finish()
        progress.clear()
        if let incident, study.tally.incidents == 0 { throw Failure(say(.unknownIncident, TextWidth.plain(incident))) }
        Output.lines(isJSON ? [report.json(study.tally).text] : report.lines(study.tally))
    }
}
