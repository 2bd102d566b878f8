import CallpointCore
import EventCodec
import Testing

struct KeepingTests {
    private static let stamp = NodeStamp(address: "0413", counter: 7)
    private static let actor: TextToken = "p:0123456789abcdef"
    private static let tamper = DeviceFault(input: "panel", callPoint: "NS-0412", kind: .tamper, detail: "")
    private static let offline = DeviceFault(input: "field", kind: .offline, detail: "")

    @Test(
        arguments: [
            (.daemonStarted(version: "1", openIncidents: 0), ["daemon"]),
            (.daemonStopping(reason: ""), []),
            (
                .clockEpoch(ClockEpoch(generation: "a", bootID: "b", monotonicMicroseconds: 0, gapMilliseconds: nil)),
                ["epoch"]
            ),
            (.configLoaded(ConfigurationSummary(file: "", hash: "", callPoints: 0, units: 0)), ["config"]),
            (.inputUp("field", detail: ""), ["input/field"]),
            (.inputDown("field", detail: ""), ["input/field"]),
            (.deviceFault(tamper, stamp: nil), ["fault/panel/NS-0412/tamper"]),
            (.deviceRestored(tamper, stamp: stamp), ["fault/panel/NS-0412/tamper", "node/panel/0413"]),
            (.deviceFault(DeviceFault(kind: .noise, detail: ""), stamp: nil), ["fault///noise"]),
            (.deviceFault(offline, stamp: nil), ["fault/field//offline"]),
            (.journalDegraded(reason: "", waitedMilliseconds: 0), ["journal"]),
            (.journalRestored(behind: 0, milliseconds: 0), ["journal"]),
            (.positionsStalled(newestAgeMilliseconds: 0), ["positions"]),
            (.positionsResumed(silentMilliseconds: 0), ["positions"]),
            (.unitStatus("M-17", .busy, actor: nil, via: "feed"), ["unit/M-17"]),
            (.alarmRepeated(input: "field", stamp: stamp, presses: 2), ["node/field/0413", "press/NS-0412"]),
            (
                .alarmRelated(
                    AlarmRelated(
                        input: "field", stamp: stamp, authentication: .mac, presses: 2, distanceMetres: 1,
                        edgeAt: Instant(microseconds: 0), origin: .edge)), ["node/field/0413", "press/NS-0412"]
            ),
            (.alarmRestored(input: "field", stamp: stamp, heldMilliseconds: 1), ["node/field/0413"]),
            (.alarmRestored(input: "panel", stamp: nil, heldMilliseconds: 1), []),
            (
                .alarmClosed(.genuine, actor: actor, via: "cli", note: nil),
                ["press/NS-0412", "closed/NS-0412"]
            ),
            (.incidentLinked(to: "NS-03-7c1e-0001", by: nil), []),
            (
                .bypassSet(BypassSet(kind: nil, forMilliseconds: 1, actor: actor, via: "cli", reason: nil)),
                ["bypass/NS-0412/"]
            ),
            (.bypassEnded(kind: .tamper, .expired), ["bypass/NS-0412/tamper"]),
            (
                .walkTestStarted(WalkTestStarted(callPoints: [], forMilliseconds: 1, actor: actor, via: "cli")),
                ["walktest/started"]
            ),
            (.walkTestAsked(forMilliseconds: 1, actor: actor, via: "cli"), ["walktest/asked"]),
            (.walkTestWithdrawn(actor: actor, via: "cli"), ["walktest/asked"]),
            (.walkTestSeen(.door), ["walktest/seen/NS-0412/door"]),
            (.walkTestEnded(.expired), ["walktest/ended"]),
            (
                .testReleased(input: "field", stamp: stamp, heldMilliseconds: 1),
                ["walktest/released/NS-0412", "node/field/0413"]
            ),
        ] as [(Event.Body, [String])])
    func `a line is kept for what it is the last word on`(body: Event.Body, keys: [String]) {
        #expect(SampleLines.line(SampleLines.event(body)).keepKeys == keys)
    }

    @Test func `a press is the last word on its node and on its call point`() {
        #expect(SampleLines.line(SampleLines.raised).keepKeys == ["node/panel/17/0412", "press/NS-0412"])
    }

    @Test func `the place of a report is not kept once its incident is closed`() {
        var closed = SampleLines.event(
            .alarmClosed(.genuine, actor: "p:0123456789abcdef", via: "cli", note: nil))
        #expect(SampleLines.line(closed).keepKeys == ["press/NS-0412", "closed/NS-0412"])
        closed.callPoint = "@NS-03-7c1e-0007"
        #expect(SampleLines.line(closed).keepKeys == [])
    }

    @Test func `what ended is kept for each of an incident's call points, and what was only played is not`() {
        var closed = SampleLines.event(
            .alarmClosed(.genuine, actor: "p:0123456789abcdef", via: "cli", note: nil, related: ["NS-0413"]))
        #expect(SampleLines.line(closed).keepKeys == ["press/NS-0412", "closed/NS-0412", "closed/NS-0413"])
        closed.mode = .exercise
        #expect(SampleLines.line(closed).keepKeys == ["press/NS-0412"])
    }

    @Test func `an incident is opened by its alarm and ended by its closing alone`() {
        var generated = GeneratedEvents(seed: 5)
        for type in EventType.allCases {
            let expected = [.alarmRaised: 1, .alarmReported: 1, .incidentReopened: 1, .alarmClosed: -1][type] ?? 0
            #expect(SampleLines.line(generated.event(type)).opens == expected)
        }
    }
}
