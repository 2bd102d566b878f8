import CallpointCore
import EventCodec
import Survey

/// A scan for people and for programs: everything there is, and what changes.
struct ScanView {
    let say: Wording
    var isColoured = false

    /// So long is a thing that has changed shown as such.
    static let highlight: Duration = .seconds(3)

    // MARK: - A screen

    /// The whole of it, on so many lines of a terminal at most. What has changed comes first, the last change on top;
    /// where there is no room for everything, what is left out is counted.
    func screen(_ log: ScanLog, at now: Duration, height: Int) -> [String] {
        let changed = log.items.filter { log.tally(of: $0) != nil }.sorted { a, b in
            (log.tally(of: a)?.lastAt ?? .zero) > (log.tally(of: b)?.lastAt ?? .zero)
        }
        let others = log.items.filter { log.tally(of: $0) == nil }
        var table = Table(
            [Phrase.place, .line, .placeName, .state, .changes, .lastChange].map {
                Table.Column(title: say($0), isRight: $0 == .line || $0 == .changes || $0 == .lastChange)
            })
        // The heading, the table's own, and the line that counts what is left out.
        let room = max(1, height - 4)
        let shown = (changed + others).prefix(room)
        for item in shown { table.add(cells(item, log.tally(of: item), now)) }
        let left = log.items.count - shown.count
        let rest = left > 0 ? [say(.scanLeft, "\(left)")] : []
        return [say(.scanAsks), ""] + table.lines(isColoured: isColoured) + rest
    }

    private func cells(_ item: SurveyItem, _ tally: ScanLog.Tally?, _ now: Duration) -> [Table.Cell] {
        let isFresh = tally.map { now - $0.lastAt < ScanView.highlight } ?? false
        let style: Style = isFresh ? .emergency : isOpen(item.state) ? .plain : .dim
        let last = tally.map { Measures(say: say).age(milliseconds: (now - $0.lastAt).milliseconds) } ?? ""
        return [
            Table.Cell(text: (isFresh ? "▶ " : "  ") + item.device, style: style),
            Table.Cell(text: item.line.map { "\($0)" } ?? "", style: style),
            Table.Cell(text: TextWidth.plain(item.name), style: style),
            Table.Cell(text: words(item.state), style: style),
            Table.Cell(text: tally.map { "\($0.changes)" } ?? "", style: style), Table.Cell(text: last, style: style),
        ]
    }

    /// Whether something could be wired there and seen here.
    private func isOpen(_ state: SurveyItem.State) -> Bool {
        switch state {
        case .low, .high, .port, .lines: true
        case .held, .output, .driven, .untouched, .unreadable, .unopenable: false
        }
    }

    // MARK: - Lines

    /// What is there at the start: `/dev/gpiochip0 17  GPIO17  0`.
    func line(_ item: SurveyItem) -> String { head(item) + words(item.state) }

    /// What has changed: `3.2 s  /dev/gpiochip0 17  GPIO17  0 → 1`.
    func line(_ change: ScanChange) -> String {
        let tenths = change.at.milliseconds / 100
        let before = change.before.map(words) ?? say(.scanNothing)
        let after = change.after.map(words) ?? say(.scanGone)
        return "\(tenths / 10).\(tenths % 10) s  " + head(change.item) + before + " → " + after
    }

    private func head(_ item: SurveyItem) -> String {
        let place = item.device + (item.line.map { " \($0)" } ?? "")
        return place + "  " + (item.name.isEmpty ? "" : TextWidth.plain(item.name) + "  ")
    }

    /// How something is, in words. A level is the pin's: a button to ground is 0 while it is pressed.
    private func words(_ state: SurveyItem.State) -> String {
        switch state {
        case .low: "0"
        case .high: "1"
        case .held(let user): say(.scanHeld, named(user))
        case .output: say(.scanOutput)
        case .driven(let user): say(.scanDriven, named(user))
        case .untouched: say(.scanUntouched)
        case .unreadable(let reason): "? " + reason
        case .lines(let count): say(.scanLines, "\(count)")
        case .unopenable(let reason): say(.scanUnopenable, reason)
        case .port(let users, let received):
            port(users.map(TextWidth.plain).joined(separator: say(.comma)), received)
        }
    }

    private func port(_ users: String, _ received: Int?) -> String {
        let use = users.isEmpty ? say(.scanFree) : say(.scanHeld, users)
        return ([use] + (received.map { [say(.scanReceived, "\($0)")] } ?? [])).joined(separator: say(.comma))
    }

    private func named(_ user: String) -> String { user.isEmpty ? say(.scanKernel) : TextWidth.plain(user) }

    // MARK: - Programs

    /// What is there at the start.
    func json(_ item: SurveyItem) -> JSON { .object(members(item, at: .zero, state: item.state)) }

    /// What has changed; `was` is how it was before, and not there for what is new.
    func json(_ change: ScanChange) -> JSON {
        let was = change.before.map { [JSON.Member("was", .string(ScanView.code($0)))] } ?? []
        return .object(
            members(change.item, at: change.at, state: change.after) + [JSON.Member("changed", true)] + was)
    }

    private func members(_ item: SurveyItem, at time: Duration, state: SurveyItem.State?) -> [JSON.Member] {
        var members = [
            JSON.Member("at_ms", .integer(time.milliseconds)), JSON.Member("kind", .string(item.kind.rawValue)),
            JSON.Member("device", .string(item.device)),
        ]
        if let line = item.line { members.append(JSON.Member("line", .integer(Int64(line)))) }
        members.append(JSON.Member("name", .string(item.name)))
        members.append(JSON.Member("state", .string(state.map(ScanView.code) ?? "gone")))
        switch state {
        case .held(let user), .driven(let user): members.append(JSON.Member("by", .string(user)))
        case .unreadable(let reason), .unopenable(let reason): members.append(JSON.Member("reason", .string(reason)))
        case .lines(let count): members.append(JSON.Member("lines", .integer(Int64(count))))
        case .port(let users, let received):
            members.append(JSON.Member("users", .array(users.map { .string($0) })))
            if let received { members.append(JSON.Member("received", .integer(Int64(received)))) }
        case .low, .high, .output, .untouched, nil: break
        }
        return members
    }

    private static func code(_ state: SurveyItem.State) -> String {
        switch state {
        case .low: "low"
        case .high: "high"
        case .held: "held"
        case .output: "output"
        case .driven: "driven"
        case .untouched: "untouched"
        case .unreadable: "unreadable"
        case .lines: "open"
        case .unopenable: "unopenable"
        case .port(let users, _): users.isEmpty ? "free" : "held"
        }
    }
}
