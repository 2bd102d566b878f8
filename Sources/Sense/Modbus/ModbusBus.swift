public import CallpointCore
import Glibc
import LinuxIO

/// A Modbus RTU bus with contacts and lamps on it, as a device that may come and go.
///
/// To the loop it is what a serial port is; the asking is done by a thread of its own, which hands over what is new
/// through a queue (`BusShared.reportLimit`) and a descriptor. A bus whose port is not there is an input that is
/// down, never an error.
public final class ModbusBus: SenseDevice, OutputDriver {
    /// A thread that has not gone round for so long hangs in its driver: the input is down, whatever the port says.
    static let hangLimit: Duration = .seconds(5)

    /// The input's name in the site file.
    public let name: InputName
    /// The line, as it was given.
    public let line: BusLine
    /// Readable when the thread has told something; nil before the bus is opened, and after it is closed.
    public var descriptor: Int32? { shared?.reported.descriptor }
    /// How often a descriptor has been opened.
    public private(set) var openings: UInt64 = 0

    private let clock: @Sendable () -> Instant
    private var shared: BusShared?
    private var wiring: BusWiring
    private var contacts: [BusAddress: Int] = [:]
    private var supervisor: ContactSupervisor
    private var faults: BusFaults
    private var noise: NoiseGauge
    private var latches = BusLatches()
    /// Whether the port is there and ours.
    public private(set) var isOpen = false
    private var isFaulted = false
    private var isHanging = false
    private var detail = "not opened yet"
    private var since: Instant?
    private var losses: UInt64 = 0
    private var checkAt: Instant?

    /// A bus that is not open yet. `clock` is asked by the bus's thread: now, on the controller's time line.
    public init(name: InputName, line: BusLine, wiring: BusWiring, clock: @escaping @Sendable () -> Instant) {
        self.name = name
        self.line = line
        self.wiring = wiring
        self.clock = clock
        supervisor = ContactSupervisor(input: name, contacts: wiring.contacts.map(\.wire))
        faults = BusFaults(input: name, wiring: wiring)
        noise = NoiseGauge(input: name, expected: "answers")
        index()
    }

    deinit { close() }

    private func index() {
        contacts = Dictionary(
            wiring.contacts.enumerated().map { ($0.element.address, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }
}

// MARK: - As the loop sees it

extension ModbusBus {
    /// Takes over what a run before has said of the contacts; slaves say anew how they are.
    public func recall(_ standing: [DeviceFault]) { supervisor.recall(standing) }

    /// Starts the thread; what becomes of the port is told by `ready`.
    public func open(at instant: Instant) -> [Input.Body] {
        guard shared == nil else { return [] }
        do throws(SystemError) {
            let shared = try BusShared(at: instant)
            let thread = BusThread(line: line, wiring: wiring, shared: shared, clock: clock)
            try Thread(name: String("modbus-\(name)".prefix(15))) {
                var thread = thread
                thread.run()
            }.detach()
            self.shared = shared
            openings += 1
            checkAt = instant.next(.seconds(1))
            return []
        } catch {
            return lost("\(line.path) has no thread: \(error)", at: instant)
        }
    }

    /// Takes in what the thread has told.
    public func ready(at instant: Instant, readable: Bool, writable: Bool) -> [Input.Body] {
        var bodies: [Input.Body] = []
        for report in shared?.takeReports() ?? [] { bodies += take(report, readAt: instant) }
        return bodies
    }

    /// Lets everything that is due happen, and looks once a second whether the thread still goes round.
    public func tick(at instant: Instant) -> [Input.Body] {
        var bodies = supervisor.tick(at: instant) + noise.tick(at: instant)
        if let due = checkAt, instant >= due, let shared {
            checkAt = instant.next(.seconds(1))
            bodies += judge(silence: instant - shared.aliveAt)
            for latch in latches.takeHeld(at: instant) { reset(latch) }
        }
        return bodies
    }

    /// When `tick` has something to do: at least each whole second of the time line, as for serial ports.
    public var nextDeadline: Instant? {
        [checkAt, supervisor.nextDeadline, noise.nextDeadline].compactMap { $0 }.min()
    }

    /// Presses that latches hold until they are visible.
    public func takeOwed() -> [UInt64] { latches.takeOwed() }

    /// What a latch held is visible: it is reset.
    public func receive(_ owed: UInt64, at instant: Instant) {
        if let latch = latches.receive(owed, at: instant) { reset(latch) }
    }

    private func reset(_ latch: BusAddress) {
        guard let contact = contacts[latch], let coil = wiring.contacts[contact].resetAddress else { return }
        shared?.pulse(coil)
    }

    /// Takes over another site file's wires; what stays keeps its state, and what is gone is not at fault any more.
    public func reconfigure(wiring renewed: BusWiring) -> [Input.Body] {
        guard renewed != wiring else { return [] }
        wiring = renewed
        index()
        supervisor.reconfigure(contacts: renewed.contacts.map(\.wire))
        shared?.adopt(renewed)
        return faults.adopt(renewed)
    }

    /// Has the thread put the lamps out and end, within `BusThread.darkLimit` and one request; does not wait for it.
    public func close() {
        shared?.close()
        checkAt = nil
    }

    /// Waits until the thread has ended after `close`, two seconds at most.
    public func finish() { _ = shared?.hasEnded(within: 2_000) }

    /// Nothing on it is at fault any more.
    public func farewell(at instant: Instant) -> [Input.Body] { faults.withdraw() + supervisor.retire() }

    /// How the bus is.
    public var inputStatus: InputStatus { .modbus(status) }

    /// The same, for those who know what they have.
    public var status: ModbusBusStatus {
        ModbusBusStatus(
            name: name, path: line.path, isOpen: isOpen, detail: detail, since: since, losses: losses,
            figures: shared?.figures ?? BusFigures(), contacts: supervisor.status)
    }
}

// MARK: - What the thread tells

extension ModbusBus {
    private func take(_ report: BusReport, readAt instant: Instant) -> [Input.Body] {
        switch report {
        case .opened(let detail, let at):
            faults.portOpened()
            return opened(detail, at: at)
        case .lost(let detail, let at): return lost(detail, at: at)
        case .change(let change):
            forget(change, at: instant)
            return faults.take(change)
        case .garbled(let at): return noise.reject("checksum or form", at: at)
        case .sample(let sample):
            // A contact that the site file has meanwhile taken away tells nobody anything.
            guard let contact = contacts[sample.address] else { return [] }
            if wiring.contacts[contact].reset != nil {
                latches.take(sample.address, isActive: sample.isSet != wiring.contacts[contact].isActiveLow)
            }
            let bodies = supervisor.take(
                ContactSample(
                    contact: contact, isActive: sample.isSet != wiring.contacts[contact].isActiveLow, at: sample.at,
                    readAt: max(instant, sample.at),
                    origin: sample.origin))
            return wiring.contacts[contact].reset == nil ? bodies : bodies.map(ModbusBus.keptByLatch)
        case .count(let count):
            guard let contact = contacts[count.address] else { return [] }
            return supervisor.count(
                contact: contact, value: count.value, at: count.at, readAt: max(instant, count.at))
        }
    }

    /// What a slave that is silent, or refuses, had said before is not known any more: a button that was held there is
    /// neither stuck nor released.
    private func forget(_ change: PollPlan.Change, at instant: Instant) {
        let isGone: (BusAddress) -> Bool
        switch change {
        case .offline(let slave, _): isGone = { $0.slave == slave }
        case .refused(let slave, let span, _): isGone = { $0.slave == slave && span.contains($0) }
        default: return
        }
        let gone = wiring.contacts.indices.filter { isGone(wiring.contacts[$0].address) }
        supervisor.lost(contacts: gone, at: instant)
        latches.forget(where: isGone)
    }

    /// A latch is reset when its press is visible, so the press has to become a line.
    private static func keptByLatch(_ body: Input.Body) -> Input.Body {
        guard case .signal(var signal) = body, signal.state == .pressed else { return body }
        signal.isKeptByDevice = true
        return .signal(signal)
    }

    /// A thread that does not come back from its driver is told once, and once when it does.
    private func judge(silence: Duration) -> [Input.Body] {
        let hangs = silence > ModbusBus.hangLimit
        guard hangs != isHanging, isOpen else { return [] }
        isHanging = hangs
        guard hangs else {
            let back = DeviceFault(input: name, kind: .offline, detail: "\(name): \(line.path) goes on.")
            return [.inputUp(name, detail: detail), .restored(back)]
        }
        let what = "\(line.path) has been hanging in its driver for \(silence.milliseconds / 1_000) s"
        let fault = DeviceFault(
            input: name, kind: .offline,
            detail: "\(name): \(what). Pull the adapter and plug it in again; its buttons are not heard.")
        return [.inputDown(name, detail: what), .fault(fault)]
    }

    private func opened(_ detail: String, at instant: Instant) -> [Input.Body] {
        self.detail = detail
        since = instant
        isOpen = true
        let wasFaulted = isFaulted
        isFaulted = false
        let up = Input.Body.inputUp(name, detail: detail)
        guard wasFaulted else { return [up] }
        return [up, .restored(DeviceFault(input: name, kind: .offline, detail: "\(name): \(line.path) is back."))]
    }

    private func lost(_ detail: String, at instant: Instant) -> [Input.Body] {
        if isOpen { losses += 1 }
        isHanging = false
        self.detail = detail
        since = instant
        isOpen = false
        isFaulted = true
        supervisor.lost(at: instant)
        latches.forget { _ in true }
        let fault = DeviceFault(
            input: name, kind: .offline,
            detail: "\(name): \(detail). Check the plug and `port:` in devices.yaml; it is tried again twice a second.")
        return [.inputDown(name, detail: detail), .fault(fault)]
    }
}

// MARK: - Lamps

extension ModbusBus {
    /// Has a lamp written, in the next round in which its slave answers. Of several words before that the last counts.
    public func set(_ output: Int, isOn: Bool) {
        guard wiring.lamps.indices.contains(output) else { return }
        let lamp = wiring.lamps[output]
        shared?.want(lamp.address, isOn: isOn != lamp.isActiveLow)
    }

    /// Has all lamps put out.
    public func allOff() {
        for output in wiring.lamps.indices { set(output, isOn: false) }
    }
}
