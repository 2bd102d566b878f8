import ArgumentParser
import CallpointCore
import Control
import EventCodec
import Glibc

/// `callpoint units`.
struct Units: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists units: what they are up to, and how old their fixes are.",
        discussion: """
            With --near it is a dry run: who would go to a call point now, who would not, and why.

            EXAMPLES
              callpoint units
              callpoint units --near NS-0412
              callpoint units -w
            """)

    @Option(help: ArgumentHelp("Rank them for this call point.", valueName: "call-point"))
    var near: String?

    @Flag(name: .shortAndLong, help: "Show them again every 2 s, until Ctrl-C.")
    var watch = false

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try daemon.connect()
        guard watch else { return try show(client) }
        let signals = try SignalDescriptor()
        repeat {
            // Clears the screen of a terminal; what is read by a program only gets the next block.
            if !output.json, isatty(STDOUT_FILENO) == 1 { Output.raw("\u{1B}[H\u{1B}[2J") }
            try show(client)
        } while !signals.wait(milliseconds: 2_000)
    }

    private func show(_ client: ControlClient) throws {
        let reply = try client.request(.units(near: near.map { CallPointID($0) }))
        guard !output.json else { return Output.line(reply.text) }
        Output.lines(UnitsView(say: output.say, isColoured: Style.isShown).lines(reply, near: near))
    }
}
