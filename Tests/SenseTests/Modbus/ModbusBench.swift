import CallpointCore
import CallpointTesting
import Glibc
import LinuxIO
import Testing

@testable import Sense

private let clock = MonotonicClock()

/// A bus on a rig, and the part of the loop that it needs. Slave 3 has the buttons of NS-1 and NS-2 on its inputs 0 and 1,
/// slave 4 that of NS-3 on 0; NS-1 has a lamp on coil 5 of slave 3.
final class ModbusBench {
    let rig: ModbusRig
    let bus: ModbusBus
    private let epoll: Epoll
    private(set) var bodies: [Input.Body] = []

    static func contact(_ callPoint: CallPointID, _ slave: Int, _ bit: Int) -> BusContact {
        BusContact(
            WiredContact(callPoint: callPoint, role: .button, name: "bus/\(slave)/\(bit)"),
            at: BusAddress(slave: slave, number: bit))
    }

    static let wiring = BusWiring(
        contacts: [contact("NS-1", 3, 0), contact("NS-2", 3, 1), contact("NS-3", 4, 0)],
        lamps: [BusLamp(of: "NS-1", at: BusAddress(slave: 3, number: 5))])

    init(
        _ wiring: BusWiring = ModbusBench.wiring, slaves: [Int] = [3, 4], isRS485: Bool = false,
        timeout: Duration = .milliseconds(200), prepare: (ModbusRig) throws -> Void = { _ in }
    ) throws {
        rig = try ModbusRig(slaves: slaves)
        try prepare(rig)
        let line = BusLine(
            path: rig.portPath, baud: 115_200, parity: .none, isRS485: isRS485, interval: .milliseconds(20),
            timeout: timeout)
        bus = ModbusBus(name: "bus", line: line, wiring: wiring, clock: { clock.now })
        epoll = try Epoll()
        bodies += bus.open(at: clock.now)
        try epoll.add(#require(bus.descriptor), token: 1)
    }

    deinit {
        bus.close()
        bus.finish()
    }

    func turn() {
        for ready in epoll.wait(milliseconds: 10) {
            bodies += bus.ready(at: clock.now, readable: ready.isReadable, writable: ready.isWritable)
        }
        if let due = bus.nextDeadline, clock.now >= due { bodies += bus.tick(at: clock.now) }
    }

    /// Turns until something is so; generous, for a machine that is busy.
    func turns(_ what: String, within limit: Duration = .seconds(20), until isSo: () throws -> Bool) throws {
        let end = clock.now + limit
        while try !isSo() {
            guard clock.now < end else { throw ModbusRig.Failure(description: "\(what) in vain; \(bodies.suffix(8))") }
            turn()
        }
    }

    func turns(for duration: Duration) {
        let end = clock.now + duration
        while clock.now < end { turn() }
    }

    /// Waits until every slave has answered.
    func settle() throws {
        let all = Set(bus.status.contacts.map(\.contact.callPoint))
        try turns("all slaves") { Set(restored.compactMap(\.callPoint)) == all }
    }

    var now: Instant { clock.now }
    var signals: [Signal] { bodies.compactMap { if case .signal(let signal) = $0 { signal } else { nil } } }
    var faults: [DeviceFault] { bodies.compactMap { if case .fault(let fault) = $0 { fault } else { nil } } }
    var restored: [DeviceFault] { bodies.compactMap { if case .restored(let fault) = $0 { fault } else { nil } } }
    var presses: [CallPointID] { signals.filter { $0.state == .pressed }.map(\.callPoint) }
    var ups: [String] { bodies.compactMap { if case .inputUp(_, let detail) = $0 { detail } else { nil } } }
    var downs: [String] { bodies.compactMap { if case .inputDown(_, let detail) = $0 { detail } else { nil } } }
}

/// Whether there can be a rig on this machine.
let hasModbusRig = ConditionTrait.enabled(
    if: ModbusRig.obstacle == nil, Comment(rawValue: ModbusRig.obstacle ?? "the rig is here"))
