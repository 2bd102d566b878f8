public import CallpointCore

/// A random run of a small city: presses, answers, silence, moves, statuses, ends, reloads and restarts, all from one seed.
///
/// The same seed gives the same run. Stage checks the rules after every event; this
/// checks besides that every press belongs to exactly one incident.
public struct RandomRun {
    /// The stage on which it ran.
    public let stage: Stage
    var random: SeededGenerator
    /// The press that is asked for, as people know it.
    var asked = AskedPress()
    let report: (String) -> Void
    private let sites: [Site]
    private var counter: UInt32 = 0
    private var lastSentence: (callPoint: CallPointID, stamp: NodeStamp, at: Instant)?

    /// How the units and the plans of the run are drawn.
    private static let unitCount = 14
    private static let callPoints: [CallPointID] = ["A", "B", "C", "D"]

    /// A run of a seed. `report` hears what goes against the rules.
    public init(seed: UInt64, arbiter: Arbiter = .alone, report: @escaping (String) -> Void) {
        random = SeededGenerator(seed: seed)
        sites = [RandomRun.site(isChanged: false), RandomRun.site(isChanged: true)]
        stage = Stage(sites[0], arbiter: arbiter) { report("seed \(seed): \($0)") }
        self.report = { report("seed \(seed): \($0)") }
        for number in 0..<RandomRun.unitCount { move(UnitID("U-\(number)")) }
    }

    private static func site(isChanged: Bool) -> Site {
        var builder = SiteBuilder(id: "R")
        for (number, name) in callPoints.enumerated() where !isChanged || number != 3 {
            builder.callPoint(name, north: number * 700, east: number * 300, plan: number == 1 ? "small" : "street")
        }
        var plan = Plan.street
        plan.tiers[2].onSceneWithin = .seconds(120)
        plan.tiers[0].nudgeAfter = .seconds(15)
        plan.raisesOnSecondPress = true
        builder.contact("station", answerWithin: .seconds(60))
        plan.tiers[0].send.append(Requirement(kinds: [.foot], count: 1, withinMetres: 1_500, capabilities: ["aed"]))
        plan.tiers[1].send[0].minGain = .seconds(30)
        plan.raisesOnProjectedLateness = isChanged
        if isChanged { plan.tiers.removeLast() }
        builder.plan(plan)
        let cars = Requirement(kinds: [.vehicle], count: 2, withinMetres: 3_000)
        let either = Requirement(anyOf: [Requirement(kinds: [.motorcycle], count: 1, withinMetres: 2_000), cars])
        builder.plan(.single(either, name: "small", priority: .p2))
        for number in 0..<(isChanged ? unitCount - 2 : unitCount) {
            builder.unit(
                UnitID("U-\(number)"), [.foot, .motorcycle, .vehicle, .vehicle, .air][number % 5],
                capabilities: number % 2 == 0 ? ["aed"] : [])
        }
        builder.site.kinds[.motorcycle].restAfter = .seconds(100)
        return builder.build()
    }

    /// Takes so many steps, each of them drawn.
    public mutating func take(steps: Int) {
        for _ in 0..<steps { step() }
    }

    private mutating func step() {
        if random.chance(percent: 20) { return maintain() }
        if random.chance(percent: 15) { return direct() }
        switch random.int(1...100) {
        case ...14: press()
        case ...22: sentence()
        case ...50: answer()
        case ...75: stage.advance(.milliseconds(random.int(0...20_000)))
        case ...80: stage.status(unit(), random.pick(UnitStatus.allCases) ?? .available)
        case ...86: move(unit())
        case ...88: stage.silence(unit())
        case ...92: if let incident = random.pick(stage.engine.openIncidents) { stage.close(incident.id) }
        case ...94: stage.test(callPoint())
        case ...96: emitted()
        case ...97: stage.reload(sites[random.int(0...1)])
        case ...98: stage.advance(.seconds(random.int(100...400)))
        default: restart()
        }
    }

    mutating func unit() -> UnitID { UnitID("U-\(random.int(0...(RandomRun.unitCount - 1)))") }

    mutating func callPoint() -> CallPointID { RandomRun.callPoints[random.int(0...3)] }

    private mutating func move(_ unit: UnitID) {
        stage.place(
            unit, at: Plane.shenzhen.place(north: random.int(-6_000...6_000), east: random.int(-6_000...6_000)))
    }

    /// A press on a wired line is never a repeat.
    private mutating func press() { press(at: callPoint()) }

    /// It belongs to one incident, or is the one press that was asked for.
    mutating func press(at callPoint: CallPointID, stamp: NodeStamp? = nil) {
        let isTest = asked.takes(
            callPoint, edgeAt: stage.now + .microseconds(-50), at: stage.now,
            isCallOpen: isCallOpen(callPoint) || !isInSite(callPoint))
        let before = counted(at: callPoint)
        let turn = stage.press(callPoint, stamp: stamp)
        expect(counted(at: callPoint) - before + unknown(in: turn), isTest ? 0 : 1, at: callPoint)
        let tests = turn.stories(of: "test.pressed").count
        if tests != (isTest ? 1 : 0) { report("a press at \(callPoint) is \(tests) tests and not \(isTest ? 1 : 0)") }
    }

    /// The presses of the incidents that are open there, with those of a contact that bounces, which are written later.
    func counted(at callPoint: CallPointID) -> Int {
        stage.engine.openIncidents.reduce(0) { $1.callPoint.id == callPoint ? $0 + stage.engine.presses(of: $1) : $0 }
    }

    func unknown(in turn: [Event]) -> Int {
        turn.count { event in
            if case .deviceFault(let fault, _) = event.body { fault.kind == .unknownAddress } else { false }
        }
    }

    /// Whether somebody has called from there; what is only played is no call.
    private func isCallOpen(_ callPoint: CallPointID) -> Bool {
        stage.engine.openIncidents.contains { $0.callPoint.id == callPoint && !$0.isExercise }
    }

    private func isInSite(_ callPoint: CallPointID) -> Bool {
        stage.engine.site.callPoints.contains { $0.id == callPoint }
    }

    /// A press by a node's sentence, new or the last one again.
    private mutating func sentence() {
        if let last = lastSentence, random.chance(percent: 40), stage.now - last.at < .seconds(120) {
            lastSentence?.at = stage.now
            expect(alarms(in: stage.press(last.callPoint, stamp: last.stamp)), 0, at: last.callPoint)
            return
        }
        counter += 1
        let callPoint = callPoint()
        let stamp = NodeStamp(address: callPoint.text, counter: counter, boot: 1)
        press(at: callPoint, stamp: stamp)
        lastSentence = (callPoint, stamp, stage.now)
    }

    func alarms(in turn: [Event]) -> Int {
        turn.count { event in
            switch event.body {
            case .alarmRaised, .alarmRepeated: true
            case .deviceFault(let fault, _): fault.kind == .unknownAddress
            default: false
            }
        }
    }

    func expect(_ count: Int, _ wanted: Int, at callPoint: CallPointID) {
        if count != wanted { report("a press at \(callPoint) belongs to \(count) incidents and not to \(wanted)") }
    }

    private mutating func answer() {
        let orders = stage.engine.openIncidents.flatMap(\.orders).filter { $0.state.isLive || $0.state == .timedOut }
        guard let order = random.pick(orders) else { return }
        let answers: [Answer] = [
            .accept, .accept, .accept, .decline(reason: nil), .enRoute, .onScene, .clear, .staging,
            .delayed(.seconds(random.int(1...900)), reason: nil),
        ]
        stage.act(.answer(.order(order.id), answers[random.int(0...8)]))
    }

    private mutating func emitted() {
        stage.emitted(stage.engine.unaccountedAfterRestart(), after: .microseconds(random.int(100...900_000)))
    }

    /// A repeat that was heard without an event is forgotten by a restart, so the last sentence is not sent again.
    private mutating func restart() {
        lastSentence = nil
        let gap: Duration? = random.chance(percent: 30) ? nil : .milliseconds(random.int(0...90_000))
        stage.restart(gap: gap)
        if gap == nil { asked.ended() }
    }
}
