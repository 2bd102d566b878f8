import CallpointCore
import EventCodec
import Glibc
import LinuxIO

/// `events.jsonl`, open for appending. One thread at a time, by the emitter's lock.
///
/// A record is whole or not there: what a short write leaves of a line is cut
/// off again, and where even that fails it is the next thing to be completed.
final class EventLogFile {
    let path: String
    private var descriptor: Int32 = -1
    private var device: dev_t = 0
    private var inode: ino_t = 0
    private var checkedAt: Instant?
    /// The rest of a line that stands in the file in part.
    private var unfinished: [UInt8] = []
    private var buffer: [UInt8] = []
    private var ends: [Int] = []

    /// How often the file's name is compared with the open file.
    static let checkInterval = Duration.seconds(1)
    /// Bytes written by one call at most, one line aside.
    private static let chunk = 256 * 1_024

    init(path: String) { self.path = path }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Appends lines, those that are not durable with their mark.
    ///
    /// Returns how many are whole in the file, and the error that stopped it where one did.
    func append(
        _ lines: ArraySlice<EncodedLine>, _ durable: DurableLines, at now: Instant
    ) -> (written: Int, error: SystemError?) {
        do throws(SystemError) {
            try prepare(at: now)
            try finishLine()
        } catch { return (0, error) }
        var done = 0
        var rest = lines
        while !rest.isEmpty {
            fill(&rest, durable)
            let (whole, error) = writeBuffer()
            done += whole
            if let error { return (done, error) }
        }
        return (done, nil)
    }

    /// Opens the file anew at the next append.
    func reopen() {
        if descriptor >= 0, unfinished.isEmpty {
            close(descriptor)
            descriptor = -1
        }
    }

    private func prepare(at now: Instant) throws(SystemError) {
        if descriptor >= 0, unfinished.isEmpty, checkedAt.map({ now - $0 >= Self.checkInterval }) ?? true {
            checkedAt = now
            var status = stat()
            // Rotated away or removed: the name stands for another file now, or for none.
            if stat(path, &status) != 0 || status.st_ino != inode || status.st_dev != device { reopen() }
        }
        guard descriptor < 0 else { return }
        let number = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard number >= 0 else { throw SystemError("open", on: path) }
        descriptor = number
        checkedAt = now
        var status = stat()
        guard fstat(number, &status) == 0 else { throw SystemError("fstat", on: path) }
        device = status.st_dev
        inode = status.st_ino
    }

    private func fill(_ rest: inout ArraySlice<EncodedLine>, _ durable: DurableLines) {
        buffer.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        while let line = rest.first, buffer.count < Self.chunk {
            rest.removeFirst()
            if durable.holds(line.sequence) {
                buffer.append(contentsOf: line.bytes)
            } else {
                buffer.append(contentsOf: line.bytes.dropLast())
                buffer.append(contentsOf: LineFrame.mark)
            }
            buffer.append(UInt8(ascii: "\n"))
            ends.append(buffer.count)
        }
    }

    /// Writes the buffer; on an error the part of a line that got there is cut off again.
    private func writeBuffer() -> (whole: Int, error: SystemError?) {
        var done = 0
        while done < buffer.count {
            let result = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if result > 0 {
                done += result
            } else if errno != EINTR {
                let error = SystemError("write", on: path, number: result == 0 ? ENOSPC : errno)
                let whole = ends.prefix { $0 <= done }.count
                let lineStart = whole == 0 ? 0 : ends[whole - 1]
                if done > lineStart, !cut(done - lineStart) {
                    unfinished = Array(buffer[done..<ends[whole]])
                    return (whole + 1, error)
                }
                return (whole, error)
            }
        }
        return (ends.count, nil)
    }

    /// Cuts our own last bytes off, where nobody has written after them.
    private func cut(_ count: Int) -> Bool {
        let position = lseek(descriptor, 0, SEEK_CUR)
        var status = stat()
        guard position >= count, fstat(descriptor, &status) == 0, status.st_size == position else { return false }
        return ftruncate(descriptor, position - off_t(count)) == 0
    }

    private func finishLine() throws(SystemError) {
        while !unfinished.isEmpty {
            let result = unfinished.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if result > 0 {
                unfinished.removeFirst(result)
            } else if errno != EINTR {
                throw SystemError("write", on: path, number: result == 0 ? ENOSPC : errno)
            }
        }
    }
}
