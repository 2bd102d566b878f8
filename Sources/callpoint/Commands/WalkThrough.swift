import ArgumentParser
import CallpointCore
import Control
import EventCodec
import Glibc

/// `callpoint walktest`.
struct WalkThrough: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "walktest",
        abstract: "Walks through the call points: one press of one of them at a time is a test, any other is live.",
        discussion: """
            A walk test is a checklist, and it ends by itself. It disarms nothing: only the one press that is asked for, at
            that call point, within its time, is a test. The second press there, and any press elsewhere, is an alarm.
            Faults that are provoked (the housing opened, a wire pulled) are ticked too.

            EXAMPLES
              callpoint walktest start
              callpoint walktest start NS-0412 NS-0413 --for 20min
              callpoint walktest ask NS-0412 --wait
              callpoint walktest stop --csv walktest.csv
            """,
        subcommands: [Start.self, Walk.self, Ask.self, Show.self, Stop.self])

    /// `callpoint walktest start`.
    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Opens the list, and on a terminal walks through it with you.",
            discussion: """
                EXAMPLES
                  callpoint walktest start
                  callpoint walktest start NS-0412 NS-0413 --for 20min
                  callpoint walktest start --list-only
                """)

        @Argument(help: "The call points, at most 32; all of the site where none is named.")
        var callPoints: [String] = []

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("It ends by itself after so long: 1min to 8h. Default: 30min.", valueName: "time"))
        var span: TimeSpan?

        @Flag(help: "Open the list and no more, on a terminal too.")
        var listOnly = false

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let client = try daemon.connect()
            let span = span?.duration ?? WalkTest.standardDuration
            let deed = ControlAct.Deed.startWalkTest(callPoints.map { CallPointID($0) }, for: span)
            let reply = try client.request(.act(ControlAct(deed, via: act.via, actingFor: act.actingFor)))
            guard !output.json else { return Output.line(reply.text) }
            let say = output.say
            Output.line(say(.didStartWalk, Measures(say: say).limit(milliseconds: span.milliseconds)))
            guard !listOnly, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return }
            try WalkDialogue(client: client, say: say, act: act).run()
        }
    }

    /// `callpoint walktest walk`.
    struct Walk: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks for the presses that are still missing, one after the other.",
            discussion: """
                Enter goes on to the next call point, q ends. Ctrl-C ends too; then nothing is asked for any more, and the
                walk test stays open until it is stopped or its time is over.

                EXAMPLES
                  callpoint walktest walk
                """)

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        func run() throws { try WalkDialogue(client: daemon.connect(), say: output.say, act: act).run() }
    }

    /// `callpoint walktest ask`.
    struct Ask: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks for one press of one call point; that press is a test, and no other one.",
            discussion: """
                EXAMPLES
                  callpoint walktest ask NS-0412
                  callpoint walktest ask NS-0412 --for 5min --wait
                  callpoint walktest ask --nothing

                EXIT STATUS
                  0 asked, or with --wait seen; 1 refused, or with --wait not seen in time.
                """)

        @Argument(help: "The call point.")
        var callPoint: String?

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("How long it is awaited: 5s to 10min. Default: 2min.", valueName: "time"))
        var span: TimeSpan?

        @Flag(help: "Wait until it is seen and released, and say how long it took.")
        var wait = false

        @Flag(help: "Ask for nothing any more: every press is live.")
        var nothing = false

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard nothing != (callPoint != nil) else {
                throw ValidationError("Name the call point whose press is to be a test, or say --nothing.")
            }
        }

        func run() throws {
            let client = try daemon.connect()
            let span = span?.duration ?? WalkTest.Ask.standardDuration
            let deed = callPoint.map { ControlAct.Deed.ask(CallPointID($0), for: span) } ?? .withdrawAsk
            let reply = try client.request(.act(ControlAct(deed, via: act.via, actingFor: act.actingFor)))
            let say = output.say
            guard wait, let callPoint else {
                if output.json { return Output.line(reply.text) }
                let limit = Measures(say: say).limit(milliseconds: span.milliseconds)
                return Output.line(callPoint.map { say(.didAsk, $0, limit) } ?? say(.didWithdraw))
            }
            let dialogue = WalkDialogue(client: client, say: say, act: act)
            let row = try dialogue.follow(CallPointID(callPoint), isSilent: output.json)
            if output.json { Output.line((row ?? .null).text) }
            if row?["seen"]?.bool != true { throw ExitCode(ExitStatus.failed.rawValue) }
        }
    }

    /// `callpoint walktest show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the list of the walk test that is open, or of the last one.",
            discussion: """
                EXAMPLES
                  callpoint walktest show
                  callpoint walktest show --csv walktest.csv
                """)

        @OptionGroup var export: ChecklistOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        func run() throws { try export.show(daemon.connect(), output, name: NameBook(connect: daemon.connect).text) }
    }

    /// `callpoint walktest stop`.
    struct Stop: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends the walk test and shows its list.",
            discussion: """
                EXAMPLES
                  callpoint walktest stop
                  callpoint walktest stop --csv walktest.csv

                EXIT STATUS
                  0 ok; 1 no walk test is open; 5 not every call point of the list was seen.
                """)

        @OptionGroup var act: ActOptions
        @OptionGroup var export: ChecklistOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let client = try daemon.connect()
            _ = try client.request(.act(ControlAct(.stopWalkTest, via: act.via, actingFor: act.actingFor)))
            let isWhole = try export.show(client, output, name: NameBook(connect: daemon.connect).text)
            if !isWhole { throw ExitCode(ExitStatus.degraded.rawValue) }
        }
    }
}

/// How a checklist is given out.
struct ChecklistOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write it as a table for a spreadsheet too; - is standard output alone.", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var csv: String?

    /// Prints the list; whether every call point on it was seen.
    @discardableResult
    func show(
        _ client: ControlClient, _ output: OutputOptions, name: @escaping (String) -> String?
    ) throws -> Bool {
        let reply = try client.request(.walkTest(nil))
        if let csv {
            let table = ChecklistTable(name: name).bytes(reply)
            if csv == "-" { return write(table, reply) }
            try FileWriter.write(table, to: csv, say: output.say)
        }
        if output.json {
            Output.line(reply.text)
        } else {
            Output.lines(ChecklistView(say: output.say, isColoured: Style.isShown, name: name).lines(reply))
        }
        return ChecklistView.isWhole(reply)
    }

    private func write(_ table: [UInt8], _ reply: JSON) -> Bool {
        Output.raw(String(decoding: table, as: UTF8.self))
        return ChecklistView.isWhole(reply)
    }
}
