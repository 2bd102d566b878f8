import CallpointCore
import Control
import EventCodec
import Foundation
import Testing

@testable import callpoint

@Suite(.serialized) struct ProgramTests {
    @Test(arguments: [
        ["bogus"], ["status", "--nosuch"], ["accept"], ["close", "I-1"], ["close", "I-1", "--disposition", "genuin"],
        ["press", "NS-0412"], ["unit", "M-17", "asleep"], ["tail", "--since", "5q"], ["tail", "-n", "-1"],
        ["status", "--lang", "fr"],
    ])
    func `a wrong call is usage, on standard error`(arguments: [String]) throws {
        let program = try Program(arguments)
        #expect(program.end() == ExitStatus.usage.rawValue)
        #expect(program.data.isEmpty)
        #expect(program.chatter.contains("Usage:"))
    }

    @Test(arguments: [["--help"], ["help", "tail"], ["tail", "--help"], ["--version"], []])
    func `help is data and a success`(arguments: [String]) throws {
        let program = try Program(arguments)
        #expect(program.end() == 0)
        #expect(!program.data.isEmpty)
        #expect(program.chatter.isEmpty)
    }

    @Test(arguments: [
        ("bash", "complete -o filenames"), ("zsh", "#compdef callpoint"), ("fish", "complete -c 'callpoint'"),
    ])
    func `the program writes its own completions`(shell: String, mark: String) throws {
        let (status, data, _) = try Program.run("--generate-completion-script", shell)
        #expect(status == 0)
        #expect(data.contains(mark))
        for verb in ["enroute", "explain", "verify"] { #expect(data.contains(verb)) }
    }

    @Test func `no daemon is 3, and says what to do in the caller's language`() throws {
        let english = try Program.run("status", "--run", "/nonexistent")
        #expect(english.status == 3)
        #expect(
            english.chatter
                == "callpoint: cannot reach the daemon: /nonexistent/control.sock: callpointd does not answer. "
                + "Start it (systemctl start callpointd), or name its directory with --run DIR.\n")
        let chinese = try Program.run("status", "--run", "/nonexistent", environment: ["LANG": "zh_CN.UTF-8"])
        #expect(chinese.status == 3)
        #expect(chinese.chatter.hasPrefix("callpoint: 无法连接守护进程: "))
    }

    @Test(arguments: [(false, 0), (true, 5)])
    func `status ends with 5 where the daemon is degraded`(degraded: Bool, status: Int32) throws {
        let daemon = try LiveDaemon(replies: ["status": .done([JSON.Member("degraded", .bool(degraded))])])
        try daemon.start()
        defer { daemon.stop() }
        let (found, data, _) = try Program.run("status", "--json", "--run", daemon.directory)
        #expect(found == status)
        #expect(data == "{\"degraded\":\(degraded)}\n")
        // The environment names the directory too, and the socket itself can be named.
        #expect(try Program.run("status", environment: ["CALLPOINT_RUN": daemon.directory]).status == status)
        #expect(try Program.run("status", "--socket", daemon.directory + "/control.sock").status == status)
    }

    @Test func `who has no role is told so, with 4`() throws {
        let daemon = try LiveDaemon()
        try daemon.start(administrators: [])
        defer { daemon.stop() }
        let (status, data, chatter) = try Program.run("status", "--run", daemon.directory)
        #expect(status == 4)
        #expect(data.isEmpty)
        #expect(chatter.hasPrefix("callpoint: denied: "))
        #expect(chatter.contains("under `access:` in the site file"))
    }

    @Test func `a refusal is 1 and has the daemon's own words`() throws {
        let refusal = ControlFailure(.refused, "M-17 has no unfinished order.", remedy: "Name the order itself.")
        let daemon = try LiveDaemon(replies: ["accept": .failed(refusal)])
        try daemon.start()
        defer { daemon.stop() }
        let (status, _, chatter) = try Program.run("accept", "M-17", "--run", daemon.directory)
        #expect(status == 1)
        #expect(chatter == "callpoint: refused: M-17 has no unfinished order. Name the order itself.\n")
    }

    static let acts: [([String], ControlAct, String)] = [
        (["ack", "I-1", "--as", "anowak"], ControlAct(.acknowledge("I-1"), actingFor: "anowak"), "I-1 claimed"),
        (
            ["accept", "M-17", "--via", "radio"], ControlAct(.answer(.unit("M-17"), .accept), via: "radio"),
            "M-17 accepted"
        ),
        (
            ["decline", "a/1/M-17/1", "--reason", "flat tyre"],
            ControlAct(.answer(.order("a/1/M-17/1"), .decline(reason: "flat tyre"))), "a/1/M-17/1 declined"
        ),
        (["staging", "M-17"], ControlAct(.answer(.unit("M-17"), .staging)), "M-17 waits close by"),
        (
            ["delayed", "M-17", "10min", "--reason", "the bridge is closed"],
            ControlAct(.answer(.unit("M-17"), .delayed(.seconds(600), reason: "the bridge is closed"))),
            "M-17 is delayed: there in 10 min"
        ),
        (["enroute", "M-17"], ControlAct(.answer(.unit("M-17"), .enRoute)), "M-17 en route"),
        (["onscene", "M-17"], ControlAct(.answer(.unit("M-17"), .onScene)), "M-17 on scene"),
        (["clear", "M-17"], ControlAct(.answer(.unit("M-17"), .clear)), "M-17 clear"),
        (["unit", "M-17", "off-duty"], ControlAct(.status("M-17", .offDuty)), "M-17: off duty"),
        (["unit", "M-17", "out-of-service"], ControlAct(.status("M-17", .outOfService)), "M-17: out of service"),
        (
            ["close", "I-1", "--disposition", "false-accidental", "--note", "孩子误触"],
            ControlAct(.close("I-1", .falseAccidental, note: "孩子误触")), "I-1 closed: false-accidental"
        ),
        (["press", "NS-0412", "--test"], ControlAct(.test("NS-0412")), "test of NS-0412: nobody was sent"),
        (
            ["bypass", "NS-0412", "tamper", "--for", "2h", "--reason", "新玻璃"],
            ControlAct(.bypass("NS-0412", .tamper, for: .seconds(7_200), reason: "新玻璃")),
            "NS-0412: tamper bypassed for 120 min; a press there is an alarm as ever"
        ),
        (
            ["bypass", "NS-0412", "all"], ControlAct(.bypass("NS-0412", nil, for: .seconds(3_600), reason: nil)),
            "NS-0412: all faults bypassed for 60 min; a press there is an alarm as ever"
        ),
        (
            ["bypass", "NS-0412", "door", "--end"], ControlAct(.endBypass("NS-0412", .door)),
            "NS-0412: door bypassed no more"
        ),
        (
            ["walktest", "start", "NS-0412", "NS-0413", "--for", "20min", "--as", "anowak"],
            ControlAct(.startWalkTest(["NS-0412", "NS-0413"], for: .seconds(1_200)), actingFor: "anowak"),
            "walk test open for 20 min at most"
        ),
        (
            ["walktest", "ask", "NS-0412", "--for", "90s"], ControlAct(.ask("NS-0412", for: .seconds(90))),
            "one press of NS-0412 within 90 s is a test; any other is live"
        ),
        (
            ["walktest", "ask", "--nothing"], ControlAct(.withdrawAsk),
            "nothing is asked for; every press is live"
        ),
    ]

    @Test func `every act reaches the daemon as it was typed`() throws {
        let daemon = try LiveDaemon()
        try daemon.start()
        defer { daemon.stop() }
        for (arguments, act, said) in ProgramTests.acts {
            let program = try Program(arguments + ["--run", daemon.directory])
            #expect(program.end() == 0)
            #expect(program.data == said + "\n")
            #expect(daemon.requests.last == .act(act))
        }
    }

    @Test func `a reader that has gone ends the program quietly`() throws {
        let log = Sample.lines((0..<5_000).map { _ in Sample.alarm[3] }, after: 0)
        let daemon = try LiveDaemon(log: log)
        try daemon.start()
        defer { daemon.stop() }
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let pipe = Pipe()
        shell.standardOutput = pipe
        shell.standardError = pipe
        shell.arguments = [
            "-c",
            "{ '\(program.path)/callpoint' tail --json -n 5000 --run '\(daemon.directory)'; echo $? >&2; } | head -n 1 >/dev/null",
        ]
        try shell.run()
        shell.waitUntilExit()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text == "0\n")
    }

    @Test func `a site file is checked without a daemon`() throws {
        let missing = try Program.run("check", "/nonexistent/devices.yaml")
        #expect(missing.status == 1)
        #expect(missing.data.hasPrefix("/nonexistent/devices.yaml: "))
        let json = try Program.run("check", "/nonexistent/devices.yaml", "--json")
        #expect(json.status == 1)
        #expect(try JSON.parse(json.data)["mistakes"] == 1)
    }

    @Test func `an incident that nobody knows is 1`() throws {
        let daemon = try LiveDaemon()
        try daemon.start()
        defer { daemon.stop() }
        let (status, _, chatter) = try Program.run("explain", "I-9", "--run", daemon.directory)
        #expect(status == 1)
        #expect(chatter.contains("no event of I-9 is in the log"))
    }

    @Test func `explain works from the log alone`() throws {
        let daemon = try LiveDaemon(
            log: Sample.lines(Sample.alarm),
            replies: ["names": .done([JSON.Member("names", [Sample.person.text: "anowak"])])])
        try daemon.start()
        defer { daemon.stop() }
        let (status, data, _) = try Program.run("explain", Sample.incident.text, "--run", daemon.directory)
        #expect(status == 0)
        #expect(data.contains("✗ V-03  210 m"))
        #expect(data.contains("by anowak, radio"))
        #expect(data.contains("BUDGET"))
    }
}
