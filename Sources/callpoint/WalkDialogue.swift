import CallpointCore
import Control
import EventCodec
import Glibc

/// Walks through the list of an open walk test with somebody at a terminal: asks for a press, says what was seen, goes on.
struct WalkDialogue {
    let client: ControlClient
    let say: Wording
    let act: ActOptions

    /// How often the daemon is asked what it has seen.
    private static let pollMilliseconds: Int32 = 100

    /// What somebody typed while it waited.
    private enum Key {
        case next, end
    }

    /// Asks for every press that is missing. Ends when none is, or when somebody says so; then nothing is asked for.
    func run() throws {
        let signals = try SignalDescriptor()
        let rows = try client.request(.walkTest(nil))["rows"]?.array ?? []
        for (index, row) in rows.enumerated() where row["seen"]?.bool != true {
            Output.line("\(index + 1)/\(rows.count)  \(row.text("call_point"))  \(row.text("name"))")
            if try walk(CallPointID(row.text("call_point")), signals) == .end {
                _ = try? client.request(.act(ControlAct(.withdrawAsk, via: act.via, actingFor: act.actingFor)))
                return Output.line(say(.walkGoesOn))
            }
        }
        let isWhole = ChecklistView.isWhole(try client.request(.walkTest(nil)))
        Output.line(say(isWhole ? .walkIsWhole : .walkGoesOn))
    }

    private func walk(_ callPoint: CallPointID, _ signals: borrowing SignalDescriptor) throws -> Key {
        do {
            let ask = ControlAct.Deed.ask(callPoint, for: WalkTest.Ask.standardDuration)
            _ = try client.request(.act(ControlAct(ask, via: act.via, actingFor: act.actingFor)))
        } catch let failure as ControlFailure where failure.code == .refused {
            Output.line("     ! \(TextWidth.plain("\(failure)"))")
            return .next
        }
        Output.line("     " + say(.pressNow))
        var steps = WalkSteps(say: say)
        while true {
            let reply = try client.request(.walkTest(callPoint))
            for line in steps.take(reply) { Output.line("     " + line) }
            if steps.isDone { return .next }
            if let key = wait(signals) { return key }
        }
    }

    /// Waits a moment; what somebody typed meanwhile.
    private func wait(_ signals: borrowing SignalDescriptor) -> Key? {
        var polled = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.number, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, 2, WalkDialogue.pollMilliseconds) > 0 else { return nil }
        if polled[1].revents != 0 { return .end }
        guard polled[0].revents != 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        // Nobody is there any more.
        guard count > 0 else { return .end }
        return bytes[0] == UInt8(ascii: "q") ? .end : .next
    }

    /// Waits until the press that was asked for is seen and released, or its time is over; its row then.
    func follow(_ callPoint: CallPointID, isSilent: Bool) throws -> JSON? {
        let signals = try SignalDescriptor()
        var steps = WalkSteps(say: say)
        while true {
            let reply = try client.request(.walkTest(callPoint))
            for line in steps.take(reply) where !isSilent { Output.line(line) }
            if steps.isDone || signals.wait(milliseconds: WalkDialogue.pollMilliseconds) { return steps.row }
        }
    }
}

/// What there is to say of one call point while its press is awaited; pure.
struct WalkSteps {
    let say: Wording
    private(set) var row: JSON?
    /// Whether there is nothing more to wait for.
    private(set) var isDone = false
    private var isSeen = false
    private var isReleased = false
    /// The press that the row had before this one was asked for; nil before the first look.
    private var earlier: String?
    private var faults: Set<String> = []
    private var looks = 0
    private var measures: Measures { Measures(say: say) }

    /// So often it is looked whether a button that was pressed is let go of: half a minute.
    private static let releaseLooks = 300

    init(say: Wording) { self.say = say }

    /// What is new in the daemon's `walktest` reply for the call point, in lines.
    mutating func take(_ reply: JSON) -> [String] {
        guard let row = reply["rows"]?.array?.first else {
            isDone = true
            return [say(.walkIsOver)]
        }
        self.row = row
        let isAsked = row["asked"]?.bool == true
        if earlier == nil { earlier = isAsked ? row.text("incident") : "" }
        var lines = newFaults(row)
        if !isSeen, row["seen"]?.bool == true, row.text("incident") != earlier {
            isSeen = true
            lines.append("✓ " + seen(row))
            if row["released"]?.bool != true { lines.append(say(.letGo)) }
        }
        if isSeen, !isReleased, row["released"]?.bool == true {
            isReleased = true
            lines.append("✓ " + say(.heldFor, measures.limit(milliseconds: row.count("held_ms"))))
        }
        return lines + end(isOpen: reply.text("state") == "open", isAsked: isAsked)
    }

    private mutating func newFaults(_ row: JSON) -> [String] {
        let kinds = (row["faults"]?.array ?? []).compactMap(\.string)
        let fresh = kinds.filter { faults.insert($0).inserted }
        return fresh.map { "✓ " + say.word($0) }
    }

    private func seen(_ row: JSON) -> String {
        let sense = measures.milliseconds(microseconds: row.count("sense_us"))
        let debounce = measures.milliseconds(microseconds: row.count("debounce_us"))
        let stages = say(.senseAndDebounce, sense, debounce)
        guard let total = row["total_us"]?.integer else { return say(.pressSeen, stages) }
        return say(.pressSeenIn, measures.milliseconds(microseconds: total), stages)
    }

    private mutating func end(isOpen: Bool, isAsked: Bool) -> [String] {
        if isSeen {
            looks += 1
            isDone = isReleased || looks > WalkSteps.releaseLooks
            return isDone && !isReleased ? ["! " + say(.noRelease)] : []
        }
        guard !isOpen || !isAsked else { return [] }
        isDone = true
        return ["! " + say(isOpen ? .notSeenInTime : .walkIsOver)]
    }
}
