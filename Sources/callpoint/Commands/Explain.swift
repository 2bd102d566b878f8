import ArgumentParser
import CallpointCore
import Control
import EventCodec

/// `callpoint explain`.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains an incident: who was considered, who was out and why, and how long each stage took.",
        discussion: """
            Reads the log and the whole input of each ranking, so it answers "why not the nearer car?" as long as the
            journal keeps them.

            EXAMPLES
              callpoint explain NS-03-7c1e-0007
              callpoint explain NS-03-7c1e-0007 --json | jq '.tiers[].rankings'
            """)

    @Argument(help: "The incident.")
    var incident: String

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try daemon.connect()
        let say = output.say
        var account = Account(events: [])
        let query = EventQuery(
            incident: IncidentID(incident), part: .firstAfter(0), limit: EventQuery.forwardLimit)
        _ = try client.request(.events(query)) { _, line in
            if let event = EventLine(line) { account.events.append(event) }
        }
        guard !account.events.isEmpty else { throw Failure(say(.unknownIncident, incident)) }
        for hash in account.rankingHashes where hash.utf8.count == 64 {
            account.rankings[hash] = try ranking(hash, client)
        }
        guard !output.json else { return Output.line(account.json.text) }
        let book = NameBook(connect: daemon.connect)
        Output.lines(Explanation(say: say, isColoured: Style.isShown, name: book.text).lines(account))
    }

    /// Every unit that a ranking weighed; nil where the journal no longer has it, and the event must do.
    private func ranking(_ hash: String, _ client: ControlClient) throws -> [JSON]? {
        do {
            return try client.request(.ranking(hash: hash))["units"]?.array
        } catch let failure as ControlFailure where failure.code == .unknown || failure.code == .unavailable {
            return nil
        }
    }
}
