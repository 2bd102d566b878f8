import CallpointCore
import Testing

@testable import Sense

/// What a bus hands on to the supervision of its contacts, without a port.
@Suite struct `What a bus takes over, and leaves behind` {
    private func bus() -> ModbusBus {
        let contacts = [ContactRole.button, .tamper].enumerated().map { index, role in
            BusContact(
                WiredContact(callPoint: "NS-1", role: role, name: "bus/3/\(index)"),
                at: BusAddress(slave: 3, number: index))
        }
        let line = BusLine(path: "/dev/null/none")
        return ModbusBus(name: "bus", line: line, wiring: BusWiring(contacts: contacts), clock: { ContactBench.start })
    }

    private func standing(_ kind: DeviceFault.Kind, _ callPoint: CallPointID = "NS-1") -> DeviceFault {
        DeviceFault(input: "bus", callPoint: callPoint, kind: kind, detail: "")
    }

    @Test func `faults of a run before stand on its contacts, and end with the bus`() {
        let bus = bus()
        bus.recall([standing(.stuck), standing(.tamper)])
        #expect(bus.status.contacts.map(\.faults) == [[.stuck], [.tamper]])
        #expect(bus.farewell(at: ContactBench.start).faults == ["-stuck", "-tamper"])
        #expect(bus.farewell(at: ContactBench.start).isEmpty)
    }

    @Test func `those of a call point that hangs on it no more are restored at the first tick`() {
        let bus = bus()
        bus.recall([standing(.stuck, "NS-9")])
        #expect(bus.tick(at: ContactBench.start).faults == ["-stuck"])
    }
}
