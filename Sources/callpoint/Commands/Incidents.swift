import ArgumentParser
import Control
import EventCodec

/// `callpoint incidents`.
struct Incidents: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists open incidents and their orders: unclaimed first, then by priority, then the oldest.",
        discussion: """
            EXAMPLES
              callpoint incidents
              callpoint incidents --json | jq '.incidents[].incident'
            """)

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let reply = try daemon.connect().request(.incidents)
        guard !output.json else { return Output.line(reply.text) }
        let book = NameBook(connect: daemon.connect)
        let view = IncidentsView(say: output.say, isColoured: Style.isShown, name: book.text)
        Output.lines(view.lines(reply))
    }
}
