public import CallpointCore
import Glibc
public import LinuxIO

/// The lines of one GPIO chip, read and driven, as a device that may come and go.
///
/// An edge says when, the level says what: levels are read after a line was had, after the kernel may have lost an
/// edge, and once a second for ever. A chip that is pulled wakes nobody, so it is looked at twice a second. Lines
/// are had one by one: one that somebody else holds is that call point's fault, and the others work.
public final class GPIOChip: SenseDevice, OutputDriver {
    /// Most edges of one line that one turn reads; the rest comes in the next.
    static let turnLimit = 64
    /// Levels are read for so long in a turn. A chip behind a slow bus takes a millisecond for each: the rest waits for
    /// ten times as long as was spent, so that of the loop's time they take a tenth at most.
    static let sweepSlice: Duration = .milliseconds(2)
    static let sweepPauseFactor: Int64 = 10
    /// Whether the chip is there is looked at so often, on the half seconds of the time line.
    static let checkInterval: Duration = .milliseconds(500)
    /// All levels are read, and lines that were refused are asked for again, so often, on its whole seconds.
    static let levelInterval: Duration = .seconds(1)

    /// The input's name in the site file.
    public let name: InputName
    /// How the chip is named in the site file.
    public let chip: GPIOChipName
    /// What to wait for; nil while the chip is not there.
    public var descriptor: Int32? { lines?.descriptor }
    /// How often the chip has been opened.
    public private(set) var openings: UInt64 = 0

    let library: any GPIOLibrary
    let clock: MonotonicClock
    var lines: (any GPIOLines)?
    /// In the order of the wires.
    var states: [GPIOLineState] = []
    /// Places in `states` by token.
    var places: [Int: Int] = [:]
    /// Places in `states` of the outputs, in their order.
    var outputs: [Int] = []
    var supervisor: ContactSupervisor
    var troubles: GPIOTroubles
    var presence: DevicePresence
    var buffer = [GPIOEdge](repeating: GPIOEdge(nanoseconds: 0, sequence: 0, isActive: false), count: 16)
    /// The next line whose level is to be read; nil while all have been.
    var sweepNext: Int?
    var sweepAt: Instant?
    private var nextToken = 0
    private var checkAt: Instant?
    private var levelsAt: Instant?
    private var isClosed = false

    /// A chip that is not open yet. Contacts and outputs are numbered in the order of the wires, each from 0.
    /// `clock` is the controller's time line.
    public convenience init(name: InputName, chip: GPIOChipName, wires: [GPIOWire], clock: MonotonicClock) {
        self.init(name: name, chip: chip, wires: wires, clock: clock, library: LibGPIOD())
    }

    init(name: InputName, chip: GPIOChipName, wires: [GPIOWire], clock: MonotonicClock, library: any GPIOLibrary) {
        self.name = name
        self.chip = chip
        self.clock = clock
        self.library = library
        supervisor = ContactSupervisor(input: name, contacts: [])
        troubles = GPIOTroubles(input: name)
        presence = DevicePresence(name: name, advice: "Check the chip and `gpio:` in devices.yaml")
        arrange(wires)
    }

    deinit { close() }

    // MARK: - What the loop calls

    /// Takes over what a run before has said of its contacts.
    public func recall(_ standing: [DeviceFault]) { supervisor.recall(standing) }

    /// First attempt to open the chip; up, or down with a fault.
    public func open(at instant: Instant) -> [Input.Body] {
        guard !isClosed, lines == nil else { return [] }
        return attempt(at: instant)
    }

    /// Reads the edges that wait.
    public func ready(at instant: Instant, readable: Bool, writable: Bool) -> [Input.Body] {
        var bodies: [Input.Body] = []
        drain(at: instant, into: &bodies)
        return bodies
    }

    /// Tries again where the chip is away, looks whether it is still there, reads levels at their slow pace, and
    /// lets time pass for contacts.
    public func tick(at instant: Instant) -> [Input.Body] {
        var bodies: [Input.Body] = []
        if lines == nil {
            if let due = presence.attemptAt, instant >= due { bodies += attempt(at: instant) }
        } else {
            // What has happened comes before what has not: a release that waits to be read ends a press.
            drain(at: instant, into: &bodies)
            check(at: instant, into: &bodies)
            sweep(at: instant, into: &bodies)
        }
        return bodies + supervisor.tick(at: instant)
    }

    /// When `tick` has something to do.
    public var nextDeadline: Instant? {
        guard !isClosed else { return nil }
        var next = lines == nil ? presence.attemptAt : checkAt
        for due in [sweepNext == nil ? nil : sweepAt, supervisor.nextDeadline] {
            if let due { next = next.map { min($0, due) } ?? due }
        }
        return next
    }

    /// Puts the outputs out, gives all lines back, and says nothing.
    public func close() {
        allOff()
        isClosed = true
        presence.close()
        release()
    }

    // MARK: - Coming and going

    private func attempt(at instant: Instant) -> [Input.Body] {
        let opened: any GPIOLines
        do throws(GPIORefusal) {
            opened = try library.open(chip)
        } catch {
            return presence.failed(at: instant, reason: error.what, advice: error.remedy)
        }
        lines = opened
        openings += 1
        checkAt = instant.next(GPIOChip.checkInterval)
        levelsAt = instant.next(GPIOChip.levelInterval)
        var bodies = presence.came(
            at: instant, detail: "\(opened.place), \(opened.count) lines", place: opened.place)
        requestMissing(into: &bodies)
        lookWhereNeeded(at: instant, into: &bodies)
        return bodies
    }

    private func check(at instant: Instant, into bodies: inout [Input.Body]) {
        guard let due = checkAt, instant >= due else { return }
        checkAt = instant.next(GPIOChip.checkInterval)
        if let reason = lines?.reasonGone() { return lose(at: instant, reason: reason, into: &bodies) }
        // A sweep that a slow bus drags out is finished first.
        guard let due = levelsAt, instant >= due, sweepNext == nil else { return }
        levelsAt = instant.next(GPIOChip.levelInterval)
        requestMissing(into: &bodies)
        sweepNext = 0
        sweepAt = instant
    }

    func lose(at instant: Instant, reason: String, into bodies: inout [Input.Body]) {
        let place = lines?.place ?? chip.text
        release()
        supervisor.lost(at: instant)
        bodies += presence.lost(at: instant, reason: "\(place) was lost: \(reason)")
    }

    private func release() {
        for index in states.indices { states[index].isHeld = false }
        lines = nil
        checkAt = nil
        sweepNext = nil
    }
}

// MARK: - Another site file

extension GPIOChip {
    /// Takes over another site file's wires; lines that stay as they are stay in our hands, and so do their levels.
    public func reconfigure(wires: [GPIOWire], at instant: Instant) -> [Input.Body] {
        var bodies: [Input.Body] = []
        for state in states where !wires.contains(state.wire) {
            lines?.release(token: state.token)
            bodies += troubles.forget(state.place, of: state.wire.callPoint)
        }
        arrange(wires)
        guard lines != nil else { return bodies }
        requestMissing(into: &bodies)
        lookWhereNeeded(at: instant, into: &bodies)
        return bodies
    }

    /// Lets go of all lines; the faults of their call points end with them.
    public func farewell(at instant: Instant) -> [Input.Body] {
        reconfigure(wires: [], at: instant) + supervisor.retire()
    }

    /// Gives every wire its state, that of before where it had one, and numbers contacts and outputs.
    private func arrange(_ wires: [GPIOWire]) {
        let known = Dictionary(states.map { ($0.wire, $0) }) { first, _ in first }
        var contacts: [WiredContact] = []
        outputs = []
        states = wires.enumerated().map { index, wire in
            var state = known[wire] ?? GPIOLineState(wire: wire, token: nextToken)
            if state.token == nextToken { nextToken += 1 }
            switch wire.use {
            case .contact(let role):
                state.number = contacts.count
                contacts.append(contact(of: wire, role))
            case .output:
                state.number = outputs.count
                outputs.append(index)
            }
            return state
        }
        places = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1.token, $0) })
        supervisor.reconfigure(contacts: contacts)
        sweepNext = nil
    }

    private func contact(of wire: GPIOWire, _ role: ContactRole) -> WiredContact {
        let isKernels = kernelDebounces(role)
        return WiredContact(
            callPoint: wire.callPoint, role: role, name: "\(name)/\(wire.place.text)",
            debounce: isKernels ? .zero : wire.debounce, driverDebounce: isKernels ? wire.debounce : .zero)
    }

    /// Who debounces a contact.
    ///
    /// A button's contacts are always ours: the kernel shows no pulse that was too short, says nothing at all of a
    /// contact that never comes to rest, and stamps a press with the end of its period. Doors and cabinets rattle for
    /// hours, and of them the level is all that matters: those are the kernel's wherever it can.
    func kernelDebounces(_ role: ContactRole) -> Bool { library.debounces && !role.isButton }
}
