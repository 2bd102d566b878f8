import Foundation
import Testing

/// The unit, and what is installed beside it.
///
/// systemd itself need not run: its tools judge the files. `make setup` installs them where they are missing.
@Suite("What systemd is given")
struct SystemdTests {
    let folder = SourceTree.root.appending(path: "systemd")
    let remedy = "systemd-analyze is not installed. `make setup` installs it."

    /// `Key=value` lines of the unit, in their order.
    private func settings() throws -> [(key: String, value: String)] {
        let text = try String(contentsOf: folder.appending(path: "callpointd.service"), encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#"), let sign = line.firstIndex(of: "=") else { return nil }
            return (String(line[..<sign]), String(line[line.index(after: sign)...]))
        }
    }

    /// A copy of the unit whose program is one that is there: the check is of the unit, not of an installation.
    private func judged(_ body: (URL) throws -> Void) throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "unit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let text = try String(contentsOf: folder.appending(path: "callpointd.service"), encoding: .utf8)
        let copy = text.replacing("ExecStart=/usr/bin/callpointd", with: "ExecStart=/bin/true")
        #expect(
            copy != text, "callpointd.service: ExecStart= is not /usr/bin/callpointd, where `make install` puts it.")
        let unit = scratch.appending(path: "callpointd.service")
        try copy.write(to: unit, atomically: true, encoding: .utf8)
        try body(unit)
    }

    @Test func `systemd finds nothing wrong with the unit`() throws {
        try #require(Command.exists("systemd-analyze"), Comment(rawValue: remedy))
        try judged { unit in
            let result = try Command.run("systemd-analyze", ["verify", "--man=no", unit.path], in: folder)
            let complaints = (result.output + result.errors).split(separator: "\n").filter { $0.contains("callpointd") }
            #expect(
                result.status == 0 && complaints.isEmpty, "callpointd.service: \(complaints.joined(separator: "\n"))")
        }
    }

    @Test func `a broken unit is caught`() throws {
        try #require(Command.exists("systemd-analyze"), Comment(rawValue: remedy))
        try judged { unit in
            try "[Service]\nExecStart=/nowhere/callpointd\nRestart=perhaps\n"
                .write(to: unit, atomically: true, encoding: .utf8)
            #expect(try Command.run("systemd-analyze", ["verify", "--man=no", unit.path], in: folder).status != 0)
        }
    }

    /// The threshold is ten times the figure that systemd prints.
    @Test(arguments: [(threshold: 6, holds: true), (threshold: 1, holds: false)])
    func `the unit's exposure is at most 0_6`(threshold: Int, holds: Bool) throws {
        try #require(Command.exists("systemd-analyze"), Comment(rawValue: remedy))
        try judged { unit in
            let result = try Command.run(
                "systemd-analyze", ["security", "--offline=true", "--threshold=\(threshold)", unit.path], in: folder)
            let exposure = result.output.split(separator: "\n").last { $0.contains("exposure") } ?? "no figure"
            #expect(
                (result.status == 0) == holds,
                "callpointd.service: \(exposure). Bound what it may reach; the lines with ✗ say what is open.")
        }
    }

    @Test(arguments: [
        ("Type", "notify"), ("Restart", "always"), ("WatchdogSec", "10s"), ("RestrictAddressFamilies", "AF_UNIX"),
        ("PrivateNetwork", "yes"), ("DevicePolicy", "closed"), ("ProtectSystem", "strict"),
        ("CapabilityBoundingSet", ""), ("MemoryDenyWriteExecute", "yes"), ("User", "callpoint"),
        ("StateDirectory", "callpoint"), ("LogsDirectory", "callpoint"), ("RuntimeDirectory", "callpoint"),
        ("StartLimitIntervalSec", "0"), ("FileDescriptorStoreMax", "64"), ("ExecReload", "/bin/kill -HUP $MAINPID"),
        ("ExecStart", "/usr/bin/callpointd run --config /etc/callpoint/devices.yaml"),
    ])
    func `what the design promises stands in the unit`(key: String, value: String) throws {
        let values = try settings().filter { $0.key == key }.map(\.value)
        #expect(values == [value], "callpointd.service: \(key)= is \(values), and the design says \(value).")
    }

    @Test func `the unit waits for no network and for no clock`() throws {
        let order = try settings().filter { ["After", "Wants", "Requires", "BindsTo"].contains($0.key) }
        let waits = order.filter { $0.value.contains("network") || $0.value.contains("time") }
        #expect(waits.isEmpty, "callpointd.service: a kiosk with neither still dispatches.")
    }

    @Test func `the event log is rotated by renaming, uncompressed, and the daemon is told`() throws {
        let file = folder.appending(path: "logrotate.d/callpoint")
        let words = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.hasPrefix("#") }
        #expect(words.first == "/var/log/callpoint/events.jsonl {")
        for word in ["nocopytruncate", "nocompress", "nocreate", "dateformat -%Y%m%d-%s"] {
            #expect(words.contains(word), "logrotate.d/callpoint: \(word) is missing.")
        }
        #expect(words.contains { $0.contains("--signal=SIGUSR1 callpointd.service") })
        guard Command.exists("logrotate") else { return }
        let result = try Command.run("logrotate", ["--debug", file.path], in: folder)
        #expect(result.status == 0 && !result.errors.contains("error:"), "logrotate.d/callpoint: \(result.errors)")
    }

    @Test func `the user and the groups that the unit and the sample name are made`() throws {
        let text = try String(contentsOf: folder.appending(path: "sysusers.d/callpoint.conf"), encoding: .utf8)
        let made = Set(text.split(separator: "\n").map { $0.split(separator: " ").prefix(2).joined(separator: " ") })
        #expect(
            made.isSuperset(of: [
                "u callpoint", "g callpoint", "g callpoint-read", "g callpoint-dispatch", "g callpoint-feed",
                "m callpoint",
            ]))
        guard Command.exists("systemd-sysusers") else { return }
        let file = folder.appending(path: "sysusers.d/callpoint.conf").path
        let result = try Command.run("systemd-sysusers", ["--dry-run", file], in: folder)
        #expect(result.status == 0, "sysusers.d/callpoint.conf: \(result.errors)")
    }

    @Test func `each udev rule is made of matches and assignments`() throws {
        let text = try String(contentsOf: folder.appending(path: "udev/60-callpoint.rules"), encoding: .utf8)
        let part = Expression(#"^\s*[A-Z]+(?:\{[\w/]+\})?(?:==|!=|=|\+=|:=)"[^"]+"\s*$"#)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            for piece in line.split(separator: ",") where !part.matches(String(piece)) {
                Issue.record("systemd/udev/60-callpoint.rules:\(index + 1): udev cannot read `\(piece)`.")
            }
        }
    }
}
