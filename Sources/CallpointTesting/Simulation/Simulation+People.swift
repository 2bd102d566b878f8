import CallpointCore

// What people do: callers, engineers, dispatchers, and whoever opens a housing.
extension Simulation {
    mutating func perform(_ deed: Deed, setFor at: Int64) {
        switch deed {
        case .happen(let index): happen(scenario.happenings[index])
        case .press(let post, let press): self.press(post, press, setFor: at)
        case .signal(let post, let state): say(post, state)
        case .repeated(let signal): sayAgain(signal)
        case .send(let body): send(body)
        case .act(let verb): act(verb)
        case .arrive(let patrol, let order): arrive(patrol, order)
        case .emitted(let orders): emitted(orders)
        case .diskIsBack: diskIsBack()
        case .wake: break
        }
    }

    /// The same message once more. A node repeats its last ones alone: what came eight messages ago nobody remembers. A
    /// keyed one is told by its count, however old.
    private mutating func sayAgain(_ signal: Signal) {
        guard let stamp = signal.stamp, let post = postOf[signal.callPoint] else { return }
        // Nobody remembers what was lost: heard again, it is a press.
        let heardAt = signal.readAt.microseconds - Simulation.dawn
        guard !(lost.from..<lost.to).contains(heardAt) else { return }
        guard signal.authentication == .mac || buttons[post].counter - stamp.counter < 6 else { return }
        var signal = signal
        signal.edgeAt = instant
        signal.readAt = instant
        send(.signal(signal), .noPress(signal))
    }

    mutating func happen(_ happening: Happening) {
        if let post = postOf[CallPointID(happening.subject)] {
            happen(happening, at: post)
        } else if let patrol = patrolOf[UnitID(happening.subject)] {
            happen(happening, to: patrol)
        } else if happening.subject == "-" {
            befall(happening)
        }
    }

    private mutating func happen(_ happening: Happening, at post: Int) {
        let callPoint = CallPointID(scenario.posts[post].id)
        let length = Int64(happening.amount) * 1_000
        switch happening.kind {
        case .press, .falseAlarm:
            press(
                post, Press(nonce: happening.nonce, isGenuine: happening.kind == .press, heldMicroseconds: length),
                setFor: now)
        case .chatter:
            let first = Press(
                nonce: happening.nonce, isGenuine: false, heldMicroseconds: 20_000, isBouncing: true)
            press(post, first, setFor: now)
            for round in 1...3 {
                let again = Press(
                    nonce: happening.nonce, isGenuine: false, heldMicroseconds: 20_000, isAgain: true)
                agenda.add(.press(post, again), at: now + length * Int64(round) / 3)
            }
            said(.chatter, post, from: now + 500_000, to: now + 60_000_000)
        case .stuck:
            press(post, Press(nonce: happening.nonce, heldMicroseconds: length), setFor: now)
            said(.stuck, post, from: now + 30_000_000, to: now + length)
        case .recording: playAgain(post)
        case .tamper:
            say(post, .tamperOpen)
            agenda.add(.signal(post, .tamperClosed), at: now + length)
        case .walkTest:
            act(.startWalkTest([callPoint], for: .seconds(600)))
            act(.ask(callPoint, for: .seconds(60)))
            let press = Press(nonce: happening.nonce, isGenuine: false, heldMicroseconds: 300_000)
            agenda.add(.press(post, press), at: now + length)
        case .tryOut: act(.test(callPoint))
        case .bypass:
            act(.bypass(callPoint, nil, for: .milliseconds(max(60_000, happening.amount)), reason: nil))
        default: break
        }
    }

    private mutating func said(_ kind: DeviceFault.Kind, _ post: Int, from: Int64, to end: Int64) {
        let fault = DeviceFault(
            input: Simulation.input(scenario.posts[post].wire), callPoint: CallPointID(scenario.posts[post].id),
            kind: kind, detail: "simulated")
        guard from < end else { return }
        agenda.add(.send(.fault(fault)), at: from)
        agenda.add(.send(.restored(fault)), at: end)
    }

    static func input(_ wire: Scenario.Wire) -> InputName { wire == .line ? "panel" : "field" }

    /// A press, unless it came and went on a line that nobody watched while the daemon was down.
    private mutating func press(_ post: Int, _ press: Press, setFor at: Int64) {
        let isLate = (down.from..<down.to).contains(at) && at < now
        let isLine = scenario.posts[post].wire == .line
        buttons[post].heldUntil = at + press.heldMicroseconds
        if isLate, isLine {
            if buttons[post].heldUntil <= now { tally.unheard += 1 } else { findPressed(post) }
            return
        }
        var signal = signal(post, .pressed)
        signal.debounceMicroseconds = isLine ? 20_000 : 0
        signal.edgeAt = signal.edgeAt + .microseconds(isLine ? -20_060 : -800)
        tally.presses += 1
        pressing = Origin(nonce: press.nonce, isGenuine: press.isGenuine)
        let turn = send(.signal(signal), .press(signal))
        guard
            turn.contains(where: { event in
                switch event.body {
                case .alarmRaised, .alarmRepeated, .testPressed, .deviceFault: true
                default: false
                }
            })
        else {
            // A crash kept it from the record. The node says it again, and so does whoever got no answer.
            if breaches.isEmpty { agenda.add(.press(post, press), at: now + 2_000_000) }
            return
        }
        buttons[post].lastPress = (signal, now)
        agenda.add(.signal(post, .released), at: max(now + 1_000, buttons[post].heldUntil))
        goOn(after: press, post, signal)
    }

    /// What a press brings with it: a node says it again, and who is in need presses again.
    private mutating func goOn(after press: Press, _ post: Int, _ signal: Signal) {
        guard !press.isAgain else { return }
        var random = SeededGenerator(seed: press.nonce)
        if signal.stamp != nil, !press.isBouncing, random.chance(percent: 30) {
            agenda.add(.repeated(signal), at: now + Int64(random.int(500...3_000)) * 1_000)
        }
        guard press.isGenuine else { return }
        let again = Press(nonce: press.nonce, heldMicroseconds: 400_000, isAgain: true)
        if random.chance(percent: 25) {
            for _ in 1...random.int(1...4) {
                agenda.add(.press(post, again), at: now + Int64(random.int(600...30_000)) * 1_000)
            }
        }
        // Somebody else there, later: mostly after a unit has come, or after five minutes.
        if random.chance(percent: 8) {
            agenda.add(.press(post, again), at: now + Int64(random.int(120...2_400)) * 1_000_000)
        }
    }

    mutating func signal(_ post: Int, _ state: Signal.State) -> Signal {
        let wire = scenario.posts[post].wire
        var stamp: NodeStamp?
        if wire != .line {
            buttons[post].counter += 1
            stamp = NodeStamp(address: String(post), counter: buttons[post].counter, boot: wire == .keyed ? 1 : nil)
        }
        return Signal(
            callPoint: CallPointID(scenario.posts[post].id), input: Simulation.input(wire), state: state, stamp: stamp,
            authentication: wire == .line ? .wired : wire == .keyed ? .mac : .none, edgeAt: instant, readAt: instant)
    }

    private mutating func say(_ post: Int, _ state: Signal.State) {
        if state == .released, buttons[post].heldUntil > now { return }
        send(.signal(signal(post, state)))
    }

    /// The level of a line is found pressed by looking: a press that is known of goes on, any other one is new.
    mutating func findPressed(_ post: Int) {
        let callPoint = CallPointID(scenario.posts[post].id)
        var signal = signal(post, .pressed)
        signal.origin = .level
        let goesOn =
            book.scene.book.newest(at: callPoint)?.isHeld(at: callPoint) ?? false
            || engine.standingFaults.contains { $0.fault.callPoint == callPoint && $0.fault.kind == .stuck }
        pressing = Origin(nonce: UInt64(post) &+ UInt64(now), isGenuine: true)
        if !goesOn { tally.presses += 1 }
        send(.signal(signal), goesOn ? .noPress(signal) : .press(signal))
        agenda.add(.signal(post, .released), at: max(now + 1_000, buttons[post].heldUntil))
    }

    /// A keyed node's last press, recorded and sent once more, is no press.
    private mutating func playAgain(_ post: Int) {
        guard scenario.posts[post].wire == .keyed, let last = buttons[post].lastPress else { return }
        agenda.add(.repeated(last.signal), at: max(now, last.at + 130_000_000))
    }
}
