import ArgumentParser
import Control
import Glibc
import LinuxIO

/// `tail` over a log file itself, with no daemon: reads a rotated file to its end before the new one.
struct FileTail {
    let path: String
    let filter: EventFilter
    let printer: Printer
    private var say: Wording { printer.say }
    /// How often the end of the file is looked at, in milliseconds.
    static let pollMilliseconds: Int32 = 200

    /// Shows the last `count` events, or all since the filter's time; then what is added, with `follow`.
    func run(count: Int, follow: Bool) throws {
        let signals = follow ? try SignalDescriptor() : nil
        var file = try open()
        var isBroken = try showEnd(&file, count: filter.sinceMilliseconds == nil ? count : .max)
        if let signals {
            while !signals.wait(milliseconds: FileTail.pollMilliseconds) {
                isBroken = try readOn(&file) || isBroken
            }
            _ = try readOn(&file)
            Output.say(printer.proof.summary(say))
        }
        if isBroken || printer.proof.missing > 0 { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func open() throws -> LogFile {
        do throws(SystemError) {
            return try LogFile(path: path)
        } catch {
            throw Failure(say(.cannotRead, path, SystemError.text(error.number)))
        }
    }

    /// Reads the whole file and shows its last matches; whether a line was no event.
    ///
    /// The proof covers what lies between the first line shown and the end.
    private func showEnd(_ file: inout LogFile, count: Int) throws -> Bool {
        var shown: [(EventLine, [UInt8])] = []
        var isBroken = false
        var gaps: [SequenceProof.Gap] = []
        var proof = SequenceProof()
        while let line = try next(&file) {
            guard let event = EventLine(line) else {
                isBroken = notAnEvent(after: proof.last)
                continue
            }
            if let gap = proof.note(event.position.sequence) { gaps.append(gap) }
            guard count > 0, filter.wants(event) else { continue }
            shown.append((event, line))
            // Twice the room, so that lines move once for each that is read and not for every one.
            if count < .max / 2, shown.count > 2 * count + 64 { shown.removeFirst(shown.count - count) }
        }
        if shown.count > count { shown.removeFirst(shown.count - count) }
        var rest = gaps[...]
        printer.proof = SequenceProof(after: proof.last ?? 0)
        if let first = shown.first?.0.position.sequence {
            printer.proof = SequenceProof(first: first, last: proof.last ?? first)
            rest = gaps.drop { $0.next <= first }
        }
        for (event, line) in shown {
            while let gap = rest.first, gap.next <= event.position.sequence {
                report(rest.removeFirst())
            }
            printer.show(event, line)
        }
        rest.forEach(report)
        return isBroken
    }

    private func report(_ gap: SequenceProof.Gap) {
        printer.proof.add(gap)
        Output.say("! " + say(gap: gap))
    }

    /// Shows what was added, in this file and in the one that took its place; whether a line was no event.
    private func readOn(_ file: inout LogFile) throws -> Bool {
        var isBroken = try showAdded(&file)
        if file.isShorter {
            Output.say("! " + say(.fileTruncated, path))
            file.rewind()
            isBroken = true
        }
        guard file.isReplaced, let next = try? LogFile(path: path) else { return isBroken }
        // The writer may have added to the old file until it opened the new one.
        isBroken = try showAdded(&file) || isBroken
        Output.say("· " + say(.fileRotated, path))
        file = next
        return try showAdded(&file) || isBroken
    }

    private func showAdded(_ file: inout LogFile) throws -> Bool {
        var isBroken = false
        while let line = try next(&file) {
            guard let event = EventLine(line) else {
                isBroken = notAnEvent(after: printer.proof.last)
                continue
            }
            printer.count(event.position.sequence)
            if filter.wants(event) { printer.show(event, line) }
        }
        return isBroken
    }

    private func next(_ file: inout LogFile) throws -> [UInt8]? {
        do throws(SystemError) {
            return try file.nextLine()
        } catch {
            throw Failure(say(.cannotRead, path, SystemError.text(error.number)))
        }
    }

    private func notAnEvent(after sequence: Int64?) -> Bool {
        Output.say("! " + say(.notAnEvent, path, String(sequence ?? 0)))
        return true
    }
}
