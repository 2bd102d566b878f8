import CallpointCore
import Testing

@testable import Sense

@Suite("Why a chip or a line is not had")
struct GPIORefusalTests {
    private static let path = "/dev/gpiochip0"

    @Test(arguments: [
        (
            GPIORefusal.held(17, of: path, by: ""),
            "line 17 of /dev/gpiochip0 is held by the kernel. Stop that program or driver, or wire another line; it is "
                + "tried again every second."
        ),
        (
            .noLine(99, of: path, count: 54),
            "/dev/gpiochip0 has 54 lines and no line 99. Lines count from 0 (`gpioinfo` lists them); correct `line:` "
                + "in devices.yaml."
        ),
        (
            .noName("GPIO17", of: path, found: []),
            "no line of /dev/gpiochip0 is called GPIO17. Write the line's offset in devices.yaml (`gpioinfo` lists "
                + "both)."
        ),
        (
            .noName("NC", of: path, found: [3, 9]),
            "lines 3 and 9 of /dev/gpiochip0 are both called NC. Write the line's offset in devices.yaml (`gpioinfo` "
                + "lists both)."
        ),
        (
            .noLabel("panel", known: ["pinctrl-bcm2711", "mcp23017"]),
            "no chip has the label panel. There are pinctrl-bcm2711, mcp23017; correct `label:` in devices.yaml."
        ),
        (
            .noLabel("panel", known: []),
            "no chip has the label panel. There is no chip at all; correct `label:` in devices.yaml."
        ),
        (
            .manyLabelled("mcp2221", paths: ["/dev/gpiochip1", "/dev/gpiochip2"]),
            "/dev/gpiochip1 and /dev/gpiochip2 have the label mcp2221. Name one by its place instead, "
                + "`chip: /dev/callpoint/gpio/…`."
        ),
        (
            .unavailable(3, of: path, number: 6),
            "line 3 of /dev/gpiochip0 cannot tell its edges: No such device or address. Wire a line that has an "
                + "interrupt, or the interrupt of the expander to the controller."
        ),
        (
            .unavailable(3, of: path, number: 22),
            "line 3 of /dev/gpiochip0 cannot be had: Invalid argument. Look at what `gpioinfo` says of it."
        ),
        (
            .unopenable(path, number: 13),
            "/dev/gpiochip0 cannot be opened: Permission denied. Give the chip's device to the group callpoint, as "
                + "60-callpoint.rules does."
        ),
        (
            .failing(isOutput: true, number: 121),
            "the line cannot be driven: Remote I/O error. Check wiring and supply of the expander; it is tried again "
                + "every second."
        ),
    ])
    func `a refusal says what and what to do`(refusal: GPIORefusal, text: String) {
        #expect("\(refusal.what). \(refusal.remedy)." == text)
    }

    @Test(arguments: [
        ("/nonexistent/gpiochip0", "/nonexistent/gpiochip0 cannot be opened: No such file or directory"),
        ("/dev/null", "/dev/null cannot be opened: Inappropriate ioctl for device"),
    ])
    func `what is no chip is refused by the real library`(path: String, what: String) {
        #expect(throws: (any Error).self) { try LibGPIOD().open(.path(path)) }
        do { _ = try LibGPIOD().open(.path(path)) } catch { #expect(error.what == what) }
    }

    @Test func `a label that no chip has is told with those that there are`() {
        do {
            _ = try LibGPIOD().open(.label("no such label"))
            Issue.record("a chip with that label")
        } catch {
            #expect(error.what == "no chip has the label no such label")
        }
    }

    @Test func `one call point's trouble masks no other's, and nothing is said twice`() {
        var troubles = GPIOTroubles(input: "panel")
        let held = GPIORefusal.held(17, of: Self.path, by: "x")
        #expect(troubles.begin("17", of: "A", held).count == 1)
        #expect(troubles.begin("17", of: "A", held).isEmpty)
        #expect(troubles.begin("18", of: "A", held).isEmpty)
        #expect(troubles.begin("19", of: "B", held).count == 1)
        #expect(troubles.end("17", of: "A").isEmpty)
        #expect(troubles.end("20", of: "A").isEmpty)
        #expect(troubles.end("18", of: "A").count == 1)
        #expect(troubles.forget("19", of: "B").count == 1)
        #expect(troubles.forget("19", of: "B").isEmpty)
        // The core may remember a fault of an earlier start, and hears that there is none.
        #expect(troubles.end("17", of: "C").count == 1)
    }
}
