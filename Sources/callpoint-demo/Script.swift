import CallpointCore
import EventCodec
import Glibc
import LinuxIO

extension Stage {
    /// The story: a press, one unit that does not answer, another in its place, a second tier, on scene, closed.
    /// The exit status: 0 where every order was right.
    func playScript() throws -> Int32 {
        try openTail()
        Stage.sleepToHalfSecond()
        node.tell("press \(address)")
        try wait("two orders", seconds: 5) { self.orders.count >= 2 }
        node.tell("release \(address)")
        guard let incident = orders.first?["incident"]?.string else { throw DemoError("an order without an incident.") }
        let first = unit(of: orders[0])
        let silent = unit(of: orders[1])
        usleep(700_000)
        try act(["ack", incident])
        try act(["accept", first, "--via", "radio"])
        try act(["enroute", first, "--via", "radio"])
        // The second unit says nothing: its order times out and goes to the next.
        try wait("the order of \(silent) to be reassigned", seconds: 15) { self.count(of: "order.reassigned") >= 1 }
        let replacement = unit(of: orders[2])
        usleep(400_000)
        try act(["accept", replacement, "--via", "radio"])
        try act(["enroute", replacement, "--via", "radio"])
        // Nobody gets there in time: the second tier.
        try wait("the second tier", seconds: 20) { self.count(of: "tier.raised") >= 2 && self.orders.count >= 4 }
        let second = unit(of: orders[3])
        usleep(500_000)
        try act(["accept", second, "--via", "radio"])
        try act(["onscene", first, "--via", "radio"])
        usleep(500_000)
        try act(["onscene", replacement, "--via", "radio"])
        usleep(700_000)
        try act(["close", incident, "--disposition", "genuine", "--note", "a person was helped"])
        try wait("the incident to close", seconds: 5) { self.count(of: "alarm.closed") >= 1 }
        usleep(400_000)
        readLog()
        return summarize()
    }

    /// Orders so far, in the order of the log.
    var orders: [JSON] { events.filter { $0["type"]?.string == "order.issued" } }

    func count(of type: String) -> Int { events.count { $0["type"]?.string == type } }

    func unit(of order: JSON) -> String { order["unit"]?.string ?? "?" }

    /// Half a second after the fleet has spoken: positions are settled, and the check knows which they were.
    static func sleepToHalfSecond() {
        let now = MonotonicClock.wallMilliseconds % 1_000
        usleep(UInt32((1_500 - now) % 1_000) * 1_000)
    }

    /// `make try`: Enter presses the button, keys answer for the units, until `q` or the end of input.
    func stayUp() throws -> Int32 {
        Demo.say(
            """
            Enter  press the button of \(callPoint.id)        u  where the units are
            a      the unit ordered last accepts        e  … is en route     o  … is on scene     d  … declines
            x      close the oldest open incident       q  quit          (each key, then Enter)
            """)
        try openTail()
        while let line = readLine() {
            readLog()
            do { if try !obey(line.trimmed) { break } } catch { Demo.say("\(error)") }
        }
        return 0
    }

    /// Does what a key asks; false to quit.
    private func obey(_ key: String) throws -> Bool {
        let last = orders.last.map { unit(of: $0) }
        switch (key, last) {
        case ("", _):
            node.tell("press \(address)")
            usleep(200_000)
            node.tell("release \(address)")
        case ("q", _): return false
        case ("u", _): try show(["units"])
        case ("x", _): try closeOldest()
        case ("a", .some(let unit)): try act(["accept", unit])
        case ("e", .some(let unit)): try act(["enroute", unit])
        case ("o", .some(let unit)): try act(["onscene", unit])
        case ("d", .some(let unit)): try act(["decline", unit, "--reason", "busy with another matter"])
        default: Demo.say("nothing to do for '\(key)': nobody has been ordered, or there is no such key.")
        }
        return true
    }

    private func closeOldest() throws {
        let closed = Set(events.filter { $0["type"]?.string == "alarm.closed" }.compactMap { $0["incident"]?.string })
        let raised = events.filter { $0["type"]?.string == "alarm.raised" }.compactMap { $0["incident"]?.string }
        guard let oldest = raised.first(where: { !closed.contains($0) }) else {
            Demo.say("no incident is open.")
            return
        }
        try act(["close", oldest, "--disposition", "genuine"])
    }

    private func show(_ words: [String]) throws {
        let child = try Child(
            "callpoint", [options.binaries + "/callpoint"] + words + ["--run", directory + "/run"],
            catchesOutput: false,
            errorFile: directory + "/demo.stderr")
        _ = child.status(withinMilliseconds: 5_000)
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.prefix { $0 != " " && $0 != "\r" }) }
}
