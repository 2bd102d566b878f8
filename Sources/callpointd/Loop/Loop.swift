import CallpointCore
import Control
import EventCodec
import LinuxIO
import Record
import Sense

/// What a descriptor in the loop belongs to, in the order in which a turn looks at them: presses first.
enum LoopToken {
    static let recorder: UInt64 = 1
    static let signals: UInt64 = 2
    static let control: UInt64 = 3
    static let history: UInt64 = 4
    static let positionSocket: UInt64 = 5
    static let positionDoor: UInt64 = 6
    static let accounts: UInt64 = 7
    static let siteFile: UInt64 = 8
    /// The devices of inputs have this number and those above.
    static let firstDevice: UInt64 = 100
}

extension Daemon {
    /// How often the loop looks at what nobody announces, such as a wall clock that was set.
    static let second: Duration = .seconds(1)
    static let heartbeatInterval: Duration = .seconds(5)

    /// One turn: wait, drain, decide, hand over.
    func loop() {
        let ready = epoll.wait(milliseconds: waitMilliseconds())
        for event in ready where event.token >= LoopToken.firstDevice { drainDevice(event) }
        // What a press has led to goes to the record before anything else is looked at.
        flush()
        for event in ready.sorted(by: { $0.token < $1.token }) where event.token < LoopToken.firstDevice {
            drain(event.token)
        }
        passTime()
        flush()
        switchLamps()
        devices.watch(in: epoll)
        keepPorts()
    }

    private func waitMilliseconds() -> Int32 {
        var due = nextSecondAt
        for deadline in [
            engine.nextDeadline, recorder.nextDeadline, devices.nextDeadline, control?.nextDeadline, nextWatchdogAt,
            lamps.nextDeadline,
        ] {
            if let deadline { due = min(due, deadline) }
        }
        let microseconds = due.microseconds - timeLine.now.microseconds
        return Int32(clamping: max(0, (microseconds + 999) / 1_000))
    }

    private func drainDevice(_ event: Epoll.Ready) {
        guard let device = devices[event.token] else { return }
        let isReadable = event.isReadable || event.isBroken
        take(device.ready(at: timeLine.now, readable: isReadable, writable: event.isWritable), from: device.name)
    }

    private func drain(_ token: UInt64) {
        switch token {
        case LoopToken.recorder: settle(recorder.takeReports())
        case LoopToken.signals: obey(signals.take())
        case LoopToken.control: serve()
        case LoopToken.history: deliverHistory()
        case LoopToken.positionSocket:
            guard let socket = positionSocket else { return }
            observe(socket.ready(at: timeLine.now, wallMilliseconds: MonotonicClock.wallMilliseconds))
        case LoopToken.positionDoor:
            guard let door = positionDoor else { return }
            observe(door.take(at: timeLine.now, wallMilliseconds: MonotonicClock.wallMilliseconds))
        case LoopToken.accounts: deliverAccounts()
        case LoopToken.siteFile: takeSiteFile()
        default: break
        }
    }

    /// Lets everything that is due happen.
    private func passTime() {
        let now = timeLine.now
        if let due = engine.nextDeadline, due <= now { feed(.tick) }
        if let due = recorder.nextDeadline, due <= now {
            recorder.tick(at: now)
            settle(recorder.takeReports())
        }
        for device in devices.due(at: now) { take(device.tick(at: now), from: device.name) }
        if let due = control?.nextDeadline, due <= now { control?.tick(at: now) }
        // Publishing may have made a subscriber fall back on the journal.
        askClerk()
        if let due = nextWatchdogAt, due <= now, let interval = notifier.watchdogInterval {
            // From the loop itself: a loop that hangs says nothing, and systemd starts us again.
            notifier.send("WATCHDOG=1")
            nextWatchdogAt = now + interval
        }
        if nextSecondAt <= now { passSecond(now) }
    }

    private func passSecond(_ now: Instant) {
        nextSecondAt = Instant(microseconds: (now.microseconds / 1_000_000 + 1) * 1_000_000)
        takeHeldStatuses(now)
        openSockets()
        if let step = wall.step() { feed(.clockStepped(milliseconds: step)) }
        warmStart?.offer(at: now, revision: UInt64(fixCounts[0])) { engine.fixes }
        if now >= nextHeartbeatAt {
            nextHeartbeatAt = now + Daemon.heartbeatInterval
            sendHeartbeat(now)
        }
    }

    /// Takes in fixes and what units say of themselves.
    private func observe(_ batch: PositionBatch) {
        for fix in batch.fixes {
            let outcome = engine.observe(fix)
            fixCounts[FixOutcome.allCases.firstIndex(of: outcome) ?? 0] += 1
        }
        for status in batch.statuses { take(status) }
    }

    /// Takes in a status that a feed reports: at most one change of a unit in a second, the newest, so that no feed can
    /// fill the journal.
    private func take(_ status: Input.Body) {
        guard case .unitStatus(let unit, _, _) = status else { return feed(status) }
        let now = timeLine.now
        if let last = statusChangedAt[unit], now - last < Daemon.second {
            heldStatuses[unit] = status
            return
        }
        let before = encoder.head.sequence
        feed(status)
        if encoder.head.sequence > before { statusChangedAt[unit] = now }
    }

    private func takeHeldStatuses(_ now: Instant) {
        statusChangedAt = statusChangedAt.filter { now - $0.value < Daemon.second }
        let held = heldStatuses.sorted { $0.key < $1.key }
        heldStatuses.removeAll(keepingCapacity: true)
        for (_, status) in held { take(status) }
    }

    private func obey(_ requests: [SignalWatch.Request]) {
        for request in requests {
            switch request {
            case .stop(let signal): stopReason = signal
            case .reload: reload()
            case .reopenLog: recorder.reopenLog()
            }
        }
    }
}
