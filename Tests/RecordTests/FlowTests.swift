import CallpointCore
import EventCodec
import Testing

@testable import Record

/// Where batches stand between engine, journal and event log, in virtual time.
struct FlowTests {
    private static let start = Instant(microseconds: 1_000_000)

    private func flow(backlogLines: Int = 10_000, head: Int64 = 0, durableThrough: Int64 = 0) -> Flow {
        let options = RecordOptions(stateDirectory: "/s", logDirectory: "/l", backlogLines: backlogLines)
        return Flow(options: options, head: head, durableThrough: durableThrough, writtenThrough: head)
    }

    private func visible(_ flow: Flow) -> [RecordReport.Visible] { flow.reports.compactMap(\.visible) }

    @Test func `a batch is due after the durability wait, and then it is let out at once`() {
        var flow = flow()
        var chain = Chain()
        _ = flow.submit(Batch(lines: chain.lines(3)), at: Self.start)
        let due = Self.start + .milliseconds(50)
        #expect(flow.nextDeadline == due)
        #expect(flow.tick(at: due + .microseconds(-1)) == (false, false))
        #expect(flow.releasedThrough == 0)
        #expect(flow.tick(at: due) == (false, true))
        #expect(flow.releasedThrough == 3)
        #expect(flow.isDegraded)
        // And from now on nothing waits.
        _ = flow.submit(Batch(lines: chain.lines(2)), at: due)
        #expect(flow.releasedThrough == 5)
    }

    @Test func `a batch that the journal has lost is never durable, whatever comes after it`() {
        var flow = flow(backlogLines: 10)
        var chain = Chain()
        _ = flow.submit(Batch(lines: chain.lines(2)), at: Self.start)
        // Longer than the backlog may be: given up at once.
        _ = flow.submit(Batch(lines: chain.lines(20)), at: Self.start)
        _ = flow.submit(Batch(lines: chain.lines(1)), at: Self.start)
        #expect(flow.lost == [1...22])
        flow.committed(through: 23, at: Self.start)
        #expect((1...23).map { flow.durable.holds($0) } == Array(repeating: false, count: 22) + [true])
        flow.show(through: 23, inFile: true, at: Self.start)
        #expect(visible(flow).map(\.through) == [2, 22, 23])
        #expect(visible(flow).map(\.isDurable) == [false, false, true])
    }

    @Test func `what was taken over from the event log alone is durable when the journal has it`() {
        var flow = flow(head: 12, durableThrough: 9)
        #expect(!flow.durable.holds(10))
        flow.committed(through: 12, at: Self.start)
        #expect(flow.reports == [.durable(through: 12)])
        #expect(flow.durable.holds(10...12))
    }

    @Test func `holes that touch are one, and one that nobody asks for any more is forgotten`() {
        var durable = DurableLines(through: 100)
        for lost in [3...4, 5...9, 20...21] as [ClosedRange<Int64>] { durable.lose(lost) }
        #expect(durable.holes == [3...9, 20...21])
        #expect(!durable.holds(2...3) && durable.holds(10...19) && !durable.holds(21...30))
        durable.forget(through: 15)
        #expect(durable.holes == [20...21])
        #expect(durable.holds(100) && !durable.holds(101))
    }
}
