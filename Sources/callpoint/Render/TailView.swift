import EventCodec

/// Turns events into the lines of `tail`: local time, time since the press, glyph, word, and what happened.
///
/// One line for every event, and a line for every new day.
struct TailView {
    let say: Wording
    var isColoured: Bool
    /// The text behind a token, where somebody knows it.
    var name: (String) -> String?
    /// When an incident's button was pressed, in microseconds of the time line, for one whose alarm was not seen.
    var pressTime: (String) -> Int64?

    private var measures: Measures { Measures(say: say) }
    private var pressTimes: [String: Int64] = [:]
    private var day: String
    /// Most incidents whose press is remembered; then all are forgotten and asked for again.
    static let pressLimit = 10_000

    /// A view; `today` is the day for which no line is needed: `2026-04-12`.
    init(
        say: Wording, isColoured: Bool = false, today: String = "",
        name: @escaping (String) -> String? = { _ in nil }, pressTime: @escaping (String) -> Int64? = { _ in nil }
    ) {
        self.say = say
        self.isColoured = isColoured
        day = today
        self.name = name
        self.pressTime = pressTime
    }

    /// The lines of one event.
    mutating func lines(_ event: EventLine) -> [String] {
        var lines: [String] = []
        if event.day != day, !event.day.isEmpty {
            day = event.day
            lines.append(Style.dim.paint("— \(event.day) —", isColoured: isColoured))
        }
        let mark = Mark.of(type: event.type) ?? Mark("·", .markUnknown)
        let word = TextWidth.pad(markWord(mark, event), to: 12)
        let time = event.json["time_ok"]?.bool == false ? "?" + event.time.dropFirst() : event.time
        let since = TextWidth.pad(sincePress(event), to: 10, right: true)
        let isPlayed = event.text("mode") == "exercise"
        var style = (event.isTest || isPlayed) && (isPlayed || mark.style != .emergency) ? Style.test : mark.style
        if event.flag("bypassed") { style = .dim }
        var details = Details(say: say, measures: measures, name: name).text(event)
        if event.isTest, !event.type.hasPrefix("test."), !event.type.hasPrefix("walktest.") {
            details += "  [\(say(.markTest))]"
        }
        if isPlayed, !event.type.hasPrefix("exercise.") { details += "  [\(say(.markExercise))]" }
        if event.json["durable"]?.bool == false { details += "  [\(say(.notDurableYet))]" }
        lines.append(
            Style.dim.paint("\(time) \(since)", isColoured: isColoured) + "  "
                + style.paint("\(mark.glyph) \(word)", isColoured: isColoured) + " " + details)
        return lines
    }

    private func markWord(_ mark: Mark, _ event: EventLine) -> String {
        switch event.type {
        case "alarm.raised", "alarm.reported", "alarm.repeated":
            say(mark.word, event.optionalText("priority") ?? "").trimmed
        case "order.issued", "tier.raised", "test.ordered": say(mark.word, event.number("tier").map(String.init) ?? "?")
        default: say(mark.word)
        }
    }

    private mutating func sincePress(_ event: EventLine) -> String {
        guard let incident = event.incident else { return "" }
        let isPress = event.type == "alarm.raised" || event.type == "alarm.reported" || event.type == "test.pressed"
        if isPress || (event.type == "test.started" && pressTimes[incident] == nil) {
            remember(incident, event.number("edge_us") ?? event.microseconds)
        } else if pressTimes[incident] == nil, let found = pressTime(incident) {
            remember(incident, found)
        }
        guard let pressed = pressTimes[incident] else { return "" }
        return measures.since(microseconds: event.microseconds - pressed)
    }

    private mutating func remember(_ incident: String, _ microseconds: Int64) {
        if pressTimes.count >= TailView.pressLimit { pressTimes.removeAll() }
        pressTimes[incident] = microseconds
    }
}

extension String {
    /// Without the spaces at both ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
