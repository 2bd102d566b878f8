import CallpointCore
import EventCodec

// What befalls the controller: it starts, it ends, its disk, its clock and its feed fail.
extension Simulation {
    static func gap(_ happening: Happening) -> Duration? {
        happening.amount < 0 ? nil : .milliseconds(happening.amount)
    }

    /// The daemon starts from the record and nothing else: the mirror has applied it, and knows no position.
    mutating func restart(gap: Duration?, isWarm: Bool) {
        let fixes = isWarm ? engine.fixes : []
        engine = book.mirror
        book.restart()
        for fix in fixes { observe(fix) }
        // Where nobody knows how long it was, it was a minute.
        let length = gap?.microseconds ?? 60_000_000
        down = (now, now + length)
        now += length
        start(gap: gap)
        let cut = engine.unaccountedAfterRestart()
        if !cut.isEmpty { agenda.add(.emitted(cut), at: now + 2_000) }
        for index in buttons.indices where scenario.posts[index].wire == .line && buttons[index].heldUntil > now {
            findPressed(index)
        }
    }

    mutating func start(gap: Duration?) {
        starts += 1
        let generation = "g\(starts)"
        let head = encoder.head
        encoder = EventEncoder(head: ChainHead(generation: generation, sequence: head.sequence, hash: head.hash))
        send(
            .started(
                Start(
                    generation: generation, version: "0", bootID: "boot",
                    monotonicMicroseconds: instant.microseconds, gap: gap, openIncidents: engine.openIncidents.count,
                    summary: summary)), .start)
    }

    private var summary: ConfigurationSummary {
        let site = sites[isSiteChanged ? 1 : 0]
        return ConfigurationSummary(
            file: "devices.yaml", hash: site.hash, callPoints: site.callPoints.count, units: site.units.count)
    }

    /// A fault that is set to happen to the controller.
    mutating func befall(_ happening: Happening) {
        let until = now + Int64(happening.amount) * 1_000
        switch happening.kind {
        case .feedStall: stalledUntil = max(stalledUntil, until)
        case .clockStep:
            wallStep += Int64(happening.amount)
            send(.clockStepped(milliseconds: happening.amount))
        case .restart:
            tally.restarts += 1
            breaches += book.replayBreaches(engine)
            send(.stopping(reason: "upgrade"))
            restart(gap: Simulation.gap(happening), isWarm: happening.nonce % 5 != 0)
        case .crash: crash = happening
        case .diskFailure:
            guard diskBadUntil <= now else { return }
            diskBadUntil = until
            let known = book.checkpoint
            checkpoint = (known.mirror, known.scene, now)
            agenda.add(.diskIsBack, at: until)
            send(.journalDegraded(reason: "no space left on device", waitedMilliseconds: 50))
        case .reload:
            isSiteChanged.toggle()
            send(.configuration(sites[isSiteChanged ? 1 : 0], summary: summary))
        default: break
        }
    }

    /// A crash while the disk takes nothing: what was shown since is written nowhere, or in the event log, which a start
    /// reads too.
    mutating func loseTail(_ crash: Happening) {
        guard diskBadUntil > now, let known = checkpoint, crash.nonce % 2 == 0 else { return }
        book.lose(since: (known.mirror, known.scene))
        // The turn that the crash cut is among it.
        lost = (known.at, now + 1)
        tally.losses += 1
    }

    mutating func diskIsBack() {
        checkpoint = nil
        send(.journalRestored(behind: 10, milliseconds: 900))
    }

    /// Orders became visible: when they were durable, or after the wait for that.
    mutating func emitted(_ orders: [OrderID]) {
        let isDurable = diskBadUntil <= now
        send(
            .emitted(
                Emission(
                    orders: orders, journalMicroseconds: isDurable ? 400 : 50_000, emitMicroseconds: 30,
                    visibleAt: instant, isDurable: isDurable)))
    }
}
