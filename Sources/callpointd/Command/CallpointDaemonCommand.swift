import ArgumentParser
import Glibc
import LinuxIO

/// `callpointd`: the daemon on the kiosk controller.
struct CallpointDaemonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callpointd",
        abstract: "Turns a press on a roadside call point into tiered orders to the nearest patrols.",
        discussion: """
            Reads the buttons that the site file names, keeps the journal, writes the event log and answers on the \
            control socket. It needs no network and no rights beyond its ports and its own directories.
            """,
        version: Version.text,
        subcommands: [Run.self])
}

extension CallpointDaemonCommand {
    /// `callpointd run`.
    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs until SIGTERM or SIGINT.",
            discussion: """
                SIGHUP reads the site file again; one with mistakes changes nothing. SIGUSR1 opens the event log anew, \
                after a rotation.

                EXAMPLES
                  callpointd run
                  callpointd run --config devices.yaml --state state --log log --run run \\
                      --input field=/dev/pts/3 --plan-times 0.1

                EXIT STATUS
                  0 stopped when asked to; 1 the site file or a directory is not fit; 2 usage.
                """)

        @Option(help: ArgumentHelp("The site file.", valueName: "file"))
        var config = "/etc/callpoint/devices.yaml"

        @Option(help: ArgumentHelp("Where the journal and positions.db are kept.", valueName: "directory"))
        var state = "/var/lib/callpoint"

        @Option(help: ArgumentHelp("Where events.jsonl is written.", valueName: "directory"))
        var log = "/var/log/callpoint"

        @Option(
            name: .customLong("run"),
            help: ArgumentHelp("Where control.sock and positions.sock are made.", valueName: "directory"))
        var runDirectory = "/run/callpoint"

        @Option(
            help: ArgumentHelp(
                "Read an input of the site file elsewhere; may be given several times.", valueName: "name=path"))
        var input: [InputPath] = []

        @Option(
            help: ArgumentHelp(
                "Multiply every plan time by this, 0.001 to 1,000: for drills and demos. The log says so.",
                valueName: "factor"))
        var planTimes = 1.0

        func validate() throws {
            guard (0.001...1_000).contains(planTimes) else {
                throw ValidationError(
                    "--plan-times \(planTimes) is outside 0.001 to 1,000. Give 0.1 for ten times as fast.")
            }
            let names = input.map(\.name)
            for name in names where names.count(where: { $0 == name }) > 1 {
                throw ValidationError("--input \(name) is given twice. Give each input one path.")
            }
        }

        func run() throws {
            let settings = DaemonSettings(
                siteFile: config, stateDirectory: state, logDirectory: log, runDirectory: runDirectory,
                inputPaths: Dictionary(uniqueKeysWithValues: input.map { ($0.name, $0.path) }),
                planTimesPermille: Int((planTimes * 1_000).rounded()))
            do {
                try Daemon(settings).run()
            } catch {
                Console.say("\(error)")
                throw ExitCode(1)
            }
        }
    }

    /// `field=/dev/pts/3`.
    struct InputPath: ExpressibleByArgument {
        let name: String
        let path: String

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            name = String(parts[0])
            path = String(parts[1])
        }
    }
}
