import CallpointCore
import Glibc
import LinuxIO

/// Where the time line goes on after a restart.
struct Continuation {
    /// The instant of this start.
    var instant: Instant
    /// How long no daemon ran; nil where nobody can tell.
    var gap: Duration?

    /// Goes on from the last epoch and the last event of the journal.
    ///
    /// Within one boot of the machine the monotonic clock went on, and the gap is known to the
    /// microsecond. Over a reboot the wall clock tells, if both times are believed. Otherwise
    /// nobody can tell: the line goes on without a gap, and what was open is due at once.
    init(
        epoch: (event: ClockEpoch, at: Instant)?, last: (at: Instant, wall: WallTime)?, bootID: String,
        kernelMicroseconds: Int64, wallMilliseconds: Int64
    ) {
        guard let epoch, let last else {
            instant = Instant(microseconds: 1_000_000)
            gap = .zero
            return
        }
        if epoch.event.bootID == bootID, kernelMicroseconds >= epoch.event.monotonicMicroseconds {
            let elapsed = kernelMicroseconds - epoch.event.monotonicMicroseconds
            let now = Instant(microseconds: epoch.at.microseconds + elapsed)
            if now >= last.at {
                instant = now
                gap = now - last.at
                return
            }
        }
        let away = wallMilliseconds - last.wall.millisecondsSince1970
        if last.wall.isTrusted, WallClock.believed.contains(wallMilliseconds), away >= 0 {
            instant = last.at + .milliseconds(away)
            gap = .milliseconds(away)
        } else {
            instant = last.at + .milliseconds(1)
            gap = nil
        }
    }

    /// Names the machine's boot.
    static var bootID: String {
        let file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "unknown" }
        let owned = Descriptor(owning: file)
        var bytes = [UInt8](repeating: 0, count: 36)
        let count = read(owned.number, &bytes, bytes.count)
        return count == 36 ? String(decoding: bytes, as: UTF8.self) : "unknown"
    }
}
