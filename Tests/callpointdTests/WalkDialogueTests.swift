import CallpointCore
import Control
import EventCodec
import Sense
import Testing

/// The dialogue of `callpoint walktest` at a terminal, with the real daemon and nodes on a real tty.
@Suite("Walking through call points at a terminal", .ownThread)
struct WalkDialogueTests {
    private func say(_ kiosk: Kiosk, _ number: Int, _ counter: UInt32, _ state: Signal.State) throws {
        try kiosk.line.insist(
            Sentence(address: SiteText.address(number), counter: counter, state: state, boot: 1))
    }

    @Test func `each press is asked for, seen and released, one can be left out, and a press there is live`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            let terminal = try Terminal(kiosk, ["walktest", "start", "CP-0001", "CP-0002", "CP-0003"])
            try terminal.await("1/3  CP-0001")
            try terminal.await("press it now")
            try say(kiosk, 1, 1, .pressed)
            try terminal.await("✓ seen")
            try terminal.await("let go")
            try say(kiosk, 1, 2, .released)
            try terminal.await("✓ held for")
            try terminal.await("2/3  CP-0002")
            try terminal.await("press it now")
            terminal.type("\n")
            try terminal.await("3/3  CP-0003")
            try terminal.await("press it now")
            try say(kiosk, 3, 1, .tamperOpen)
            try terminal.await("✓ tamper")
            try say(kiosk, 3, 2, .pressed)
            try terminal.await("✓ seen")
            try say(kiosk, 3, 3, .released)
            try terminal.await("✓ held for")
            try terminal.await("stays open")
            #expect(terminal.process.end(within: patience) == .exited(0), "\(terminal.text)")
            #expect(kiosk.log.all("test.pressed").map(\.callPoint) == ["CP-0001", "CP-0003"])
            #expect(kiosk.log.all("alarm.raised").isEmpty && kiosk.log.all("order.issued").isEmpty)
            try say(kiosk, 2, 1, .pressed)
            #expect(try kiosk.log.awaitFirst("alarm.raised").callPoint == "CP-0002")
            _ = try kiosk.log.awaitFirst("order.issued")
        }
    }

    @Test func `when the last one is seen the list is whole`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            let terminal = try Terminal(kiosk, ["walktest", "start", "CP-0004"])
            try terminal.await("press it now")
            try say(kiosk, 4, 1, .pressed)
            try terminal.await("✓ seen")
            try say(kiosk, 4, 2, .released)
            try terminal.await("Every call point was seen")
            #expect(terminal.process.end(within: patience) == .exited(0), "\(terminal.text)")
            #expect(try kiosk.ask(.walkTest(nil))["rows"]?.array?.map { $0["seen"]?.bool } == [true])
        }
    }

    @Test(arguments: ["q\n", "\u{3}", "\u{4}"])
    func `whoever ends it, by q, Ctrl-C or Ctrl-D, leaves no press a test`(keys: String) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            let terminal = try Terminal(kiosk, ["walktest", "start", "CP-0002"])
            try terminal.await("press it now")
            terminal.type(keys)
            #expect(terminal.process.end(within: patience) == .exited(0), "\(terminal.text)")
            try say(kiosk, 2, 1, .pressed)
            let raised = try kiosk.log.awaitFirst("alarm.raised")
            #expect(raised.callPoint == "CP-0002" && raised.json["mode"]?.string == "live")
            _ = try kiosk.log.awaitFirst("order.issued")
            #expect(kiosk.log.all("test.pressed").isEmpty)
        }
    }
}
