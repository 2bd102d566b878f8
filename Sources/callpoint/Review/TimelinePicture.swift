import EventCodec

/// An incident as lanes over time: the incident's own, and one for each order.
struct TimelinePicture {
    let say: Wording
    let measures: Measures
    let account: Account
    let courses: [OrderCourse]
    /// Most orders that get a lane; the table has the rest.
    static let laneLimit = 24

    private let width = 760.0
    private let left = 104.0
    private let right = 24.0
    private let laneHeight = 26.0
    private let start: Int64
    private let end: Int64

    init(say: Wording, measures: Measures, account: Account, courses: [OrderCourse]) {
        self.say = say
        self.measures = measures
        self.account = account
        self.courses = courses
        start = account.pressedAt
        // An incident of a moment is drawn over ten seconds, or its marks would lie on one another.
        end = max(account.lastAt, start + 10_000_000)
    }

    /// Where an instant stands, by the square root of the time since the press.
    private func x(_ microseconds: Int64) -> Double {
        let part = Double(min(max(0, microseconds - start), end - start)) / Double(end - start)
        return left + (width - left - right) * part.squareRoot()
    }

    var svg: String {
        let lanes = courses.prefix(TimelinePicture.laneLimit)
        let labels = placed(marks)
        let top = 10.0 + 14.0 * Double(1 + (labels.map(\.row).max() ?? 0))
        let bottom = top + laneHeight * Double(lanes.count + 1)
        var drawing = Drawing(width: width, height: bottom + 48)
        axis(&drawing, top: top, bottom: bottom)
        for label in labels {
            let y = 12.0 + 14.0 * Double(label.row)
            drawing.line(label.mark.x, y + 3, label.mark.x, bottom, label.mark.line)
            drawing.text(label.mark.x + 3, y, label.mark.text, label.mark.style)
        }
        incidentLane(&drawing, y: top)
        for (index, course) in lanes.enumerated() {
            lane(&drawing, course, y: top + laneHeight * Double(index + 1))
        }
        legend(&drawing, y: bottom + 38)
        return drawing.svg(title: say(.timelineTitle, account.events.first?.incident ?? ""))
    }

    // MARK: Lanes

    private func incidentLane(_ drawing: inout Drawing, y: Double) {
        drawing.text(4, y + 17, say(.laneIncident), "strong")
        let over = account.closed?.microseconds ?? end
        drawing.line(x(start), y + 13, x(over), y + 13, "bar")
        for event in account.events {
            guard let glyph = TimelinePicture.glyphs[event.type] else { continue }
            drawing.text(x(event.microseconds), y + 17, glyph, "strong halo", anchor: .middle)
        }
    }

    private static let glyphs = [
        "alarm.raised": "▲", "alarm.reported": "▲", "alarm.repeated": "▲", "alarm.related": "▲",
        "incident.acknowledged": "✓",
        "alarm.closed": "■",
        "unit.assist": "▲",
    ]

    private func lane(_ drawing: inout Drawing, _ course: OrderCourse, y: Double) {
        let name = clipped("t\(course.tier) \(course.unit)")
        drawing.text(4, y + 17, name, "")
        let over = course.endedAt ?? end
        let accepted = course.acceptedAt
        let hasFailed = course.ending == "order.timed_out" || course.ending == "order.declined"
        let asked = hasFailed && accepted == nil ? "failed" : "asked"
        bar(&drawing, course.issuedAt, accepted ?? course.onSceneAt ?? over, y, asked)
        if let accepted { bar(&drawing, accepted, course.onSceneAt ?? over, y, "coming") }
        if let there = course.onSceneAt { bar(&drawing, there, over, y, "there") }
        guard let ending = course.ending, ending != "alarm.closed", let mark = Mark.of(type: ending) else { return }
        let text = "\(mark.glyph) \(say(mark.word))"
        let room = width - right - x(over)
        let isRight = Drawing.width(text, size: 11) < room + right
        drawing.text(x(over) + (isRight ? 4 : -4), y + 17, text, "small halo", anchor: isRight ? .start : .end)
    }

    private func bar(_ drawing: inout Drawing, _ from: Int64, _ to: Int64, _ y: Double, _ style: String) {
        drawing.rectangle(x(from), y + 5, max(1.5, x(to) - x(from)), laneHeight - 10, style)
    }

    private func clipped(_ name: String) -> String {
        var name = name
        guard Drawing.width(name, size: 12) > left - 10 else { return name }
        while !name.isEmpty, Drawing.width(name + "…", size: 12) > left - 10 { name.removeLast() }
        return name + "…"
    }

    // MARK: Marks over the lanes

    /// A line over all lanes and what it says.
    private struct MarkLine {
        var x: Double
        var text: String
        var style: String
        var line: String
    }

    private var marks: [MarkLine] {
        var marks: [MarkLine] = []
        for event in account.events {
            let tier = String(event.number("tier") ?? 0)
            switch event.type {
            case "tier.raised":
                marks.append(
                    MarkLine(x: x(event.microseconds), text: say(.tier, tier), style: "small halo", line: "mark"))
                guard let within = event.number("on_scene_within_ms") else { break }
                let limit = event.microseconds + within * 1_000
                guard limit <= end else { break }
                marks.append(
                    MarkLine(x: x(limit), text: say(.limitLine, tier), style: "limit halo", line: "limit-line"))
            case "alarm.closed":
                marks.append(
                    MarkLine(
                        x: x(event.microseconds), text: say(.markClosed), style: "small halo", line: "end-line"))
            default: break
            }
        }
        return marks.sorted { $0.x < $1.x }
    }

    /// Labels in as many rows as keep them apart; at most four, then they may overlap.
    private func placed(_ marks: [MarkLine]) -> [(mark: MarkLine, row: Int)] {
        var ends = Array(repeating: 0.0, count: 4)
        return marks.map { mark in
            var mark = mark
            let length = Drawing.width(mark.text, size: 11) + 8
            let row = ends.firstIndex { $0 <= mark.x } ?? 3
            ends[row] = mark.x + length
            if mark.x + length > width { mark.text = "" }
            return (mark, row)
        }
    }

    // MARK: Axis and legend

    private static let ticks: [Int64] = [
        0, 1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800,
        604_800,
    ]

    private func axis(_ drawing: inout Drawing, top: Double, bottom: Double) {
        var last = -100.0
        for tick in TimelinePicture.ticks where tick * 1_000_000 <= end - start {
            let place = x(start + tick * 1_000_000)
            guard place - last >= 44 else { continue }
            last = place
            drawing.line(place, top, place, bottom + 4, "grid")
            drawing.text(place, bottom + 17, measures.clock(seconds: tick), "small", anchor: .middle)
        }
        drawing.line(left, bottom + 1, width - right, bottom + 1, "end-line")
    }

    private func legend(_ drawing: inout Drawing, y: Double) {
        var place = left
        for (style, phrase) in [
            ("asked", ReviewPhrase.legendAsked), ("coming", .legendComing), ("there", .legendThere),
            ("failed", .legendFailed),
        ] {
            drawing.rectangle(place, y - 9, 14, 10, style)
            drawing.text(place + 18, y, say(phrase), "small")
            place += 18 + Drawing.width(say(phrase), size: 11) + 18
        }
    }
}
