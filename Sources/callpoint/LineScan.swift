import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Survey

/// `callpoint inputs --scan`: looks at every line and port of the machine again and again, and shows what changes.
struct LineScan {
    let say: Wording
    let isJSON: Bool
    /// Lines of the controller's own chips that may be looked at.
    let named: NamedLines
    /// How long it goes on; nil for until somebody wants it to end.
    let length: Duration?

    /// Ten looks a second; more seldom where a look takes long, so that half of the time the lines are left alone.
    private static let pause: Duration = .milliseconds(100)

    /// Shows it on a terminal, or tells it in lines to what reads them. Throws what the system says.
    func run() throws {
        let signals = try SignalDescriptor()
        let isScreen = !isJSON && isatty(STDOUT_FILENO) == 1
        let view = ScanView(say: say, isColoured: Style.isShown)
        let start = MonotonicClock.kernelMicroseconds
        var survey = Survey(named: named)
        var log = ScanLog()
        var isFirst = true
        var now: Duration = .zero
        repeat {
            now = .microseconds(MonotonicClock.kernelMicroseconds - start)
            let changes = log.take(survey.look(), at: now)
            if isScreen {
                let screen = view.screen(log, at: now, height: LineScan.height)
                // A line that is too wide is cut by the terminal, and not carried over.
                Output.raw("\u{1B}[?7l\u{1B}[H\u{1B}[2J" + screen.joined(separator: "\n") + "\u{1B}[?7h\n")
            } else {
                if isFirst { Output.lines(log.items.map { isJSON ? view.json($0).text : view.line($0) }) }
                Output.lines(changes.map { isJSON ? view.json($0).text : view.line($0) })
            }
            if isFirst, log.items.isEmpty { Output.say(say(.scanFoundNothing)) }
            isFirst = false
            let took: Duration = .microseconds(MonotonicClock.kernelMicroseconds - start) - now
            if let length, now + took >= length { return }
            let left = length.map { $0 - now - took } ?? LineScan.pause
            if signals.wait(milliseconds: Int32(max(1, min(max(LineScan.pause, took), left).milliseconds))) { return }
        } while true
    }

    /// Lines of the terminal.
    private static var height: Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0 ? Int(size.ws_row) : 24
    }
}
