import CLinux
import Glibc
import LinuxIO

/// SIGINT and SIGTERM as a descriptor: readable once somebody wants the program to end.
///
/// No handler runs in between, so that a line is never cut.
struct SignalDescriptor: ~Copyable {
    private let descriptor: Descriptor

    /// Blocks both signals for this thread and takes them as reads instead.
    init() throws(SystemError) {
        var mask = sigset_t()
        sigemptyset(&mask)
        sigaddset(&mask, SIGINT)
        sigaddset(&mask, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &mask, nil)
        let number = signalfd(-1, &mask, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
        guard number >= 0 else { throw SystemError("signalfd", on: "SIGINT") }
        descriptor = Descriptor(owning: number)
    }

    /// The number to poll for.
    var number: Int32 { descriptor.number }

    /// Waits for so long; whether the program is to end.
    func wait(milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }
}
