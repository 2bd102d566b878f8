import CallpointCore
import LinuxIO
import SiteFile

/// The clock on the wall: shown, never decided by.
struct WallClock {
    private var zone: SiteTimeZone
    /// What the wall showed minus what the monotonic clock showed, in milliseconds, when last looked at.
    private var lead: Int64

    /// A jump smaller than this is a clock that is being steered, not set.
    static let stepLimitMilliseconds: Int64 = 500
    /// A time outside these years is a controller without a battery clock: 2026-01-01 to 2100-01-01.
    static let believed: Range<Int64> = 1_767_225_600_000..<4_102_444_800_000

    init(zone: SiteTimeZone) {
        self.zone = zone
        lead = WallClock.currentLead
    }

    private static var currentLead: Int64 {
        MonotonicClock.wallMilliseconds - MonotonicClock.kernelMicroseconds / 1_000
    }

    /// What the wall shows now.
    mutating func now() -> WallTime {
        let milliseconds = MonotonicClock.wallMilliseconds
        return WallTime(
            millisecondsSince1970: milliseconds,
            offsetMinutes: zone.offsetMinutes(atMillisecondsSince1970: milliseconds),
            isTrusted: WallClock.believed.contains(milliseconds))
    }

    /// By how much the clock was set since the last look, in milliseconds; nil where it was not.
    mutating func step() -> Int? {
        let current = WallClock.currentLead
        let step = current - lead
        lead = current
        return abs(step) >= WallClock.stepLimitMilliseconds ? Int(step) : nil
    }

    mutating func change(zone: SiteTimeZone) { self.zone = zone }
}
