import CallpointCore
import EventCodec
import Glibc
import LinuxIO

extension Stage {
    /// Checks the story and says how it went. 0 where everything is as it should be.
    func summarize() -> Int32 {
        var check = OrderCheck(configuration, callPoint, fleetFile: directory + "/fleet.jsonl")
        for event in events { check.take(event) }
        var mistakes = check.mistakes
        for (type, least) in [
            ("alarm.raised", 1), ("tier.raised", 2), ("order.timed_out", 1), ("order.reassigned", 1),
            ("unit.on_scene", 2), ("alarm.closed", 1),
        ] where count(of: type) < least {
            mistakes.append("the log has \(count(of: type)) \(type) where \(least) should be.")
        }
        Demo.say("")
        sayLedger()
        Demo.say(
            "orders        \(check.checked), \(check.mistakes.isEmpty ? "each to the unit that a plain look at all positions would choose" : "not all right")"
        )
        sayAnswer()
        let seconds = (MonotonicClock.kernelMicroseconds - startedAt) / 1_000_000
        Demo.say("took          \(seconds) s with plan times divided by \(options.hurry)")
        for mistake in mistakes { Demo.say("WRONG         \(mistake)") }
        Demo.say(mistakes.isEmpty ? "demo passed" : "demo failed")
        return mistakes.isEmpty ? 0 : 1
    }

    /// The latency of the first orders, stage by stage, as the log itself has it.
    private func sayLedger() {
        for issued in orders.prefix(2) {
            guard let id = issued["order"]?.string,
                let emitted = events.first(where: {
                    $0["type"]?.string == "order.emitted" && $0["order"]?.string == id
                })
            else { continue }
            func milliseconds(_ event: JSON, _ name: String) -> String {
                let microseconds = event[name]?.integer ?? 0
                return "\(microseconds / 1_000).\(String(microseconds % 1_000 + 1_000).dropFirst()) ms"
            }
            Demo.say(
                "press → order \(milliseconds(emitted, "total_us")) to \(unit(of: issued)): sense "
                    + "\(milliseconds(issued, "sense_us")), decide \(milliseconds(issued, "decide_us")), journal "
                    + "\(milliseconds(emitted, "journal_us")), emit \(milliseconds(emitted, "emit_us")); "
                    + "\(emitted["verdict"]?.string ?? "?") the budget of \(emitted["budget_ms"]?.integer ?? 0) ms")
        }
    }

    private func sayAnswer() {
        guard let line = node.line(withinMilliseconds: 100) else { return }
        let words = line.split(separator: " ")
        guard words.count == 3, let microseconds = Int(words[1]) else { return }
        Demo.say(
            "node          its press was answered after \(microseconds / 1_000) ms, once it was in the journal "
                + "(sent \(words[2]) ×)")
    }
}
