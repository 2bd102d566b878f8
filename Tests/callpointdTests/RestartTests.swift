import CallpointCore
import Control
import EventCodec
import Sense
import Testing

@Suite("A restart", .ownThread)
struct RestartTests {
    enum End: String, CaseIterable {
        case killed, clean
    }

    private func end(_ kiosk: Kiosk, _ how: End) {
        switch how {
        case .killed: kiosk.kill()
        case .clean: kiosk.stop()
        }
    }

    @Test(arguments: End.allCases)
    func `an open incident goes on, its unit keeps its order, and no id comes again`(how: End) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            _ = try awaited("two orders") { kiosk.log.all("order.issued").count == 2 ? true : nil }
            let before = try kiosk.ask(.incidents)["incidents"]?.array ?? []
            end(kiosk, how)
            try kiosk.start()
            let after = try kiosk.ask(.incidents)["incidents"]?.array ?? []
            #expect(after.count == 1)
            #expect(after.first?["incident"] == before.first?["incident"])
            #expect(orders(of: after.first) == orders(of: before.first))
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1"])
            // The units of the first incident are not free for a second one.
            try kiosk.line.insist(Sentence(address: "0002", counter: 1, state: .pressed, boot: 1))
            _ = try awaited("the third order") { kiosk.log.all("order.issued").count == 3 ? true : nil }
            let units = kiosk.log.all("order.issued").compactMap { $0.json["unit"]?.string }
            #expect(Set(units).count == 3, "\(units)")
            let incidents = kiosk.log.all("alarm.raised").map(\.incident)
            #expect(Set(incidents).count == 2)
            let generations = kiosk.log.all("daemon.started").map(\.generation)
            #expect(generations.count == 2 && Set(generations).count == 2)
        }
    }

    private func orders(of incident: JSON?) -> [String?] {
        (incident?["orders"]?.array ?? []).map { order in
            "\(order["order"]?.string ?? "") \(order["unit"]?.string ?? "") \(order["state"]?.string ?? "")"
        }
    }

    @Test(arguments: End.allCases)
    func `timers go on over a restart, and what is overdue happens at once`(how: End) throws {
        try atKiosk { kiosk in
            // 30 s to acknowledge become 600 ms.
            kiosk.flags = ["--plan-times", "0.02"]
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            _ = try awaited("two orders") { kiosk.log.all("order.issued").count >= 2 ? true : nil }
            end(kiosk, how)
            let issued = try #require(kiosk.log.all("order.issued").first)
            // Nobody runs when it falls due.
            let due = (issued.json["mono_us"]?.integer ?? 0) + 700_000
            _ = eventually(within: .milliseconds(800)) { false }
            try kiosk.start()
            let timedOut = try kiosk.log.awaitFirst("order.timed_out")
            #expect(timedOut.json["order"] == issued.json["order"])
            #expect(timedOut.json["mono_us"]?.integer ?? 0 >= due - 100_000)
            let started = kiosk.log.all("daemon.started").last
            let late = (timedOut.json["mono_us"]?.integer ?? 0) - (started?.json["mono_us"]?.integer ?? 0)
            #expect(late < 1_000_000, "\(late) µs after the start")
            // The warm start knows where the others are; after a kill nobody does yet, and that is said.
            _ = try kiosk.log.awaitFirst(how == .clean ? "order.reassigned" : "shortfall")
        }
    }

    @Test func `a closed incident stays closed, and its units are free`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            let incident = try kiosk.log.awaitFirst("alarm.raised").incident
            try kiosk.ask(.act(ControlAct(.close(IncidentID(incident), .genuine, note: "张三报警"))))
            // "Done" was said only when nothing could take it back.
            kiosk.kill()
            try kiosk.start()
            #expect(try kiosk.ask(.incidents)["incidents"]?.array?.isEmpty == true)
            try kiosk.placeAndAwait(["M-1", "V-1"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 2, state: .pressed, boot: 1))
            _ = try awaited("four orders") { kiosk.log.all("order.issued").count == 4 ? true : nil }
        }
    }

    @Test func `positions are warm after a clean stop`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            kiosk.stop()
            try kiosk.start()
            #expect(try kiosk.status()["units"]?["located"]?.integer == 2)
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            _ = try awaited("two orders") { kiosk.log.all("order.issued").count == 2 ? true : nil }
        }
    }
}
