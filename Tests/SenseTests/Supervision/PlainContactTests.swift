import CallpointCore
import Sense
import Testing

private func contact(_ role: ContactRole, debounce: Duration = .milliseconds(20)) -> WiredContact {
    WiredContact(callPoint: "NS-0412", role: role, name: "panel/18", debounce: debounce)
}

@Suite struct `Tamper, door and mains contacts` {
    @Test(arguments: [
        (
            ContactRole.tamper, DeviceFault.Kind.tamper,
            "panel/18: the housing of NS-0412 is open. Send somebody to look; a press there still counts."
        ),
        (.door, .door, "panel/18: the cabinet door of NS-0412 is open. Close it, or send somebody to look."),
        (
            .mains, .mains,
            "panel/18: NS-0412 has lost its mains supply. Bring it back before the battery is empty."
        ),
    ])
    func `the fault stands for as long as the contact is active`(
        role: ContactRole, kind: DeviceFault.Kind, detail: String
    ) {
        var bench = ContactBench([contact(role)])
        bench.see(0, false, at: .zero, .level)
        bench.see(0, true, at: .seconds(1))
        bench.run(to: .seconds(3_600))
        #expect(bench.signals == [])
        #expect(bench.faults == ["+\(kind)"])
        #expect(bench.bodies.details(of: kind) == [detail])
        #expect(bench.supervisor.status[0].faults.count == 1)
        bench.see(0, false, at: .seconds(3_601))
        bench.run(to: .seconds(3_602))
        #expect(bench.faults == ["+\(kind)", "-\(kind)"])
    }

    @Test func `a contact that opens and closes all the time is said once a minute, and its last word is right`() {
        var bench = ContactBench([contact(.tamper)])
        bench.see(0, false, at: .zero, .level)
        for second in 1...600 { bench.see(0, second % 2 == 1, at: .seconds(second)) }
        bench.run(to: .seconds(700))
        let said = bench.faults.count { $0 == "+tamper" }
        #expect((9...11).contains(said))
        #expect(bench.faults.last == "-tamper")
        #expect(bench.supervisor.status[0].faults == [])
    }

    @Test func `what comes back within the minute and stays is said when the minute is over`() {
        var bench = ContactBench([contact(.tamper, debounce: .zero)])
        bench.see(0, false, at: .zero, .level)
        bench.see(0, true, at: .seconds(1))
        bench.see(0, false, at: .seconds(2))
        bench.see(0, true, at: .seconds(3))
        bench.run(to: .seconds(60))
        #expect(bench.faults == ["+tamper", "-tamper"])
        bench.run(to: .seconds(61))
        #expect(bench.faults == ["+tamper", "-tamper", "+tamper"])
    }

    @Test func `a housing that was closed while no daemon ran is restored at the first look`() {
        var bench = ContactBench([contact(.tamper)])
        bench.supervisor.recall([DeviceFault(input: "panel", callPoint: "NS-0412", kind: .tamper, detail: "")])
        bench.see(0, false, at: .zero, .level)
        #expect(
            bench.bodies == [
                .restored(
                    DeviceFault(
                        input: "panel", callPoint: "NS-0412", kind: .tamper,
                        detail: "panel/18: the housing of NS-0412 is closed."))
            ])
    }

    @Test func `what a run before has said of contacts that are not there any more is restored`() {
        var bench = ContactBench([contact(.tamper)])
        bench.supervisor.recall(
            [.tamper, .door, .mains, .line, .stuck, .offline].map {
                DeviceFault(input: "panel", callPoint: "NS-0412", kind: $0, detail: "")
            } + [
                DeviceFault(input: "panel", callPoint: "NS-9", kind: .stuck, detail: ""),
                DeviceFault(input: "bus", callPoint: "NS-0412", kind: .stuck, detail: ""),
            ])
        bench.run(to: .zero)
        #expect(bench.faults == ["-stuck", "-door", "-mains", "-line", "-stuck"])
    }

    @Test func `a fault of one contact masks neither a press nor another fault`() {
        var bench = ContactBench([contact(.tamper), ContactBench.button()])
        bench.see(0, true, at: .zero, .level)
        bench.see(1, false, at: .zero, .level)
        bench.see(1, true, at: .seconds(1))
        bench.run(to: .seconds(60))
        #expect(bench.faults == ["+tamper", "+stuck"])
        #expect(bench.presses.count == 1)
        #expect(bench.supervisor.status.map(\.faults) == [[.tamper], [.stuck]])
    }
}

@Suite struct `An input that goes and comes back` {
    private let contacts = [ContactBench.button(), contact(.tamper)]

    private func pressed() -> ContactBench {
        var bench = ContactBench(contacts)
        bench.see(0, false, at: .zero, .level)
        bench.see(1, false, at: .zero, .level)
        bench.see(0, true, at: .seconds(1))
        bench.run(to: .seconds(2))
        _ = bench.news()
        return bench
    }

    @Test func `no release is invented when it goes`() {
        var bench = pressed()
        bench.lose(at: .seconds(3))
        bench.run(to: .seconds(3_600))
        #expect(bench.signals == [])
        #expect(bench.supervisor.status.map(\.isActive) == [nil, nil])
        #expect(bench.supervisor.status.map(\.rawIsActive) == [nil, nil])
    }

    @Test func `a button that is not seen is not stuck`() {
        var bench = pressed()
        bench.lose(at: .seconds(3))
        bench.run(to: .seconds(3_600))
        #expect(bench.faults == [])
        bench.see(0, true, at: .seconds(3_601), .level)
        bench.run(to: .seconds(3_630))
        #expect(bench.faults == [])
        bench.run(to: .seconds(3_632))
        #expect(bench.faults == ["+stuck"])
    }

    @Test func `what is still pressed is told as seen by looking, what was released as released`() {
        var bench = pressed()
        bench.lose(at: .seconds(3))
        bench.see(0, true, at: .seconds(4), .level)
        #expect(bench.signals.map(\.state) == [.pressed])
        #expect(bench.news().signals.map(\.origin) == [.level])
        bench.lose(at: .seconds(5))
        bench.see(0, false, at: .seconds(6), .level)
        #expect(bench.news().signals.map(\.state) == [.released])
    }

    @Test func `a flapping input does not count its pressed button as presses`() {
        var bench = pressed()
        for second in 3..<50 {
            bench.lose(at: .seconds(second))
            bench.see(0, true, at: .seconds(second) + .milliseconds(500), .level)
        }
        #expect(bench.faults == [])
    }

    @Test func `an edge that was under way when it went is forgotten`() {
        var bench = ContactBench(contacts)
        bench.see(0, false, at: .zero, .level)
        _ = bench.news()
        bench.see(0, true, at: .seconds(1))
        bench.lose(at: .seconds(1) + .milliseconds(10))
        bench.run(to: .seconds(2))
        #expect(bench.signals == [])
    }

    @Test func `a fault that stands goes on standing, and is not said twice`() {
        var bench = pressed()
        bench.see(1, true, at: .seconds(3))
        bench.run(to: .seconds(40))
        bench.lose(at: .seconds(41))
        bench.see(0, true, at: .seconds(200), .level)
        bench.see(1, true, at: .seconds(200), .level)
        bench.run(to: .seconds(400))
        #expect(bench.faults == ["+tamper", "+stuck"])
        bench.see(0, false, at: .seconds(401))
        bench.see(1, false, at: .seconds(401))
        bench.run(to: .seconds(402))
        #expect(Set(bench.faults.suffix(2)) == ["-tamper", "-stuck"])
    }
}

@Suite struct `Another site file's contacts` {
    private func renewed(_ contacts: [WiredContact]) -> ContactBench {
        var bench = ContactBench([ContactBench.button(), contact(.tamper)])
        bench.see(0, false, at: .zero, .level)
        bench.see(1, false, at: .zero, .level)
        bench.see(0, true, at: .seconds(1))
        bench.see(1, true, at: .seconds(1))
        bench.run(to: .seconds(40))
        _ = bench.news()
        bench.supervisor.reconfigure(contacts: contacts)
        bench.run(to: .seconds(41))
        return bench
    }

    @Test func `what stays keeps its state, in whatever order, and nothing is said again`() {
        var bench = renewed([contact(.tamper), ContactBench.button(debounce: .milliseconds(50))])
        bench.see(0, true, at: .seconds(41), .level)
        bench.see(1, true, at: .seconds(41), .level)
        bench.run(to: .seconds(100))
        #expect(bench.signals == [])
        #expect(bench.faults == [])
        bench.see(0, false, at: .seconds(101))
        bench.see(1, false, at: .seconds(101))
        bench.run(to: .seconds(102))
        #expect(bench.signals.map(\.debounceMicroseconds) == [50_000])
    }

    @Test func `faults of what goes are restored, and those of what stays are not`() {
        let bench = renewed([ContactBench.button()])
        #expect(
            bench.bodies == [
                .restored(
                    DeviceFault(
                        input: "panel", callPoint: "NS-0412", kind: .tamper,
                        detail: "panel: NS-0412 has no tamper contact."))
            ])
    }

    @Test func `faults of a call point that goes are restored`() {
        let bench = renewed([WiredContact(callPoint: "NS-9", role: .button, name: "panel/17")])
        let restored = bench.bodies.compactMap { body -> DeviceFault.Kind? in
            guard case .restored(let fault) = body, fault.callPoint == "NS-0412" else { return nil }
            return fault.kind
        }
        #expect(restored == [.stuck, .tamper])
        #expect(bench.supervisor.status.map(\.isActive) == [nil])
    }

    @Test func `a button on another line begins anew, and its level is believed`() {
        var bench = renewed([
            WiredContact(callPoint: "NS-0412", role: .button, name: "panel/30"), contact(.tamper),
        ])
        #expect(bench.signals == [])
        bench.see(0, false, at: .seconds(42), .level)
        bench.run(to: .seconds(43))
        #expect(bench.signals.map(\.state) == [.released])
        #expect(
            bench.bodies.contains(
                .restored(
                    DeviceFault(
                        input: "panel", callPoint: "NS-0412", kind: .stuck,
                        detail: "panel/30: the button of NS-0412 is released."))))
    }

    @Test func `an input that the site file drops has all its faults restored`() {
        var bench = ContactBench([ContactBench.button(), contact(.tamper)])
        bench.see(0, true, at: .zero, .level)
        bench.see(1, true, at: .zero, .level)
        bench.run(to: .seconds(40))
        #expect(bench.supervisor.retire().count == 2)
        #expect(bench.supervisor.retire().isEmpty)
    }
}
