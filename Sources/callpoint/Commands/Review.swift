import ArgumentParser
import EventCodec
import Record

/// `callpoint review`.
struct Review: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reviews an incident, or a period: who was sent and why, and what was late against the plan.",
        discussion: """
            Prints Markdown; --html writes one page with a timeline and a map that needs nothing else and prints on A4.
            Without a daemon it reads a state directory, or one file of the event log, which has no map and no names.
            With --since it reviews a period: percentiles, dispositions, false alarms, shortfalls, and units' loads.

            EXAMPLES
              callpoint review NS-03-7c1e-0007 > review.md
              callpoint review NS-03-7c1e-0007 --html review.html --lang zh
              callpoint review NS-03-7c1e-0007 --state /var/lib/callpoint --json | jq '.intervals'
              callpoint review --since 7d --html week.html
            """)

    @Argument(help: "The incident.")
    var incident: String?

    @Option(
        help: ArgumentHelp(
            "All incidents since then: 90s, 10m, 2h, 7d ago, 14:03, or a stamp of the log.", valueName: "time"))
    var since: String?

    @Option(
        help: ArgumentHelp("Write the review as one HTML page.", valueName: "path"),
        completion: .file(extensions: ["html"]))
    var html: String?

    @OptionGroup var record: RecordOptionsOfReader
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try record.validate(output.say)
        if (incident == nil) == (since == nil) { throw ValidationError(output.say(.needsOne)) }
        if let since, LocalTime.milliseconds(since) == nil { throw ValidationError(output.say(.badTime, since)) }
    }

    func run() throws {
        let say = output.say
        let source = try record.source(daemon, say)
        let result = ReviewOutput(say: say, html: html, isJSON: output.json)
        do {
            if let incident {
                let account = try AccountReader.account(of: incident, from: source, say: say)
                let review = IncidentReview(say: say, account: account, name: source.name)
                try result.show(title: review.title, blocks: review.blocks, json: review.json)
            } else if let since, let start = LocalTime.milliseconds(since) {
                var tally = PeriodTally()
                try source.forEach(sinceMilliseconds: start) { tally.add($0) }
                let review = PeriodReview(say: say, tally: tally)
                try result.show(title: review.title, blocks: review.blocks, json: review.json)
            }
        } catch let error as RecordError {
            throw Failure("\(error)")
        }
    }
}

/// Where a reader finds the record.
struct RecordOptionsOfReader: ParsableArguments {
    @Option(
        help: ArgumentHelp("Read this file of the event log instead of asking the daemon.", valueName: "path"),
        completion: .file(extensions: ["jsonl"]))
    var file: String?

    @Option(
        help: ArgumentHelp("Read this state directory's journal instead of asking the daemon.", valueName: "directory"),
        completion: .directory)
    var state: String?

    func validate(_ say: Wording) throws {
        if file != nil, state != nil { throw ValidationError(say(.oneSource)) }
    }

    func source(_ daemon: DaemonOptions, _ say: Wording) throws -> any RecordSource {
        if let file { return FileSource(path: file, say: say) }
        if let state { return StateSource(stateDirectory: state) }
        return try DaemonSource(daemon)
    }
}

/// Writes the page where one was asked for, and prints Markdown or JSON.
struct ReviewOutput {
    let say: Wording
    let html: String?
    let isJSON: Bool

    func show(title: String, blocks: [ReviewBlock], json: JSON) throws {
        if let html {
            let page = HTMLPage(say: say).text(blocks, title: title)
            try FileWriter.write(Array(page.utf8), to: html, say: say)
            Output.say(say(.didWrite, html))
        }
        if isJSON {
            Output.line(json.text)
        } else if html == nil {
            Output.lines(MarkdownPage(say: say).lines(blocks))
        }
    }
}
