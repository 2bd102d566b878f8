import CallpointCore
import Testing

@testable import Sense

@Suite("A GPIO chip that comes and goes")
struct GPIOChipTests {
    private func faults(_ bench: ChipBench) -> [DeviceFault] {
        bench.take().compactMap { body in
            guard case .fault(let fault) = body else { return nil }
            return fault
        }
    }

    @Test func `a chip that is pulled is a fault within a second, though it wakes nobody`() {
        let bench = ChipBench([ChipBench.button(17)])
        for _ in 0..<7 {
            bench.pass(.milliseconds(930))
            _ = bench.take()
            bench.script.isPlugged = false
            bench.pass(.milliseconds(999))
            #expect(bench.chip.descriptor == nil)
            #expect(bench.words() == ["down", "input fault offline"])
            bench.script.isPlugged = true
            bench.pass(.seconds(2))
            #expect(bench.words().prefix(2) == ["up", "input restored offline"])
            bench.edge(17, true)
            bench.edge(17, false)
            // Pressed so often it is said to chatter, too.
            #expect(bench.words().filter { !$0.hasSuffix("chatter") } == ["NS-0412 pressed", "NS-0412 released"])
        }
        #expect(bench.chip.status.losses == 7)
        #expect(bench.chip.openings == 8)
    }

    @Test func `a chip that comes back while its button is held raises no second press`() {
        let bench = ChipBench([ChipBench.button(17)])
        bench.edge(17, true)
        _ = bench.take()
        bench.script.isPlugged = false
        bench.pass(.seconds(1))
        #expect(bench.words() == ["down", "input fault offline"], "no release is invented")
        bench.script.isPlugged = true
        bench.pass(.seconds(2))
        #expect(bench.words().contains("NS-0412 pressed"), "the level is told, and the core knows the press")
    }

    @Test func `a loose plug floods no log`() {
        let bench = ChipBench([ChipBench.button(17)])
        _ = bench.take()
        for _ in 0..<100 {
            bench.script.isPlugged.toggle()
            bench.pass(.milliseconds(100))
        }
        #expect(bench.take().count <= 10 * 4)
    }

    @Test func `what is wrong with a chip is said with a remedy, once`() {
        let bench = ChipBench([ChipBench.button(17)]) { $0.isPlugged = false }
        bench.pass(.seconds(5))
        #expect(
            faults(bench).map(\.detail) == [
                "panel: /dev/gpiochip0 cannot be opened: No such file or directory. Check the chip and `gpio:` in "
                    + "devices.yaml (`gpiodetect` lists the chips); it is tried again twice a second."
            ])
        bench.script.isPlugged = true
        bench.pass(.milliseconds(500))
        #expect(bench.words().prefix(2) == ["up", "input restored offline"])
        bench.script.isPlugged = false
        bench.pass(.seconds(1))
        #expect(
            faults(bench).map(\.detail) == [
                "panel: /dev/gpiochip0 [scripted] was lost: No such device. Check the chip and `gpio:` in "
                    + "devices.yaml; it is tried again twice a second."
            ])
    }

    @Test func `a line that somebody else holds is its call point's fault, and the others work`() {
        let bench = ChipBench([ChipBench.button(17), ChipBench.button(18, of: "NS-0413")]) {
            $0.holders[17] = "gpio-keys"
        }
        #expect(
            faults(bench).map(\.detail) == [
                "panel/17: line 17 of /dev/gpiochip0 is held by \"gpio-keys\". Stop that program or driver, or wire "
                    + "another line; it is tried again every second."
            ])
        bench.edge(18, true)
        #expect(bench.words() == ["NS-0413 pressed"])
        bench.pass(.seconds(3))
        #expect(bench.words() == [], "it is said once")
        bench.script.holders[17] = nil
        bench.script.silently(17, true)
        bench.pass(.seconds(1))
        #expect(bench.words() == ["NS-0412 restored offline", "NS-0412 pressed"])
    }

    @Test func `a fault of a call point ends with the last of its lines`() {
        let bench = ChipBench([ChipBench.button(17), ChipBench.contact(.tamper, 18), ChipBench.lamp(22)]) {
            $0.holders = [17: "a", 22: "b"]
        }
        #expect(bench.words().prefix(2) == ["up", "NS-0412 fault offline"])
        bench.script.holders[17] = nil
        bench.pass(.seconds(1))
        #expect(!bench.words().contains("NS-0412 restored offline"))
        bench.script.holders[22] = nil
        bench.pass(.seconds(1))
        #expect(bench.words() == ["NS-0412 restored offline"])
    }

    @Test func `a line that fails to be read once is read again, and twice is a fault until it can`() {
        let bench = ChipBench([ChipBench.button(17), ChipBench.button(18, of: "NS-0413")])
        bench.pass(.milliseconds(800))
        _ = bench.take()
        bench.script.errors[17] = 121
        bench.pass(.seconds(1))
        #expect(bench.words() == [])
        bench.pass(.seconds(1))
        #expect(
            faults(bench).map(\.detail) == [
                "panel/17: the line cannot be read: Remote I/O error. Check wiring and supply of the expander; it is "
                    + "tried again every second."
            ])
        bench.edge(18, true)
        #expect(bench.words() == ["NS-0413 pressed"])
        bench.script.errors[17] = nil
        bench.pass(.seconds(1))
        #expect(bench.words() == ["NS-0412 restored offline"])
    }

    @Test func `a chip that is pulled is missed where none of its lines is had, too`() {
        let bench = ChipBench([ChipBench.button(17)]) { $0.holders[17] = "gpio-keys" }
        _ = bench.take()
        bench.script.isPlugged = false
        bench.pass(.milliseconds(999))
        #expect(bench.words() == ["down", "input fault offline"])
    }

    // MARK: - Outputs

    @Test func `outputs show what they were told, on a chip that comes back too, and are out in the end`() {
        let bench = ChipBench([ChipBench.lamp(22), ChipBench.button(17), ChipBench.lamp(23)])
        bench.chip.set(1, isOn: true)
        bench.chip.set(7, isOn: true)
        #expect(bench.script.shown == [22: false, 23: true])
        bench.script.isPlugged = false
        bench.pass(.seconds(2))
        bench.chip.set(0, isOn: true)
        bench.script.isPlugged = true
        bench.pass(.seconds(2))
        #expect(bench.script.shown == [22: true, 23: true])
        bench.chip.allOff()
        #expect(bench.script.shown == [22: false, 23: false])
        bench.chip.set(0, isOn: true)
        bench.chip.close()
        #expect(bench.script.shown == [22: false, 23: false])
        #expect(bench.chip.nextDeadline == nil)
    }

    @Test func `an output is written once a second, so that an expander that lost its supply shows it again`() {
        let bench = ChipBench([ChipBench.lamp(22)])
        bench.chip.set(0, isOn: true)
        bench.script.shown[22] = false
        bench.pass(.seconds(1))
        #expect(bench.script.shown == [22: true])
    }

    // MARK: - Another site file

    @Test func `lines that stay are not let go of, and those that go are, with their faults`() {
        let bench = ChipBench([
            ChipBench.button(17), ChipBench.button(18, of: "NS-0413"), ChipBench.button(19, of: "NS-0414"),
        ]) { $0.holders[19] = "other" }
        bench.edge(17, true)
        _ = bench.take()
        bench.script.silently(20, true)
        bench.bodies += bench.chip.reconfigure(
            wires: [ChipBench.button(20, of: "NS-0413"), ChipBench.button(17), ChipBench.lamp(22)], at: bench.now)
        #expect(
            bench.words() == [
                "NS-0414 restored offline", "NS-0413 restored offline", "NS-0412 restored offline", "NS-0413 pressed",
            ])
        #expect(bench.script.wishes.map(\.place) == [17, 18, 20, 22].map { .offset($0) }, "17 was asked for once")
        #expect(bench.script.holders == [17: "callpointd", 19: "other", 20: "callpointd", 22: "callpointd"])
        bench.edge(17, false)
        #expect(bench.words() == ["NS-0412 released"], "it is the second contact now, and its press is remembered")
        bench.chip.set(0, isOn: true)
        #expect(bench.script.shown == [22: true])
    }

    @Test func `an input that goes takes the faults of its call points along`() {
        let bench = ChipBench([ChipBench.button(17), ChipBench.button(18, of: "NS-0413")]) { $0.holders[17] = "x" }
        _ = bench.take()
        bench.bodies += bench.chip.farewell(at: bench.now)
        #expect(bench.words() == ["NS-0412 restored offline"])
        #expect(bench.script.holders == [17: "x"])
    }
}
