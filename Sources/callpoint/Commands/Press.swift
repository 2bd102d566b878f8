import ArgumentParser
import CallpointCore
import Control
import EventCodec

/// `callpoint press`.
struct Press: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tries one call point the whole way, and sends nobody.",
        discussion: """
            Says who would go and who would not. Only a test can be pressed from here: a real alarm needs the button.

            EXAMPLES
              callpoint press NS-0412 --test
            """)

    @Argument(help: "The call point.")
    var callPoint: String

    @Flag(help: "Says that you know that this is a test.")
    var test = false

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard test else {
            throw ValidationError("Only a test can be pressed from here. Add --test.")
        }
    }

    func run() throws {
        let client = try daemon.connect()
        let deed = ControlAct.Deed.test(CallPointID(callPoint))
        let reply = try client.request(.act(ControlAct(deed, via: act.via, actingFor: act.actingFor)))
        guard !output.json else { return Output.line(reply.text) }
        let say = output.say
        Output.line(say(.didTest, callPoint))
        let book = NameBook(connect: daemon.connect)
        var view = TailView(say: say, isColoured: Style.isShown, today: LocalTime.today, name: book.text)
        for event in try events(of: reply, client) { Output.lines(view.lines(event)) }
    }

    /// The events that the reply names.
    private func events(of reply: JSON, _ client: ControlClient) throws -> [EventLine] {
        let positions = (reply["events"]?.array ?? []).compactMap { $0.string.flatMap(EventPosition.init) }
        guard let first = positions.first, let last = positions.last else { return [] }
        var events: [EventLine] = []
        let count = Int(last.sequence - first.sequence + 1)
        let query = EventQuery(part: .firstAfter(first.sequence - 1), limit: min(count, EventQuery.forwardLimit))
        _ = try client.request(.events(query)) { _, line in
            if let event = EventLine(line) { events.append(event) }
        }
        return events
    }
}
