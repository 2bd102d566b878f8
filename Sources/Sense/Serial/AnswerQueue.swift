import CallpointCore
import Glibc

/// Answers on their way to nodes.
///
/// At most 4 KiB wait; at the bound the oldest goes and is counted, for its node repeats and is answered then.
struct AnswerQueue {
    /// Most bytes that wait.
    static let limit = 4_096

    private var waiting: [[UInt8]] = []
    /// Bytes of the first answer that are on the line already.
    private var begun = 0
    private(set) var byteCount = 0
    private(set) var sent: UInt64 = 0
    private(set) var dropped: UInt64 = 0

    var isEmpty: Bool { waiting.isEmpty }

    /// Queues an answer; one that waits already is not queued twice.
    mutating func append(_ answer: [UInt8]) {
        guard !waiting.contains(answer) else { return }
        waiting.append(answer)
        byteCount += answer.count
        while byteCount > AnswerQueue.limit {
            // An answer that is half on the line is finished first: its rest would spoil the next.
            let gone = waiting.remove(at: begun > 0 ? 1 : 0)
            byteCount -= gone.count
            dropped += 1
        }
    }

    /// Forgets all: the port was lost.
    mutating func clear() {
        dropped += UInt64(waiting.count)
        waiting.removeAll()
        begun = 0
        byteCount = 0
    }

    /// Writes what the port takes; the error number where it failed, nil where it did not.
    mutating func write(to descriptor: Int32) -> Int32? {
        while let answer = waiting.first {
            let written = answer.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + begun }, buffer.count - begun)
            }
            if written < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN ? nil : errno
            }
            begun += written
            if begun == answer.count {
                waiting.removeFirst()
                byteCount -= answer.count
                begun = 0
                sent += 1
            } else if written == 0 {
                return nil
            }
        }
        return nil
    }
}
