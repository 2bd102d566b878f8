import CallpointCore

// What engineers do to a random city while it works: walk tests, bypasses, faults, levels that are found.
extension RandomRun {
    mutating func maintain() {
        switch random.int(1...20) {
        case ...2: begin()
        case ...8: ask()
        case 9: withdraw()
        case 10: stop()
        case ...13: bypass()
        case ...16: fault()
        case ...18: release(of: callPoint())
        default: findLevel()
        }
    }

    private mutating func begin() {
        let named = random.chance(percent: 50) ? [] : [callPoint(), callPoint()]
        let duration = Duration.seconds(random.int(60...1_800))
        stage.act(.startWalkTest(named, for: duration))
        if stage.refusal == nil { asked.began(named, at: stage.now, for: duration) }
    }

    private mutating func ask() {
        if stage.engine.walkTest.map({ $0.end != nil }) ?? true { begin() }
        var callPoint = callPoint()
        // Where a call is open nothing can be asked for, so mostly it is closed first.
        if random.chance(percent: 70), let row = stage.engine.checklist.first { callPoint = row.callPoint }
        while random.chance(percent: 90), let open = stage.incident(callPoint) { stage.close(open.id) }
        let duration = Duration.seconds(random.int(5...600))
        stage.act(.ask(callPoint, for: duration))
        if stage.refusal == nil { asked.asked(callPoint, at: stage.now, for: duration) }
        if random.chance(percent: 70) { stage.advance(.milliseconds(random.int(0...9_000))) }
        // Mostly the press comes; now and then somebody is faster elsewhere, or it is given up.
        if random.chance(percent: 15) { return withdraw() }
        if random.chance(percent: 85) { press(at: random.chance(percent: 85) ? callPoint : self.callPoint()) }
        if random.chance(percent: 60) { release(of: callPoint) }
    }

    private mutating func withdraw() {
        stage.act(.withdrawAsk)
        if stage.refusal == nil { asked.withdrawn() }
    }

    private mutating func stop() {
        stage.act(.stopWalkTest)
        if stage.refusal == nil { asked.ended() }
    }

    private mutating func bypass() {
        let kind = random.chance(percent: 40) ? nil : kind()
        if random.chance(percent: 20) {
            let bypass = random.pick(stage.engine.bypasses)
            stage.act(.endBypass(bypass?.callPoint ?? callPoint(), bypass?.kind ?? kind))
            return
        }
        stage.act(.bypass(callPoint(), kind, for: .seconds(random.int(60...600)), reason: nil))
    }

    /// Any kind, and mostly one of those that are common.
    private mutating func kind() -> DeviceFault.Kind {
        let kinds = random.chance(percent: 60) ? [.tamper, .stuck, .door] : DeviceFault.Kind.allCases
        return kinds[random.int(0...(kinds.count - 1))]
    }

    private mutating func fault() {
        let fault = DeviceFault(input: "panel", callPoint: callPoint(), kind: kind(), detail: "drawn")
        stage.send(random.chance(percent: 60) ? .fault(fault) : .restored(fault))
    }

    private mutating func release(of callPoint: CallPointID) {
        if alarms(in: stage.signal(callPoint, .released)) > 0 { report("a release at \(callPoint) is an alarm") }
    }

    /// A pressed level that was found by looking: a new press, unless it is one that goes on.
    private mutating func findLevel() {
        let callPoint = callPoint()
        let isStuck = stage.engine.standingFaults.contains {
            $0.fault.callPoint == callPoint && $0.fault.kind == .stuck
        }
        // What is only played holds no button.
        let open = stage.engine.openIncidents.last { $0.callPoint.id == callPoint && !$0.isExercise }
        let goesOn = isStuck || open?.isHeld == true
        let before = counted(at: callPoint)
        let turn = stage.press(callPoint, origin: .level)
        expect(counted(at: callPoint) - before + unknown(in: turn), goesOn ? 0 : 1, at: callPoint)
    }
}
