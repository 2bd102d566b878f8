import CallpointCore
import CallpointTesting
import Testing

/// What is played, with units that have joined it, beside a city that is live.
@Suite struct ExerciseTests {
    private let played: IncidentID = "NS-03-g1-0001"

    @Test func `only units that have joined are ordered, and every event says that it is an exercise`() {
        let stage = fleet()
        begin(stage, ["M-3", "M-5"])
        let turn = stage.act(.pressInExercise("A"))
        #expect(turn.orderedUnits == ["M-3", "M-5"])
        #expect(turn.allSatisfy { $0.mode == .exercise })
        #expect(stage.accept("M-3").allSatisfy { $0.mode == .exercise })
        let later = stage.advance(.seconds(120)).filter { $0.incident == played }
        #expect(!later.isEmpty && later.allSatisfy { $0.mode == .exercise })
    }

    @Test func `a ranking of an exercise says who is not in it`() throws {
        let stage = fleet()
        begin(stage, ["M-3"])
        let ranked = try #require(stage.act(.pressInExercise("A")).rankings.first)
        #expect(ranked.excluded[.exercise] == 5)
        #expect(ranked.nearestExcluded.first == ExcludedUnit(unit: "M-1", distanceMetres: 100, reason: .exercise))
    }

    @Test func `a live press takes a unit out of the exercise, and another one plays on`() {
        let stage = fleet()
        begin(stage, ["M-1", "M-2", "M-5"])
        stage.act(.pressInExercise("A"))
        let turn = stage.press("A")
        #expect(turn.stories(of: "alarm.raised").count == 1)
        #expect(turn.filter { $0.mode == .live }.orderedUnits == ["M-1", "M-2"])
        #expect(
            turn.stories(of: "order.stood_down") == [
                "order.stood_down NS-03-g1-0001/1/M-1/1 live", "order.stood_down NS-03-g1-0001/1/M-2/1 live",
            ])
        #expect(turn.filter { $0.mode == .exercise }.orderedUnits == ["M-5"])
        for unit in ["M-1", "M-2"] as [UnitID] {
            #expect(
                stage.engine.unitViews(at: stage.now).first { $0.unit.id == unit }?.order?.incident == "NS-03-g1-0002")
        }
    }

    @Test func `a live press is never ranked by who plays`() {
        let (quiet, playing) = (fleet(), fleet())
        begin(playing, ["M-1", "M-2"])
        playing.act(.pressInExercise("A"))
        #expect(quiet.press("B").orderedUnits == playing.press("B").filter { $0.mode == .live }.orderedUnits)
    }

    @Test func `a unit on a live order does not play`() {
        let stage = fleet()
        stage.press("A")
        begin(stage, ["M-1", "M-3"])
        #expect(stage.act(.pressInExercise("A")).orderedUnits == ["M-3"])
    }

    @Test func `a press at a call point where one is played is a call of its own`() {
        let stage = fleet()
        begin(stage, ["M-3"])
        stage.act(.pressInExercise("A"))
        #expect(stage.press("A").stories(of: "alarm.raised") == ["alarm.raised P1 wired after -"])
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 2"])
        stage.act(.stopExercise)
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 3"])
    }

    @Test func `nobody is told of what is played by a real channel`() {
        let stage = fleet()
        begin(stage, ["M-3"])
        let notices = (stage.act(.pressInExercise("A")) + stage.advance(.seconds(400))).stories(of: "notice")
        #expect(notices.count > 1)
        #expect(notices.allSatisfy { $0.contains(" by log ") })
    }

    @Test func `a call for help in an exercise is live`() throws {
        let stage = fleet()
        begin(stage, ["M-3", "M-4"])
        stage.act(.pressInExercise("A"))
        let turn = stage.act(.assist(.unit("M-3"), scale: DegreeScale(atLatitudeE7: here.place(north: 0).latitudeE7)))
        #expect(turn.stories(of: "alarm").first == "alarm.reported P1 officer after -")
        #expect(turn.first { if case .alarmReported = $0.body { true } else { false } }?.mode == .live)
        #expect(turn.stories(of: "order.stood_down").first == "order.stood_down NS-03-g1-0001/1/M-3/1 live")
        #expect(turn.filter { $0.mode == .live }.orderedUnits.contains("M-3") == false)
    }

    @Test func `a unit joins, leaves, and what it played goes to another one`() {
        let stage = fleet()
        begin(stage, ["M-3"])
        stage.act(.pressInExercise("A"))
        #expect(stage.act(.joinExercise("M-4")).filter { $0.mode == .exercise }.orderedUnits == ["M-4"])
        stage.act(.joinExercise("M-5"))
        let turn = stage.act(.leaveExercise("M-3"))
        #expect(turn.stories(of: "order.stood_down") == ["order.stood_down NS-03-g1-0001/1/M-3/1 left_exercise"])
        #expect(turn.orderedUnits == ["M-5"])
        stage.act(.leaveExercise("M-3"))
        #expect(stage.refusal?.what == "M-3 is not in the exercise.")
    }

    @Test func `an exercise ends when it is stopped and by itself, and closes what was played`() {
        let stage = fleet()
        begin(stage, ["M-3"], for: .seconds(600))
        stage.act(.pressInExercise("A"))
        stage.press("B")
        let turn = stage.advance(.seconds(600))
        #expect(turn.stories(of: "alarm.closed") == ["alarm.closed test"])
        #expect(turn.stories(of: "exercise") == ["exercise.ended expired"])
        #expect(stage.engine.openIncidents.map(\.isExercise) == [false])
        #expect(stage.engine.exercise == nil)
        stage.act(.pressInExercise("A"))
        #expect(stage.refusal?.what == "No exercise is under way.")
        begin(stage, [])
        #expect(stage.act(.stopExercise).stories(of: "exercise") == ["exercise.ended by"])
    }

    @Test func `an exercise goes on after a restart, and is over where nobody knows how long nobody ran`() {
        let stage = fleet()
        begin(stage, ["M-3"])
        stage.act(.pressInExercise("A"))
        stage.restart()
        #expect(stage.engine.exercise?.units == ["M-3"])
        #expect(stage.accept("M-3").stories(of: "order") == ["order.acknowledged NS-03-g1-0001/1/M-3/1"])
        stage.restart(gap: nil)
        #expect(stage.engine.exercise == nil && stage.engine.openIncidents.isEmpty)
    }

    @Test func `a dispatcher orders into an exercise only who is in it`() {
        let stage = fleet()
        begin(stage, ["M-3", "M-4", "M-5"])
        stage.act(.pressInExercise("A"))
        stage.act(.order(played, "M-1"))
        #expect(stage.refusal?.what == "M-1 is not in the exercise.")
        #expect(stage.act(.order(played, "M-5")).orderedUnits == ["M-5"])
        stage.act(.order(played, "M-5"))
        #expect(stage.refusal?.what == "M-5 has an order that it has not finished: NS-03-g1-0001/1/M-5/1.")
    }

    @Test func `what cannot be is refused in words`() {
        let stage = fleet()
        stage.act(.startExercise(["X-1"], for: .seconds(600)))
        #expect(stage.refusal?.what == "There is no unit X-1.")
        stage.act(.startExercise([], for: .seconds(10)))
        #expect(stage.refusal?.what == "An exercise lasts from 1 min to 12 h, and not 10 s.")
        begin(stage, ["M-1"])
        stage.act(.startExercise([], for: .seconds(600)))
        #expect(stage.refusal?.what == "An exercise is under way already.")
        stage.act(.joinExercise("M-1"))
        #expect(stage.refusal?.what == "M-1 is in the exercise.")
    }

    // MARK: The stage

    private func begin(_ stage: Stage, _ units: [UnitID], for duration: Duration = .seconds(3_600)) {
        stage.act(.startExercise(units, for: duration))
        #expect(stage.refusal == nil)
    }

    /// Six motorcycles north of `A`.
    private func fleet() -> Stage { street([100, 200, 300, 400, 500, 600]) }
}
