import CallpointCore
import Control
import EventCodec
import Testing

@testable import callpoint

/// The verbs by which people change a response that runs: what the program asks, and what it says.
@Suite(.serialized) struct DirectionTests {
    @Test(arguments: [
        (["raise", "I-1"], ControlAct.Direction.raise("I-1"), "I-1 is raised"),
        (
            ["hold", "I-1", "--reason", "at the door"], .hold("I-1", for: .seconds(300), reason: "at the door"),
            "I-1 is held for 5 min; too few units, no answers or a call for help still raise it"
        ),
        (
            ["hold", "I-1", "--reason", "x", "--for", "90s"], .hold("I-1", for: .seconds(90), reason: "x"),
            "I-1 is held for 90 s; too few units, no answers or a call for help still raise it"
        ),
        (["hold", "I-1", "--end"], .release("I-1"), "I-1 is held no more"),
        (["order", "I-1", "V-03"], .order("I-1", "V-03"), "V-03 is ordered to I-1"),
        (["standdown", "V-03"], .standDown(.unit("V-03")), "V-03 is called back"),
        (
            ["standdown", "NS-03-7c1e-0007/1/V-03/1"], .standDown(.order("NS-03-7c1e-0007/1/V-03/1")),
            "NS-03-7c1e-0007/1/V-03/1 is called back"
        ),
        (["watch", "I-1"], .watch("I-1"), "I-1 is watched by you"),
        (
            ["moveup", "accept", "keji"], .moveUp("keji", accepts: true),
            "keji: the unit moves up, and stays free for orders"
        ),
        (["moveup", "dismiss", "keji"], .moveUp("keji", accepts: false), "keji: nobody moves up"),
        (["note", "I-1", "at the bus stop"], .note("I-1", "at the bus stop"), "I-1 has the note"),
        (
            ["ack", "I-1", "--notice", "city-command"], .answerNotice("I-1", "city-command"),
            "city-command has heard of I-1"
        ),
        (
            ["report", "NS-0412", "--by", "telephone", "--note", "a fight"],
            .report(.callPoint("NS-0412"), .telephone, plan: nil, note: "a fight"),
            "NS-0412: an incident is open, and units are being ordered"
        ),
        (
            [
                "report", "--at", "22.54,113.93", "--datum", "gcj02", "--accuracy", "1km", "--by", "camera", "--plan",
                "street",
            ],
            .report(
                .point(latitude: 22.54, longitude: 113.93, datum: .gcj02, accuracyMetres: 1_000), .camera,
                plan: "street", note: nil), "22.54,113.93: an incident is open, and units are being ordered"
        ),
        (["assist", "M-17"], .assist(.unit("M-17")), "M-17 calls for help: the next tier is raised"),
        (
            ["reopen", "I-1", "--reason", "he is back"], .reopen("I-1", reason: "he is back"),
            "I-1 is open again, and its first tier is being ordered"
        ),
        (
            ["reclassify", "I-1", "--plan", "medical", "--note", "collapsed"],
            .reclassify("I-1", "medical", note: "collapsed"), "I-1 is answered by plan medical"
        ),
        (["link", "I-1", "I-2"], .link("I-1", "I-2"), "I-1 and I-2 belong together"),
        (
            ["link", "I-1", "I-2", "--remove"], .unlink("I-1", "I-2"),
            "I-1 and I-2 have nothing to do with each other"
        ),
        (
            ["split", "I-1", "--call-point", "NS-0413"], .split("I-1", at: .callPoint("NS-0413"), note: nil),
            "I-1 is two; the new one is open, and units are being ordered"
        ),
        (
            ["split", "I-1", "--note", "across the road"], .split("I-1", at: nil, note: "across the road"),
            "I-1 is two; the new one is open, and units are being ordered"
        ),
        (
            ["handoff", "I-1", "--to", "city-command", "--reference", "110-7"],
            .handOff("I-1", "city-command", reference: "110-7"), "I-1 is with city-command"
        ),
    ])
    func `each verb asks for its act and says what was done`(
        arguments: [String], direction: ControlAct.Direction, said: String
    ) throws {
        let daemon = try LiveDaemon()
        try daemon.start()
        defer { daemon.stop() }
        let program = try Program(arguments + ["--run", daemon.directory, "--lang", "en", "--via", "radio"])
        #expect(program.end() == ExitStatus.ok.rawValue)
        #expect(program.chatter == "")
        #expect(program.data == said + "\n")
        #expect(daemon.requests == [.act(ControlAct(.direct(direction), via: "radio"))])
    }

    @Test(arguments: [
        ["hold", "I-1"], ["hold", "I-1", "--end", "--reason", "x"], ["hold", "I-1", "--end", "--for", "90s"],
        ["report", "--by", "telephone"], ["report", "NS-0412", "--at", "22.5,113.9", "--by", "telephone"],
        ["report", "NS-0412", "--by", "rumour"], ["report", "--at", "22.5", "--by", "camera"],
        ["report", "--at", "22.5,113.9", "--by", "camera", "--accuracy", "11km"],
        ["report", "--at", "22.5,113.9", "--by", "camera", "--datum", "mars"],
        ["report", "NS-0412", "--by", "camera", "--datum", "wgs84"],
        ["reopen", "I-1"], ["reclassify", "I-1"], ["link", "I-1"], ["handoff", "I-1", "--to", "city-command"],
        ["split", "I-1", "--call-point", "NS-0413", "--at", "22.5,113.9"], ["split", "I-1", "--datum", "wgs84"],
        ["order", "I-1"], ["note", "I-1"], ["raise"], ["assist"],
    ])
    func `a verb that lacks what it needs is usage`(arguments: [String]) throws {
        let program = try Program(arguments)
        #expect(program.end() == ExitStatus.usage.rawValue)
        #expect(program.chatter.contains("Usage:"))
    }

    @Test(arguments: Direction.lines)
    func `tail tells each in words`(_ line: Direction) throws {
        let event = try #require(EventLine(Array(line.json.utf8)))
        for (language, words) in [(Language.en, line.english), (.zh, line.chinese)] {
            let say = Wording(language: language)
            let details = Details(say: say, measures: Measures(say: say)) { ["p:1": "李雷", "p:2": "在门口"][$0] }
            #expect(details.text(event) == words)
        }
    }
}

/// A line of the log, and what `tail` says of it.
struct Direction: Sendable {
    var json: String
    var english: String
    var chinese: String

    private static func line(_ type: String, _ fields: String, _ english: String, _ chinese: String) -> Direction {
        Direction(
            json:
                #"{"gen":"7c1e","seq":1,"ts":"2026-04-12T14:03:07.412+08:00","mono_us":5,"type":"\#(type)",\#(fields)}"#,
            english: english, chinese: chinese)
    }

    static let lines = [
        line(
            "alarm.reported",
            #""call_point":"@I-1","priority":"P1","source":"telephone","name":"900 m from A","actor":"p:1","via":"cli","note":"p:2""#,
            "@I-1  900 m from A  telephone  by 李雷  “在门口”", "@I-1  900 m from A  电话  李雷  “在门口”"),
        line(
            "incident.held", #""for_ms":300000,"actor":"p:1","via":"cli","reason":"p:2""#,
            "for 5 min at most  by 李雷  “在门口”", "最长 5 分钟  李雷  “在门口”"),
        line("incident.released", #""ending":"expired""#, "its time is over", "到时结束"),
        line("incident.released", #""ending":"by","actor":"p:1","via":"cli""#, "by 李雷", "李雷"),
        line("incident.watch", #""actor":"p:1","via":"cli""#, "by 李雷", "李雷"),
        line(
            "incident.note", #""actor":"p:1","via":"radio","note":"p:2""#, "by 李雷, radio  “在门口”",
            "李雷（电台）  “在门口”"),
        line(
            "notice.acknowledged", #""contact":"city-command","actor":"p:1","via":"cli""#, "city-command  by 李雷",
            "city-command  李雷"),
        line(
            "order.nudged", #""order":"I-1/1/M-17/1","unit":"M-17","after_ms":15000"#,
            "M-17  no answer for 15 s, called again", "M-17  15 秒未应答，再次呼叫"),
        line(
            "unit.on_scene", #""order":"I-1/1/M-17/1","unit":"M-17","via":"position""#, "M-17  by position",
            "M-17  位置判定"),
        line(
            "order.stood_down", #""unit":"M-17","reason":"dispatcher","actor":"p:1","via":"cli""#,
            "M-17  by a dispatcher  by 李雷", "M-17  调度员  李雷"),
        line(
            "unit.assist", #""order":"I-1/1/M-17/1","unit":"M-17","actor":"p:1","via":"radio""#,
            "M-17  by 李雷, radio", "M-17  李雷（电台）"),
    ]
}
