import CallpointCore
import EventCodec
import Foundation
import Testing

@testable import Survey
@testable import callpoint

/// A look at a machine with one chip and one port.
private func look(
    _ levels: [SurveyItem.State], users: [String] = [], received: Int? = 0, hasPort: Bool = true
) -> [SurveyItem] {
    let names = ["", "", "GPIO17", ""]
    let port = SurveyItem(
        kind: .port, device: "/dev/ttyUSB0", name: "/dev/serial/by-path/usb-1",
        state: .port(users: users, received: received))
    return [SurveyItem(kind: .chip, device: "/dev/gpiochip0", name: "panel", state: .lines(levels.count))]
        + levels.enumerated().map {
            SurveyItem(
                kind: .line, device: "/dev/gpiochip0", line: $0.offset + 15, name: names[$0.offset], state: $0.element)
        } + (hasPort ? [port] : [])
}

@Suite struct `What a scan finds` {
    private static let first = look([.held(by: "callpointd"), .driven(by: ""), .high, .output], users: ["socat (71)"])

    private func view(_ language: Language = .en) -> ScanView { ScanView(say: Wording(language: language)) }

    @Test func `the first look is what is there, and no change`() {
        var log = ScanLog()
        #expect(log.take(Self.first, at: .zero).isEmpty)
        #expect(
            log.items.map(view().line) == [
                "/dev/gpiochip0  panel  4 lines", "/dev/gpiochip0 15  held by callpointd",
                "/dev/gpiochip0 16  output, driven by the kernel", "/dev/gpiochip0 17  GPIO17  1",
                "/dev/gpiochip0 18  output that nobody drives",
                "/dev/ttyUSB0  /dev/serial/by-path/usb-1  held by socat (71), 0 bytes received",
            ])
        #expect(log.items.map(view(.zh).line)[1] == "/dev/gpiochip0 15  由 callpointd 占用")
    }

    @Test func `a line that changes, goes or comes is one change, told once`() {
        var log = ScanLog()
        _ = log.take(Self.first, at: .zero)
        let pressed = look([.held(by: "callpointd"), .driven(by: ""), .low, .output], users: ["socat (71)"])
        let change = log.take(pressed, at: .milliseconds(3_260))
        #expect(change.map(view().line) == ["3.2 s  /dev/gpiochip0 17  GPIO17  1 → 0"])
        #expect(log.take(pressed, at: .milliseconds(3_360)).isEmpty)
        let gone = log.take(look([.low], hasPort: false), at: .seconds(12))
        #expect(
            gone.map(view().line) == [
                "12.0 s  /dev/gpiochip0  panel  4 lines → 1 lines",
                "12.0 s  /dev/gpiochip0 15  held by callpointd → 0",
                "12.0 s  /dev/gpiochip0 16  output, driven by the kernel → gone",
                "12.0 s  /dev/gpiochip0 17  GPIO17  0 → gone",
                "12.0 s  /dev/gpiochip0 18  output that nobody drives → gone",
                "12.0 s  /dev/ttyUSB0  /dev/serial/by-path/usb-1  held by socat (71), 0 bytes received → gone",
            ])
        let back = log.take(look([.low], users: [], received: nil), at: .seconds(13))
        #expect(back.map(view().line) == ["13.0 s  /dev/ttyUSB0  /dev/serial/by-path/usb-1  not there → free"])
    }

    @Test func `a program gets an object for each thing and each change`() {
        var log = ScanLog()
        _ = log.take(Self.first, at: .zero)
        #expect(
            log.items.map { view().json($0).text } == [
                #"{"at_ms":0,"kind":"chip","device":"/dev/gpiochip0","name":"panel","state":"open","lines":4}"#,
                #"{"at_ms":0,"kind":"line","device":"/dev/gpiochip0","line":15,"name":"","state":"held","by":"callpointd"}"#,
                #"{"at_ms":0,"kind":"line","device":"/dev/gpiochip0","line":16,"name":"","state":"driven","by":""}"#,
                #"{"at_ms":0,"kind":"line","device":"/dev/gpiochip0","line":17,"name":"GPIO17","state":"high"}"#,
                #"{"at_ms":0,"kind":"line","device":"/dev/gpiochip0","line":18,"name":"","state":"output"}"#,
                #"{"at_ms":0,"kind":"port","device":"/dev/ttyUSB0","name":"/dev/serial/by-path/usb-1","state":"held","#
                    + #""users":["socat (71)"],"received":0}"#,
            ])
        let changes = log.take(look([.low], hasPort: false), at: .milliseconds(1_234))
        #expect(
            changes[1...2].map { view().json($0).text } == [
                #"{"at_ms":1234,"kind":"line","device":"/dev/gpiochip0","line":15,"name":"","state":"low","changed":true,"was":"held"}"#,
                #"{"at_ms":1234,"kind":"line","device":"/dev/gpiochip0","line":16,"name":"","state":"gone","changed":true,"was":"driven"}"#,
            ])
    }

    @Test func `on a terminal what changed last stands on top, marked for a while, and nothing is left out unsaid`() {
        var log = ScanLog()
        _ = log.take(Self.first, at: .zero)
        let pressed = look([.held(by: "callpointd"), .driven(by: ""), .low, .output], users: ["socat (71)"])
        _ = log.take(pressed, at: .seconds(5))
        let screen = view().screen(log, at: .milliseconds(5_500), height: 8)
        #expect(
            screen.dropFirst(2)
                == [
                    "WHERE             LINE  NAME    STATE                         CHANGES    LAST",
                    "▶ /dev/gpiochip0    17  GPIO17  0                                   1  500 ms",
                    "  /dev/gpiochip0        panel   4 lines",
                    "  /dev/gpiochip0    15          held by callpointd",
                    "  /dev/gpiochip0    16          output, driven by the kernel",
                    "… and 2 more that did not change: make the window higher",
                ], "\(screen.joined(separator: "\n"))")
        #expect(screen.count <= 8)
        let later = view().screen(log, at: .seconds(9), height: 24)
        #expect(later[3].hasPrefix("  /dev/gpiochip0    17") && later.count == 9)
        let coloured = ScanView(say: Wording(language: .en), isColoured: true).screen(log, at: .seconds(6), height: 24)
        #expect(coloured[3].hasPrefix("\u{1B}[1;31m▶ /dev/gpiochip0"))
    }

    @Test func `a name that could steer a terminal does not`() {
        let item = SurveyItem(
            kind: .line, device: "/dev/gpiochip0", line: 1, name: "\u{1B}[2J", state: .held(by: "\u{7}x"))
        #expect(view().line(item) == "/dev/gpiochip0 1  \u{FFFD}[2J  held by \u{FFFD}x")
    }
}

@Suite struct `Serial ports as /sys and /proc have them` {
    @Test func `hardware alone is listed, with its lasting name, who has it open, and what it has received`() throws {
        let root = NSTemporaryDirectory() + "callpoint-survey-" + UUID().uuidString.prefix(8)
        defer { try? FileManager.default.removeItem(atPath: root) }
        func place(_ path: String) throws -> URL {
            let file = URL(fileURLWithPath: root + path)
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return file
        }
        func put(_ path: String, _ text: String) throws {
            try text.write(to: place(path), atomically: false, encoding: .utf8)
        }
        func link(_ path: String, to target: String) throws {
            try FileManager.default.createSymbolicLink(atPath: place(path).path, withDestinationPath: target)
        }
        try put("/sys/class/tty/tty0/dev", "4:0")
        for (name, type) in [("ttyS0", "4"), ("ttyS1", "0"), ("ttyS10", "4"), ("ttyS2", "4"), ("ttyUSB0", "")] {
            try put("/sys/class/tty/\(name)/device/uevent", "")
            if !type.isEmpty { try put("/sys/class/tty/\(name)/type", type + "\n") }
        }
        try link("/dev/serial/by-path/pci-0:usb-0:1.2", to: "../../ttyUSB0")
        try put("/proc/tty/drivers", "serial  /dev/ttyS  4 64-67 serial\nunknown  /dev/tty  4 1-63 console\n")
        try put(
            "/proc/tty/driver/serial",
            "serinfo:1.0 driver revision:\n0: uart:16550A irq:4 tx:12 rx:345 RTS|DTR\n10: uart:16550A tx:0\n")
        try put("/proc/71/comm", "socat\n")
        for number in ["3", "4"] { try link("/proc/71/fd/\(number)", to: "/dev/ttyUSB0") }
        try link("/proc/71/fd/5", to: "/dev/null")
        #expect(
            SerialPorts(root: root).items() == [
                SurveyItem(kind: .port, device: "/dev/ttyS0", state: .port(users: [], received: 345)),
                SurveyItem(kind: .port, device: "/dev/ttyS2", state: .port(users: [], received: nil)),
                SurveyItem(kind: .port, device: "/dev/ttyS10", state: .port(users: [], received: nil)),
                SurveyItem(
                    kind: .port, device: "/dev/ttyUSB0", name: "/dev/serial/by-path/pci-0:usb-0:1.2",
                    state: .port(users: ["socat (71)"], received: nil)),
            ])
    }
}

@Suite struct `Pins that may serve something else` {
    @Test(arguments: [
        ("i2c", "pca953x", false), ("usb", "gpio-dln2", false), ("platform", "gpio-sim", false),
        ("platform", "pinctrl-bcm2835", true), ("acpi", "tigerlake-pinctrl", true), ("", "", true),
    ])
    func `are those of all chips but expanders and simulated ones`(bus: String, driver: String, isGuarded: Bool) throws
    {
        let root = NSTemporaryDirectory() + "callpoint-pins-" + UUID().uuidString.prefix(8)
        defer { try? FileManager.default.removeItem(atPath: root) }
        let files = FileManager.default
        try files.createDirectory(atPath: root + "/sys/devices/part/gpiochip0", withIntermediateDirectories: true)
        try files.createDirectory(atPath: root + "/sys/bus/gpio/devices", withIntermediateDirectories: true)
        for (link, target) in [
            ("/sys/bus/gpio/devices/gpiochip0", "../../../devices/part/gpiochip0"),
            ("/sys/devices/part/subsystem", bus.isEmpty ? "" : "../../bus/" + bus),
            ("/sys/devices/part/driver", driver.isEmpty ? "" : "../../bus/\(bus)/drivers/\(driver)"),
        ] where !target.isEmpty {
            try files.createSymbolicLink(atPath: root + link, withDestinationPath: target)
        }
        #expect(PinGuard(root: root).guards("gpiochip0") == isGuarded)
    }

    @Test func `may be named by number, as a range, and by name`() throws {
        let lines = try #require(NamedLines("4-27,GPIO40,2"))
        #expect([2, 4, 27].allSatisfy { lines.contains($0, "") } && lines.contains(40, "GPIO40"))
        #expect(![3, 28, 40].contains { lines.contains($0, "") } && !lines.contains(1, "GPIO4"))
        #expect(!NamedLines().contains(0, ""))
        for text in ["", ",", "5-4", "-3", "3,"] { #expect(NamedLines(text) == nil, "\(text)") }
    }

    @Test func `are shown as what they are`() {
        let item = SurveyItem(kind: .line, device: "/dev/gpiochip0", line: 16, name: "GPIO16", state: .untouched)
        let view = ScanView(say: Wording(language: .en))
        #expect(view.line(item) == "/dev/gpiochip0 16  GPIO16  not looked at; --lines looks")
        #expect(view.json(item)["state"]?.string == "untouched")
    }
}

@Suite struct `callpoint inputs --scan` {
    @Test func `ends by itself, needs no daemon, and prints objects for programs`() throws {
        let (status, data, chatter) = try Program.run("inputs", "--scan", "--for", "1s", "--json", "--run", "/nowhere")
        #expect(status == 0, "\(chatter)")
        for line in data.split(separator: "\n") { #expect(try JSON.parse(String(line))["kind"]?.string != nil) }
    }

    @Test func `ends on Ctrl-C`() throws {
        let program = try Program(["inputs", "--scan", "--for", "60s"])
        usleep(500_000)
        program.interrupt()
        #expect(program.end() == 0)
    }

    @Test(arguments: [["--for", "1s"], ["--lines", "3"], ["--scan", "--watch"], ["--scan", "--lines", "9-3"]])
    func `is called as its help says`(words: [String]) throws {
        let program = try Program(["inputs"] + words)
        #expect(program.end() == 2)
        #expect(program.chatter.contains("--scan"))
    }
}
