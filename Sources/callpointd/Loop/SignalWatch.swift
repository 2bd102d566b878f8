import CLinux
import Glibc
import LinuxIO

/// The signals that ask the daemon for something, as a descriptor.
final class SignalWatch {
    let descriptor: Int32

    /// Signals as requests.
    enum Request { case stop(String), reload, reopenLog }

    /// Blocks the signals in this thread and in those that it will start. Call it first.
    init() throws(SystemError) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A reader that goes away is an error of a write, not the end of the daemon.
        signal(SIGPIPE, SIG_IGN)
        descriptor = signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("signalfd", on: "signals") }
    }

    deinit { close(descriptor) }

    /// What was asked since the last call.
    func take() -> [Request] {
        var requests: [Request] = []
        var info = signalfd_siginfo()
        while read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) == MemoryLayout<signalfd_siginfo>.size {
            switch Int32(info.ssi_signo) {
            case SIGHUP: requests.append(.reload)
            case SIGUSR1: requests.append(.reopenLog)
            case SIGINT: requests.append(.stop("SIGINT"))
            default: requests.append(.stop("SIGTERM"))
            }
        }
        return requests
    }
}
