import CallpointCore
import EventCodec
import Glibc
import Sense
import Testing

@Suite("A repeat", .ownThread)
struct RepeatTests {
    enum Restart: String, CaseIterable {
        case none, killed, clean
    }

    static func restart(_ kiosk: Kiosk, _ how: Restart) throws {
        switch how {
        case .none: return
        case .killed: kiosk.kill()
        case .clean: kiosk.stop()
        }
        try kiosk.start()
    }

    @Test(arguments: Restart.allCases)
    func `a repeat is answered and raises nothing, whatever became of the daemon between`(how: Restart) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            let press = Sentence(address: "0001", counter: 5, state: .pressed, boot: 3)
            try kiosk.line.insist(press)
            try RepeatTests.restart(kiosk, how)
            for _ in 0..<3 { try kiosk.line.insist(press) }
            // A press after them proves that they were taken in.
            try kiosk.line.insist(Sentence(address: "0002", counter: 5, state: .pressed, boot: 3))
            #expect(kiosk.log.all("alarm.raised").map(\.callPoint) == ["CP-0001", "CP-0002"])
            #expect(kiosk.log.all("alarm.repeated").isEmpty)
        }
    }

    @Test(arguments: Restart.allCases)
    func `a node that restarted its counter is believed`(how: Restart) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.line.insist(Sentence(address: "0001", counter: 5, state: .pressed, boot: 3))
            try RepeatTests.restart(kiosk, how)
            // The same counter of the node's next boot, and a lower counter of a node that counts no boots.
            try kiosk.line.insist(Sentence(address: "0001", counter: 5, state: .pressed, boot: 4))
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed))
            #expect(kiosk.log.all("alarm.raised").count == 1)
            let repeated = kiosk.log.all("alarm.repeated")
            #expect(repeated.map { $0.json["counter"]?.integer } == [5, 1])
            #expect(repeated.map { $0.json["presses"]?.integer } == [2, 3])
        }
    }

    @Test func `the same counter on another address is another press`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            for number in 1...6 { kiosk.press(number, counter: 9) }
            for number in 1...6 { try kiosk.line.awaitAnswer(SiteText.address(number), 9) }
            #expect(kiosk.log.all("alarm.raised").count == 6)
        }
    }
}

@Suite("Proof", .ownThread)
struct ProofTests {
    static let key = Array(UInt8(1)...32)

    /// A kiosk whose node 0001 has a key, and whose other nodes have none.
    static func keyed(_ body: (Kiosk) throws -> Void) throws {
        try atKiosk { kiosk in
            let credentials = "\(kiosk.directory)/credentials"
            mkdir(credentials, 0o700)
            try kiosk.write(Digest.hex(key) + "\n", to: "\(credentials)/node-field-0001.key")
            kiosk.environment["CREDENTIALS_DIRECTORY"] = credentials
            try kiosk.start()
            try body(kiosk)
        }
    }

    static func sentence(_ counter: UInt32, boot: UInt32 = 1) -> Sentence {
        Sentence(address: "0001", counter: counter, state: .pressed, boot: boot).sealed(with: key)
    }

    /// A press of a node without a key, whose answer proves that all before it was taken in.
    static func settle(_ kiosk: Kiosk, counter: UInt32) throws {
        try kiosk.line.insist(Sentence(address: "0006", counter: counter, state: .pressed, boot: 1))
    }

    static func presses(of callPoint: String, in kiosk: Kiosk) -> [LogBook.Entry] {
        (kiosk.log.all("alarm.raised") + kiosk.log.all("alarm.repeated")).filter { $0.callPoint == callPoint }
    }

    @Test func `an alarm says whether its node proved who it is`() throws {
        try ProofTests.keyed { kiosk in
            try kiosk.line.insist(ProofTests.sentence(1))
            try ProofTests.settle(kiosk, counter: 1)
            let raised = kiosk.log.all("alarm.raised")
            #expect(raised.map(\.callPoint) == ["CP-0001", "CP-0006"])
            #expect(raised.map { $0.json["auth"]?.string } == ["mac", "none"])
        }
    }

    @Test(arguments: RepeatTests.Restart.allCases)
    func `forged and replayed sentences raise nothing and are not answered`(how: RepeatTests.Restart) throws {
        try ProofTests.keyed { kiosk in
            try kiosk.line.insist(ProofTests.sentence(10))
            try kiosk.line.insist(ProofTests.sentence(11))
            try RepeatTests.restart(kiosk, how)
            let answers = kiosk.line.answers.count
            // No mac, the mac of another key, and the mac of another sentence.
            let strange = Sentence(address: "0001", counter: 20, state: .pressed, boot: 1)
            kiosk.line.say(strange)
            kiosk.line.say(strange.sealed(with: Array(UInt8(2)...33)))
            var moved = ProofTests.sentence(12)
            moved.seal?.covered = Array("PALRM,0001,13,P,1".utf8)
            kiosk.line.say(moved)
            try ProofTests.settle(kiosk, counter: 1)
            #expect(kiosk.line.answers.count == answers + 1)
            #expect(ProofTests.presses(of: "CP-0001", in: kiosk).count == 2)
            let forged = try kiosk.log.awaitFirst("device.fault") { $0.json["kind"]?.string == "forged" }
            #expect(forged.callPoint == "CP-0001")
            // Recorded, sealed, and played again: older than what was heard, in counter and in boot.
            kiosk.line.say(ProofTests.sentence(10))
            kiosk.line.say(ProofTests.sentence(9))
            kiosk.line.say(ProofTests.sentence(99, boot: 0))
            try ProofTests.settle(kiosk, counter: 2)
            #expect(ProofTests.presses(of: "CP-0001", in: kiosk).count == 2)
            // And the real node still gets through.
            try kiosk.line.insist(ProofTests.sentence(12))
            #expect(ProofTests.presses(of: "CP-0001", in: kiosk).count == 3)
        }
    }

    @Test func `a replayed sentence is a fault that names the call point`() throws {
        try ProofTests.keyed { kiosk in
            for counter in UInt32(1)...12 { try kiosk.line.insist(ProofTests.sentence(counter)) }
            // So long ago that it is no repeat any more, and still below the highest.
            kiosk.line.say(ProofTests.sentence(1))
            let fault = try kiosk.log.awaitFirst("device.fault") { $0.json["kind"]?.string == "replayed" }
            #expect(fault.callPoint == "CP-0001")
            #expect(ProofTests.presses(of: "CP-0001", in: kiosk).count == 12)
        }
    }
}
