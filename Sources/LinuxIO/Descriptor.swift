import CLinux
public import Glibc

/// An open file descriptor that closes with its owner.
public struct Descriptor: ~Copyable {
    /// The number that the kernel knows; never negative.
    public let number: Int32

    /// Takes over a descriptor that is open.
    public init(owning number: Int32) {
        precondition(number >= 0, "a descriptor that is open")
        self.number = number
    }

    /// Gives the number away; the caller closes it.
    public consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    deinit { close(number) }
}

/// A call to the system that failed: which, on what, and why.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The call: `open`.
    public var call: String
    /// What it was called on: a path, a socket.
    public var subject: String
    /// The system's error number.
    public var number: Int32

    /// The error that the last failed call left in `errno`.
    public init(_ call: String, on subject: String, number: Int32 = errno) {
        self.call = call
        self.subject = subject
        self.number = number
    }

    /// `/run/x: open failed: Permission denied`.
    public var description: String { "\(subject): \(call) failed: \(SystemError.text(number))" }

    /// What the C library says of an error number.
    public static func text(_ number: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let start = buffer.baseAddress else { return "error \(number)" }
            clinux_error_text(number, start, 128)
            return String(cString: start)
        }
    }
}

/// Writes all bytes, going on after a short write and after a signal.
///
/// Throws what the system says; how much was written until then is not known to the caller.
public func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, subject: String) throws(SystemError) {
    var done = 0
    while done < bytes.count {
        guard let start = bytes.baseAddress else { return }
        let written = write(descriptor, start + done, bytes.count - done)
        if written < 0 {
            if errno == EINTR { continue }
            throw SystemError("write", on: subject)
        }
        done += written
    }
}
