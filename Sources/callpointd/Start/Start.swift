import CLinux
import CallpointCore
import EventCodec
import LinuxIO
import Record
import Sense
import SiteFile

extension Daemon {
    /// From the journal to armed: state rebuilt, generation durable, inputs open, sockets there.
    func start() throws {
        let recovery = try recover()
        try epoll.add(signals.descriptor, token: LoopToken.signals)
        try epoll.add(recorder.descriptor, token: LoopToken.recorder)
        try recorder.start()
        loadWarmStart()
        claimKeptPorts()
        announce(recovery)
        arm()
        restoreOrphans()
        // Whatever a driver or a coil was left at, it is told its level.
        lamps.rewire(configuration.outputWires, after: visibleThrough)
        showLamps()
        openSockets()
        openDoor()
        devices.watch(in: epoll)
        keepPorts()
        let now = timeLine.now
        nextSecondAt = now
        nextHeartbeatAt = now + Daemon.heartbeatInterval
        nextWatchdogAt = notifier.watchdogInterval.map { now + $0 }
        flush()
        // Reading a site file takes ten times the memory that holding one does.
        clinux_give_back()
        notifier.send("READY=1\nSTATUS=armed: \(configuration.site.callPoints.count) call points")
        Console.say(
            "armed: \(configuration.site.id), \(configuration.site.callPoints.count) call points, "
                + "\(configuration.site.units.count) units, \(engine.openIncidents.count) open incidents, "
                + "generation \(encoder.head.generation).")
    }

    /// Rebuilds the state from the record, and finds where the time line goes on.
    private func recover() throws -> Recovered {
        var last: (at: Instant, wall: WallTime)?
        var epoch: (event: ClockEpoch, at: Instant)?
        var unreadable = 0
        // The site file in force now is brought in by its own event; until then the journal's are.
        let recovery = try recorder.recover { configurations in
            for site in configurations.compactMap(SiteLoader.restored) { engine.know(site) }
        } _: { line in
            // Each is let go of at once: a record of hundreds of megabytes must not need as much memory.
            do throws(LineError) {
                let event = try EventDecoder.decode(line).event
                if case .clockEpoch(let found) = event.body { epoch = (found, event.at) }
                last = (event.at, event.wall)
                engine.apply(event)
            } catch {
                unreadable += 1
            }
        }
        let kernel = MonotonicClock.kernelMicroseconds
        let continuation = Continuation(
            epoch: epoch, last: last, bootID: Continuation.bootID,
            kernelMicroseconds: kernel, wallMilliseconds: MonotonicClock.wallMilliseconds)
        timeLine.set(continuation.instant, atKernelMicroseconds: kernel)
        startedAt = continuation.instant
        if unreadable > 0 {
            Console.say("\(unreadable) journal lines could not be read by this version and were passed over.")
        }
        for note in recovery.setAside + recovery.notes { Console.say(note) }
        return Recovered(recovery: recovery, continuation: continuation, kernelMicroseconds: kernel)
    }

    private struct Recovered {
        var recovery: Recovery
        var continuation: Continuation
        var kernelMicroseconds: Int64
    }

    /// Writes the start down, and waits until its generation is durable or the disk has had its chance: an
    /// id that is shown must never come again as something else.
    private func announce(_ recovered: Recovered) {
        let head = recovered.recovery.head
        encoder = EventEncoder(
            head: ChainHead(
                generation: Generation.draw(otherThan: recovered.recovery.usedGenerations),
                sequence: head?.sequence ?? 0, hash: head?.hash ?? Array(repeating: 0, count: Digest.length)))
        visibleThrough = encoder.head.sequence
        durableThrough = recovered.recovery.durableThrough
        turn.configurations.append(SiteLoader.stored(configuration))
        let pending = engine.unaccountedAfterRestart()
        feed(
            .started(
                CallpointCore.Start(
                    generation: encoder.head.generation, version: Version.text, bootID: Continuation.bootID,
                    monotonicMicroseconds: MonotonicClock.kernelMicroseconds, gap: recovered.continuation.gap,
                    openIncidents: engine.openIncidents.count, keptPorts: keptPorts.count,
                    summary: SiteLoader.summary(of: configuration, file: settings.siteFile))))
        // What recovery could not believe, for those who read the log and not the service manager's.
        let setAside = recovered.recovery.setAside
        if !setAside.isEmpty {
            feed(.journalDegraded(reason: setAside.joined(separator: "; "), waitedMilliseconds: 0))
            feed(.journalRestored(behind: recovered.recovery.adopted, milliseconds: 0))
        }
        flush()
        waitUntilVisible()
        // Orders that were shown, or are shown now that the event log holds all of the journal, get their ledgers.
        guard !pending.isEmpty else { return }
        feed(
            .emitted(
                Emission(
                    orders: pending, journalMicroseconds: 0, emitMicroseconds: 0, visibleAt: timeLine.now,
                    isDurable: true)))
    }

    private func waitUntilVisible() {
        let target = encoder.head.sequence
        while visibleThrough < target {
            let now = timeLine.now
            if let due = recorder.nextDeadline, due <= now { recorder.tick(at: now) }
            settle(recorder.takeReports())
            guard visibleThrough < target else { return }
            _ = epoll.wait(milliseconds: 1)
        }
    }

    private func loadWarmStart() {
        let path = settings.stateDirectory + "/positions.warm"
        let origin = WarmStart.Origin(
            bootID: Continuation.bootID, offsetMicroseconds: timeLine.clock.offsetMicroseconds)
        let (fixes, note) = WarmStartFile.load(path: path, on: origin, at: timeLine.now)
        if let note { Console.say(note) }
        for fix in fixes { _ = engine.observe(fix) }
        do {
            warmStart = try WarmStartFile(path: path, origin: origin)
        } catch {
            Console.say("\(error). Positions start empty after the next restart.")
        }
    }

    /// Opens the inputs: from here on a press is heard.
    private func arm() {
        let loaded = LoadedKeys.load()
        tell(loaded)
        for input in configuration.inputs { open(input, keys: loaded.keys) }
    }
}
