import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

/// These need to mount file systems of their own: root, and a kernel that allows it.
@Suite("A full disk", .ownThread, .enabled(if: SmallDisk.isPossible, "mounting a tmpfs needs root"))
struct FullDiskTests {
    private func press(_ kiosk: Kiosk, _ number: Int, counter: UInt32) {
        kiosk.line.say(Sentence(address: SiteText.address(number), counter: counter, state: .pressed, boot: 1))
    }

    @Test func `a journal that can grow no more delays no order, and goes on when there is space`() throws {
        // Long enough that only the disk makes a batch miss it.
        var site = SiteText()
        site.more = ["record: {durability_wait: 1s}"]
        try atKiosk(site) { kiosk in
            // Room for a segment and its log, and little more.
            let disk = try SmallDisk(at: kiosk.state, mebibytes: 6)
            defer { disk.unmount(after: kiosk) }
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
            disk.fill()
            // The journal writes over its log for a while; then it needs room.
            var counter: UInt32 = 0
            let filled = MonotonicClock().now
            while kiosk.log.all("journal.degraded").isEmpty, MonotonicClock().now - filled < patience {
                counter += 1
                press(kiosk, Int(counter) % 5 + 2, counter: counter)
                _ = eventually(within: .milliseconds(20)) {
                    kiosk.line.count(of: SiteText.address(Int(counter) % 5 + 2), counter) > 0
                }
            }
            try #require(!kiosk.log.all("journal.degraded").isEmpty, "the disk never got full")
            press(kiosk, 1, counter: 1)
            let order = try kiosk.log.awaitFirst("alarm.located") {
                $0.callPoint == "CP-0001"
            }
            #expect(order.isMarked)
            #expect(kiosk.line.count(of: "0001", 1) == 0)
            try expectRecovery(kiosk) { disk.free() }
            try kiosk.line.awaitAnswer("0001", 1)
            kiosk.stop()
        }
    }

    @Test func `a state directory without room from the start on still arms and dispatches`() throws {
        try atKiosk { kiosk in
            let disk = try SmallDisk(at: kiosk.state, mebibytes: 1)
            defer { disk.unmount(after: kiosk) }
            disk.fill()
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            press(kiosk, 1, counter: 1)
            let order = try kiosk.log.awaitFirst("order.issued")
            #expect(order.isMarked)
            _ = try kiosk.log.awaitFirst("journal.degraded")
            #expect(kiosk.line.count(of: "0001", 1) == 0)
            try expectRecovery(kiosk) {
                disk.free()
                disk.grow(mebibytes: 32)
            }
            try kiosk.line.awaitAnswer("0001", 1)
            kiosk.stop()
        }
    }

    @Test func `an event log without room keeps no press out of the journal, and gets every line later`() throws {
        try atKiosk { kiosk in
            let disk = try SmallDisk(at: kiosk.logDirectory, mebibytes: 1)
            defer { disk.unmount(after: kiosk) }
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            disk.fill()
            for number in 1...6 {
                press(kiosk, number, counter: 1)
                try kiosk.line.awaitAnswer(SiteText.address(number), 1)
            }
            _ = try awaited("the fault") {
                try kiosk.status()["journal"]?["state"]?.string == "degraded" ? true : nil
            }
            try expectRecovery(kiosk) { disk.free() }
            #expect(kiosk.log.all("alarm.raised").count == 6)
            kiosk.stop()
            try Evidence(kiosk).check()
        }
    }

    private func expectRecovery(_ kiosk: Kiosk, _ free: () -> Void) throws {
        free()
        _ = try kiosk.log.awaitFirst("journal.restored")
        _ = try awaited("the status to be well") {
            try kiosk.status()["journal"]?["state"]?.string == "ok" ? true : nil
        }
    }
}

/// A file system of few bytes, mounted over a directory.
final class SmallDisk {
    private let path: String
    private let filler: String

    /// Whether this process may mount.
    static let isPossible: Bool = {
        guard geteuid() == 0, let kiosk = try? Kiosk(), let disk = try? SmallDisk(at: kiosk.state, mebibytes: 1) else {
            return false
        }
        disk.unmount(after: kiosk)
        return true
    }()

    init(at path: String, mebibytes: Int) throws {
        self.path = path
        filler = "\(path)/filler"
        let ending = SmallDisk.run(["/bin/mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m", "tmpfs", path])
        guard ending == .exited(0) else { throw Waited(description: "\(path) cannot be mounted") }
    }

    private static func run(_ words: [String]) -> DaemonProcess.Ending? {
        (try? DaemonProcess(words, environment: [:], outputFile: "/dev/null"))?.end(within: patience)
    }

    /// Writes a file until nothing fits any more.
    func fill() {
        let number = open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard number >= 0 else { return }
        let file = Descriptor(owning: number)
        for size in [65_536, 4_096, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(file.number, bytes, size) > 0 {}
        }
    }

    /// Takes that file away.
    func free() { unlink(filler) }

    func grow(mebibytes: Int) {
        #expect(SmallDisk.run(["/bin/mount", "-o", "remount,size=\(mebibytes)m", path]) == .exited(0))
    }

    /// Ends the daemon and lets the directory be what it was, with the files that stand on the small disk.
    func unmount(after kiosk: Kiosk) {
        kiosk.stop()
        let kept = path + ".kept"
        #expect(SmallDisk.run(["/bin/cp", "-a", path, kept]) == .exited(0))
        #expect(SmallDisk.run(["/bin/umount", path]) == .exited(0))
        rmdir(path)
        rename(kept, path)
    }
}
