import CallpointCore

/// A scenario as text: a line for each call point, unit and happening, to be read, kept and played again.
public enum Recording {
    /// The first line of every recording, after its comments.
    static let header = "callpoint-simulation 1"

    /// The text of a scenario; `comment` stands above it, a line each.
    public static func text(_ scenario: Scenario, comment: [String] = []) -> String {
        var lines = comment.map { "# \($0)" }
        lines.append(header)
        lines.append("seed \(scenario.seed)")
        lines.append("end \(DayTime.text(scenario.end))")
        for post in scenario.posts {
            let kind = post.kind == .panic ? "" : " \(post.kind.rawValue)"
            lines.append("post \(post.id) \(post.north) \(post.east) \(post.plan) \(post.wire.rawValue)\(kind)")
        }
        for patrol in scenario.patrols {
            let can = patrol.capabilities.isEmpty ? "-" : patrol.capabilities.joined(separator: ",")
            lines.append(
                "patrol \(patrol.id) \(patrol.kind.rawValue) \(can) \(patrol.north) \(patrol.east) \(patrol.beat) "
                    + "\(patrol.reportSeconds) \(patrol.speedPercent) \(String(patrol.nonce, radix: 16))")
        }
        for happening in scenario.happenings { lines.append("at \(happening)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The scenario of a text. Throws what is wrong with it, and in which line.
    public static func scenario(_ text: String, file: String = "recording") throws(RecordingError) -> Scenario {
        var scenario = Scenario(seed: 0, posts: [], patrols: [], happenings: [], end: 86_400_000_000)
        var isHeaded = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ")
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if !isHeaded, line == header {
                isHeaded = true
            } else if !isHeaded || !take(words, line, &scenario) {
                throw RecordingError(file: file, line: index + 1, text: String(line))
            }
        }
        guard isHeaded else { throw RecordingError(file: file, line: 1, text: "") }
        return scenario
    }

    private static func take(_ words: [Substring], _ line: Substring, _ scenario: inout Scenario) -> Bool {
        switch words[0] {
        case "seed": return words.count == 2 && set(&scenario.seed, UInt64(words[1]))
        case "end": return words.count == 2 && set(&scenario.end, DayTime.microseconds(words[1]))
        case "post":
            guard let post = post(words) else { return false }
            scenario.posts.append(post)
        case "patrol":
            guard let patrol = patrol(words) else { return false }
            scenario.patrols.append(patrol)
        case "at":
            guard let happening = Happening(line: line.dropFirst(3)) else { return false }
            scenario.happenings.append(happening)
        default: return false
        }
        return true
    }

    private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func post(_ words: [Substring]) -> Scenario.Post? {
        guard words.count == 6 || words.count == 7, let north = Int(words[2]), let east = Int(words[3]),
            let wire = Scenario.Wire(rawValue: String(words[5])),
            Scenario.plans.contains(where: { $0.name.text == words[4] }),
            let kind = AlarmKind(rawValue: words.count == 7 ? String(words[6]) : AlarmKind.panic.rawValue)
        else { return nil }
        return Scenario.Post(
            id: String(words[1]), north: north, east: east, plan: String(words[4]), wire: wire, kind: kind)
    }

    private static func patrol(_ words: [Substring]) -> Scenario.PatrolPlan? {
        let numbers = words.dropFirst(4).dropLast().compactMap { Int($0) }
        guard words.count == 10, numbers.count == 5, let kind = UnitKind(rawValue: String(words[2])),
            let nonce = UInt64(words[9], radix: 16), numbers[2] >= 0, numbers[3] >= 0, numbers[4] > 0
        else { return nil }
        return Scenario.PatrolPlan(
            id: String(words[1]), kind: kind,
            capabilities: words[3] == "-" ? [] : words[3].split(separator: ",").map(String.init),
            north: numbers[0], east: numbers[1], beat: numbers[2], reportSeconds: numbers[3],
            speedPercent: numbers[4], nonce: nonce)
    }
}

/// A line that no recording has.
public struct RecordingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, as it was named.
    public var file: String
    /// The line; 1….
    public var line: Int
    /// What stands there.
    public var text: String

    /// Where, what, and what to do.
    public var description: String {
        "\(file):\(line): \"\(text)\" is no line of a recording. Save one anew: callpoint-simulate --seed N --save FILE."
    }
}
