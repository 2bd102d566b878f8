import ArgumentParser
import Control
import EventCodec

/// How a verb speaks.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for programs.")
    var json = false

    @Option(
        help: ArgumentHelp("Language of texts: en or zh. Default: by LC_ALL, LC_MESSAGES, LANG.", valueName: "lang"))
    var lang: Language?

    /// The texts in the language that was asked for.
    var say: Wording { Wording(language: lang ?? .ofEnvironment(Environment.value)) }
}

/// Where the daemon answers.
struct DaemonOptions: ParsableArguments {
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "The daemon's run directory. Default: CALLPOINT_RUN, else /run/callpoint.", valueName: "directory"))
    var runDirectory: String?

    @Option(help: ArgumentHelp("The control socket itself, wherever it is.", valueName: "path"))
    var socket: String?

    /// The socket's path.
    var path: String {
        if let socket { return socket }
        return (runDirectory ?? Environment.value("CALLPOINT_RUN") ?? "/run/callpoint") + "/control.sock"
    }

    func connect() throws(ControlError) -> ControlClient { try ControlClient(path: path) }
}

/// For whom and how an act is done.
struct ActOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How it came: cli, radio, phone, console. Goes into the log.", valueName: "way"))
    var via = "cli"

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The person for whom you act; dispatchers and admins only.", valueName: "name"))
    var actingFor: String?
}

/// An act on the command line: its arguments become a request, and its reply a line.
protocol ActCommand: ParsableCommand {
    var act: ActOptions { get }
    var daemon: DaemonOptions { get }
    var output: OutputOptions { get }
    /// What is done.
    var deed: ControlAct.Deed { get }
    /// What is said when it is done.
    func done(_ say: Wording) -> String
}

extension ActCommand {
    func run() throws {
        let client = try daemon.connect()
        let reply = try client.request(.act(ControlAct(deed, via: act.via, actingFor: act.actingFor)))
        Output.line(output.json ? reply.text : done(output.say))
    }
}
