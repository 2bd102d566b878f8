import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Sense
import SiteFile
import Testing

@testable import callpointd

@Suite("Keys that cannot be used", .ownThread)
struct KeyFaultTests {
    @Test func `a key that cannot be read is a fault until it can, and its node is heard meanwhile, unproven`() throws {
        try ProofTests.keyed { kiosk in
            let file = "\(kiosk.directory)/credentials/node-field-0001.key"
            kiosk.stop()
            unlink(file)
            // A link to itself: even root cannot read it.
            try #require(symlink(file, file) == 0)
            try kiosk.start()
            let fault = try kiosk.log.awaitFirst("device.fault")
            #expect(fault.json["kind"]?.string == "key")
            #expect(fault.json["severity"]?.string == "error")
            #expect(fault.callPoint == "CP-0001")
            #expect(fault.json["detail"]?.string?.contains("\(file): open failed") == true)
            #expect(try Self.standing(kiosk) == ["CP-0001"])
            // The node goes on sealing; nobody can hold it to that.
            try kiosk.line.insist(ProofTests.sentence(2))
            try ProofTests.settle(kiosk, counter: 1)
            let presses = ProofTests.presses(of: "CP-0001", in: kiosk)
            #expect(presses.map { $0.json["auth"]?.string } == ["none"])
            // Said once, also over a restart and a reload that find it so again.
            try kiosk.start()
            kiosk.daemon?.signal(SIGHUP)
            _ = try awaited("the reload") { kiosk.log.all("config.loaded").count == 4 ? true : nil }
            #expect(kiosk.log.all("device.fault").count == 1)
            #expect(kiosk.log.all("device.restored").isEmpty)
            unlink(file)
            try kiosk.write(Digest.hex(ProofTests.key) + "\n", to: file)
            kiosk.daemon?.signal(SIGHUP)
            let restored = try kiosk.log.awaitFirst("device.restored")
            #expect(restored.json["kind"]?.string == "key")
            #expect(restored.callPoint == "CP-0001")
            #expect(try Self.standing(kiosk) == [])
            // It must prove itself again.
            kiosk.line.say(Sentence(address: "0001", counter: 3, state: .pressed, boot: 1))
            try ProofTests.settle(kiosk, counter: 2)
            #expect(ProofTests.presses(of: "CP-0001", in: kiosk).count == 1)
            try kiosk.line.insist(ProofTests.sentence(4))
            #expect(ProofTests.presses(of: "CP-0001", in: kiosk).count == 2)
        }
    }

    private static func standing(_ kiosk: Kiosk) throws -> [String?] {
        (try kiosk.status()["faults"]?.array ?? []).filter { $0["kind"]?.string == "key" }
            .map { $0["call_point"]?.string }
    }

    private static let site = Result { try SiteFile.parse(Array(SiteText().yaml.utf8), name: "devices.yaml").get() }

    @Test(
        arguments: [
            (.length(path: "/c/node-field-0002.key", bytes: 3), "field", "CP-0002"),
            (.length(path: "/c/nodes_node-field-0002.key", bytes: 3), "field", "CP-0002"),
            (.unreadable(SystemError("open", on: "/c/node-field-0002.key", number: EACCES)), "field", "CP-0002"),
            (.length(path: "/c/node-field-0777.key", bytes: 3), "field", nil),
            (.length(path: "/c/node-gone-0002.key", bytes: 3), nil, nil),
            (.name(path: "/c/node-.key"), "field", nil),
            (.unreadable(SystemError("opendir", on: "/c", number: EACCES)), "field", nil),
            (.tooMany(path: "/c/node-field-0002.key"), "field", nil),
        ] as [(NodeKeys.Problem, String?, String?)])
    func `a problem with a key stands where it leaves a node unproven`(
        problem: NodeKeys.Problem, input: String?, callPoint: String?
    ) throws {
        let faults = LoadedKeys(problems: [problem, problem]).faults(in: try Self.site.get())
        #expect(faults.map(\.input?.text) == (input.map { [$0] } ?? []))
        #expect(faults.map(\.callPoint?.text) == (input == nil ? [] : [callPoint]))
        #expect(faults.allSatisfy { $0.kind == .key && $0.detail.contains(problem.description) })
    }
}
