import CallpointCore

extension Scenario {
    /// The scenario in plain sentences, for whoever has to understand why it breaks a rule.
    public var story: [String] {
        posts.map(\.story) + patrols.map(\.story) + happenings.map(\.story)
    }
}

extension Scenario.Post {
    fileprivate var story: String {
        let button =
            switch wire {
            case .line: "a line of the controller"
            case .node: "a node without a key"
            case .keyed: "a node with a key"
            }
        return "\(id) is \(Direction.text(north: north, east: east)), on \(button), under the plan \(plan)"
            + (kind == .panic ? "." : ", for \(kind.rawValue).")
    }
}

extension Scenario.PatrolPlan {
    fileprivate var story: String {
        let can = capabilities.isEmpty ? "" : " with \(capabilities.joined(separator: " and "))"
        let place = Direction.text(north: north, east: east)
        guard reportSeconds > 0 else { return "\(id) (\(kind.rawValue)\(can)) always stands \(place)." }
        return "\(id) (\(kind.rawValue)\(can)) patrols within \(beat) m of a place \(place), and reports every "
            + "\(reportSeconds) s."
    }
}

/// Where something is, in words.
private enum Direction {
    static func text(north: Int, east: Int) -> String {
        "\(abs(north)) m \(north < 0 ? "south" : "north") and \(abs(east)) m \(east < 0 ? "west" : "east") of the middle"
    }
}

extension Happening {
    fileprivate var story: String { "\(DayTime.text(at).prefix(12)) \(sentence)" }

    private var length: String {
        amount < 0 ? "nobody knows how long" : amount < 10_000 ? "\(amount) ms" : "\(amount / 1_000) s"
    }

    private var sentence: String {
        switch kind {
        case .press: "somebody in need presses at \(subject), for \(length)"
        case .falseAlarm: "somebody presses at \(subject) for nothing"
        case .chatter: "the contact of \(subject) bounces for \(length)"
        case .stuck: "the button of \(subject) stays down for \(length)"
        case .recording: "a recording of \(subject) is played"
        case .tamper: "the housing of \(subject) is open for \(length)"
        case .walkTest: "an engineer asks for one press of \(subject), and presses \(length) later"
        case .tryOut: "somebody tries \(subject) on paper"
        case .bypass: "faults of \(subject) are bypassed for \(length)"
        case .offDuty: "\(subject) goes off duty for \(length)"
        case .busy: "\(subject) is busy for \(length)"
        case .outOfService: "\(subject) is out of service for \(length)"
        case .silent: "\(subject) sends no position for \(length)"
        case .deaf: "\(subject) hears nothing for \(length)"
        case .feedStall: "no position arrives for \(length)"
        case .clockStep: "the wall clock is set by \(amount) ms"
        case .restart: "the daemon is restarted, and away for \(length)"
        case .crash: "the daemon is killed while it writes its next turn, and away for \(length)"
        case .diskFailure: "the disk takes nothing for \(length)"
        case .reload: "the other site file is brought into force"
        }
    }
}
