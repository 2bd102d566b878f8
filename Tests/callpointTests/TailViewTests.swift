import CallpointCore
import EventCodec
import Testing

@testable import callpoint

struct TailViewTests {
    private func lines(_ events: [Event], _ language: Language, coloured: Bool = false) throws -> [String] {
        var view = TailView(
            say: Wording(language: language), isColoured: coloured, today: "2026-04-12", name: Sample.name)
        return try Sample.parsed(events).flatMap { view.lines($0) }
    }

    @Test func `an alarm reads from the press to the closing`() throws {
        #expect(try lines(Sample.alarm, .en).joined(separator: "\n") == Golden.tailEnglish)
    }

    @Test func `the same alarm in Chinese`() throws {
        #expect(try lines(Sample.alarm, .zh).joined(separator: "\n") == Golden.tailChinese)
    }

    @Test func `every event has a line, and colour changes nothing but colour`() throws {
        let plain = try lines(Sample.alarm, .en)
        let coloured = try lines(Sample.alarm, .en, coloured: true)
        #expect(plain.count == Sample.alarm.count)
        #expect(plain.allSatisfy { !$0.contains("\u{1B}") })
        #expect(coloured.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") } == plain)
    }

    @Test func `a new day has a line of its own`() throws {
        var view = TailView(say: Wording(language: .en), today: "2026-04-11")
        let event = try #require(try Sample.parsed(Sample.alarm).first)
        #expect(view.lines(event).first == "— 2026-04-12 —")
        #expect(view.lines(event).count == 1)
    }

    @Test func `the press of an alarm that was not seen is asked for, once`() throws {
        var asked: [String] = []
        var view = TailView(
            say: Wording(language: .en), today: "2026-04-12",
            pressTime: { incident in
                asked.append(incident)
                return Sample.press
            })
        let events = try Sample.parsed(Sample.answers)
        #expect(view.lines(events[0])[0].contains("+6.5 s"))
        _ = view.lines(events[1])
        #expect(asked == [Sample.incident.text])
    }

    @Test func `what a stranger sent cannot steer the terminal`() throws {
        let fault = DeviceFault(input: "field", kind: .noise, detail: "got \u{1B}]0;owned\u{07}")
        let text = try lines([Sample.event(after: 0, .deviceFault(fault, stamp: nil), incident: nil)], .en)[0]
        #expect(text.hasSuffix("! FAULT        field  noise  got \u{FFFD}]0;owned\u{FFFD}"))
    }

    @Test func `a test, a line before its disk, a clock that nobody believes: each is said`() throws {
        let test = try lines([Sample.event(after: 5, .unitsRanked(Sample.ranked), mode: .test)], .en)[0]
        #expect(test.hasSuffix("[TEST]"))
        var line = try #require(Sample.lines([Sample.alarm[0]]).first)
        line.removeLast()
        let marked = try #require(EventLine(line + Array(#","durable":false,"time_ok":false}"#.utf8)))
        var view = TailView(say: Wording(language: .en), today: "2026-04-12")
        let shown = view.lines(marked)[0]
        #expect(shown.hasSuffix("[shown before it was on disk]"))
        #expect(shown.hasPrefix("?4:03:07.412"))
    }

    @Test func `a type of a newer version is shown with its message`() throws {
        let bytes = Array(
            #"{"v":1,"gen":"7c1e","seq":9,"ts":"2026-04-12T14:03:07.412+08:00","type":"drone.up","msg":"Up it goes"}"#
                .utf8)
        var view = TailView(say: Wording(language: .en), today: "2026-04-12")
        #expect(view.lines(try #require(EventLine(bytes)))[0].hasSuffix("· event        drone.up  Up it goes"))
    }

    @Test(
        arguments: [
            (
                Event.Body.daemonStarted(version: "0.1.0", openIncidents: 2),
                "· callpointd   0.1.0 started, 2 open incidents"
            ),
            (
                .journalDegraded(reason: "disk full", waitedMilliseconds: 50),
                "! journal      behind; orders go out all the same:  disk full"
            ),
            (
                .positionsStalled(newestAgeMilliseconds: 130_000),
                "! positions    no position for 2 min; ranking on last fixes"
            ),
            (
                .clockStepped(milliseconds: -3_600_000),
                "! clock        wall clock set by -3600000 ms; timers do not follow it"
            ),
            (
                .configRefused(file: "devices.yaml", mistakes: 2, first: "devices.yaml:3:1: x."),
                "! site file    devices.yaml refused, 2 mistakes; the old one stays: devices.yaml:3:1: x."
            ),
            (
                .unitStatus("M-17", .offDuty, actor: Sample.person, via: "radio"),
                "· unit         M-17  off duty  by anowak, radio"
            ),
            (.inputDown("field", detail: "no such port"), "! INPUT DOWN   field  no such port"),
        ] as [(Event.Body, String)])
    func `what happens to the controller is said in words`(body: Event.Body, text: String) throws {
        let line = try lines([Sample.event(after: 0, body, incident: nil)], .en)[0]
        #expect(line == "14:03:07.412             " + text)
    }

    /// A walk test, the press that was asked for, and a bypass.
    private static let maintenance: [Event] = {
        let pressed = TestPressed(
            input: "panel", stamp: nil, edgeAt: Instant(microseconds: Sample.press + 2_000_000),
            senseMicroseconds: 41, debounceMicroseconds: 20_000, actor: Sample.person)
        var fault = DeviceFault(input: "panel", callPoint: "NS-0412", kind: .door, detail: "The door is open.")
        fault.isBypassed = true
        func event(_ seconds: Int64, _ body: Event.Body, _ incident: IncidentID? = nil) -> Event {
            var event = Sample.event(after: seconds * 1_000, body, incident: incident, mode: .test)
            event.callPoint = "NS-0412"
            return event
        }
        var events = [
            event(
                0,
                .walkTestStarted(
                    WalkTestStarted(
                        callPoints: [], forMilliseconds: 1_800_000, actor: Sample.person, via: "cli"))),
            event(1, .walkTestAsked(forMilliseconds: 120_000, actor: Sample.person, via: "cli")),
            event(2, .testPressed(pressed), Sample.incident),
            event(3, .testReleased(input: "panel", stamp: nil, heldMilliseconds: 1_300), Sample.incident),
            event(4, .walkTestSeen(.tamper)), event(5, .walkTestWithdrawn(actor: Sample.person, via: "radio")),
            event(6, .walkTestEnded(.expired)),
            event(
                7,
                .bypassSet(
                    BypassSet(
                        kind: nil, forMilliseconds: 5_400_000, actor: Sample.person, via: "cli", reason: Sample.note))),
            event(8, .deviceFault(fault, stamp: nil)),
            event(9, .bypassEnded(kind: .door, .by(actor: Sample.person, via: "cli"))),
        ]
        for index in 7..<events.count { events[index].mode = .live }
        return events
    }()

    @Test func `a walk test, its press and a bypass read as what they are`() throws {
        #expect(try lines(Self.maintenance, .en).joined(separator: "\n") == Golden.maintenanceEnglish)
        #expect(try lines(Self.maintenance, .zh).joined(separator: "\n") == Golden.maintenanceChinese)
    }
}
