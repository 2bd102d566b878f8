import ArgumentParser
import Control

/// `callpoint tail`.
struct Tail: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows events, and with -f goes on showing them: the last 20, or those since a time.",
        discussion: """
            With -f it follows by sequence number, over rotations and restarts of the daemon, and ends on Ctrl-C with
            what it saw. Events that are missing are told at once on standard error.

            EXAMPLES
              callpoint tail -f
              callpoint tail -n 100 --type 'order.*' --type alarm.raised
              callpoint tail --since 10m --incident NS-03-7c1e-0007
              callpoint tail -f --json | jq -c 'select(.severity == "alert")'
              callpoint tail -f --file /var/log/callpoint/events.jsonl

            EXIT STATUS
              0 ok; 1 events are missing, or a file's line is not an event; 3 the daemon cannot be reached.
            """)

    @Flag(name: .shortAndLong, help: "Go on showing what happens.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("How many of the last events.", valueName: "count"))
    var lines = 20

    @Option(
        help: ArgumentHelp("All since then: 90s, 10m, 2h, 3d ago, 14:03, or a stamp of the log.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only those of this incident.", valueName: "incident"))
    var incident: String?

    @Option(
        help: ArgumentHelp("Only this type, or with .* all that begin so; may be given again.", valueName: "type"))
    var type: [String] = []

    @Option(
        help: ArgumentHelp("Read this log file instead of asking the daemon.", valueName: "path"),
        completion: .file(extensions: ["jsonl"]))
    var file: String?

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...1_000_000).contains(lines) else {
            throw ValidationError("--lines \(lines): give 0 to 1,000,000.")
        }
        guard type.count <= 32 else { throw ValidationError("--type stands \(type.count) times: give at most 32.") }
        if let since, LocalTime.milliseconds(since) == nil { throw ValidationError(output.say(.badTime, since)) }
    }

    func run() throws {
        let say = output.say
        let filter = EventFilter(
            incident: incident, types: type, sinceMilliseconds: since.flatMap { LocalTime.milliseconds($0) })
        let book = file == nil ? NameBook(connect: daemon.connect) : nil
        let view = TailView(
            say: say, isColoured: Style.isShown, today: LocalTime.today, name: { book?.text($0) },
            pressTime: { book?.pressTime($0) })
        let printer = Printer(view: view, say: say, isJSON: output.json)
        if let file {
            try FileTail(path: file, filter: filter, printer: printer).run(count: lines, follow: follow)
        } else {
            try SocketTail(path: daemon.path, filter: filter, printer: printer).run(count: lines, follow: follow)
        }
    }
}
