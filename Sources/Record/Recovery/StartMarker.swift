import CLinux
import Glibc
import LinuxIO

/// What became of the starts before this one that did not come to arm: a file in the state directory.
///
/// `3`, and below it a line `crashed <place>` for each of them that ended by a fault of the program's own. A start that
/// was ended from outside (the memory killer, a power cut, a person) says nothing against the record and only counts
/// among the 3; a start that gave up in words does not even do that.
///
/// Best effort: where it cannot be written the disk has other troubles, and those show elsewhere.
struct StartMarker {
    let path: String
    /// Open while this process is watched: the note of a crash goes to it.
    private let watched: Int32?
    /// Starts in a row, before this one, that did not arm, however they ended.
    let unfinished: Int
    /// Where those ended that ended by their own fault, oldest first: the number of the line that was being taken into
    /// the state, or 0 for anywhere else.
    let crashes: [Int64]

    /// Lines that two starts ended at: what failed is the line, and the next start passes over it.
    var poisonous: Set<Int64> {
        Set(crashes.filter { place in place > 0 && crashes.count { $0 == place } >= 2 })
    }

    /// Starts in a row that ended by their own fault, and not at a line that is passed over from now on.
    var failures: Int {
        let poisonous = poisonous
        return crashes.count { !poisonous.contains($0) }
    }

    /// Bytes that are read: far more starts than are ever told apart.
    private static let length = 4_096

    /// Counts this start as unfinished until `clear` is called. `isWatching`: what ends this process meanwhile by its
    /// own fault is noted; a test that starts many recorders in one process watches none.
    init(stateDirectory: String, isWatching: Bool) {
        path = "\(stateDirectory)/starting"
        (unfinished, crashes) = Self.read(path)
        let text = ["\(unfinished + 1)"] + crashes.suffix(64).map { "crashed \($0)" } + [""]
        let bytes = Array(text.joined(separator: "\n").utf8)
        let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        watched = isWatching && number >= 0 ? number : nil
        guard number >= 0 else { return }
        _ = bytes.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
        fsync(number)
        if isWatching { clinux_note_crashes(number) } else { close(number) }
    }

    /// This start is over: armed, or given up in words.
    func clear() {
        if let watched {
            clinux_note_crashes(-1)
            close(watched)
        }
        unlink(path)
    }

    /// This process takes a line into the state now; 0: it does something else.
    static func isAt(_ sequence: Int64) { clinux_crash_place(sequence) }

    private static func read(_ path: String) -> (unfinished: Int, crashes: [Int64]) {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return (0, []) }
        let file = Descriptor(owning: number)
        var buffer = [UInt8](repeating: 0, count: length)
        let count = max(0, Glibc.read(file.number, &buffer, buffer.count))
        let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
        let crashes = lines.dropFirst().compactMap { line in
            line.hasPrefix("crashed ") ? Int64(line.dropFirst("crashed ".count)) : nil
        }
        // There, but unreadable: somebody was interrupted while writing it.
        return (lines.first.flatMap { Int($0) } ?? 1, crashes)
    }
}
