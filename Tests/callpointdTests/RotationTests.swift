import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Record
import Sense
import Testing

@Suite("A rotation of the event log", .ownThread)
struct RotationTests {
    @Test(arguments: [true, false])
    func `no line is lost when the file is renamed under load`(isSignalled: Bool) throws {
        let rotated = ["events.jsonl.2", "events.jsonl.1"]
        try atKiosk(rotated: rotated) { kiosk in
            try kiosk.start()
            let log = kiosk.log.path
            for (round, name) in rotated.enumerated() {
                let counters = UInt32(round * 100 + 1)...UInt32(round * 100 + 30)
                for counter in counters {
                    if counter == counters.lowerBound + 15 {
                        try #require(rename(log, "\(kiosk.logDirectory)/\(name)") == 0)
                        if isSignalled { kiosk.daemon?.signal(SIGUSR1) }
                    }
                    try kiosk.line.insist(
                        Sentence(
                            address: SiteText.address(Int(counter) % 6 + 1), counter: counter, state: .pressed,
                            boot: 1))
                }
                // With a signal the next line is in the new file; without, one within a second.
                var counter = counters.upperBound
                _ = try awaited("a new event log") {
                    if access(log, F_OK) == 0 { return true }
                    counter += 1
                    kiosk.press(1, counter: counter)
                    usleep(20_000)
                    return nil
                }
            }
        }
    }

    @Test func `a log that was removed begins anew, and the journal still has what it held`() throws {
        let kiosk = try Kiosk()
        try kiosk.start()
        try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
        unlink(kiosk.log.path)
        kiosk.daemon?.signal(SIGUSR1)
        // A press that is heard in the same turn as the signal may still go to the old file.
        let book = LogBook(path: kiosk.log.path)
        var counter: UInt32 = 1
        _ = try awaited("a line in the new file") {
            counter += 1
            try kiosk.line.insist(Sentence(address: "0002", counter: counter, state: .pressed, boot: 1))
            return book.all("alarm.repeated").isEmpty && book.all("alarm.raised").isEmpty ? nil : true
        }
        kiosk.stop()
        let evidence = try Evidence(kiosk)
        #expect(evidence.journal.count > evidence.log.count)
        #expect(evidence.journal.suffix(evidence.log.count).map(\.bytes) == evidence.log.map(\.canonical))
    }
}
