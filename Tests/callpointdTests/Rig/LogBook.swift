import CallpointCore
import EventCodec
import Glibc
import Record

/// The event log as a follower reads it: whole lines, once each, while the daemon writes.
final class LogBook {
    /// One line of the log.
    struct Entry: CustomStringConvertible {
        let bytes: [UInt8]
        let json: JSON
        let type: String

        init(bytes: [UInt8], json: JSON) {
            self.bytes = bytes
            self.json = json
            type = json["type"]?.string ?? ""
        }

        var description: String { String(decoding: bytes, as: UTF8.self) }
        var sequence: Int64 { json["seq"]?.integer ?? 0 }
        var generation: String { json["gen"]?.string ?? "" }
        var incident: String { json["incident"]?.string ?? "" }
        var callPoint: String { json["call_point"]?.string ?? "" }
        var isMarked: Bool { json["durable"]?.bool == false }

        /// The line as the journal holds it.
        var canonical: [UInt8] { DurableMark.strip(from: bytes) }
    }

    let path: String
    private(set) var entries: [Entry] = []
    /// Lines that are no JSON: none, in a log that is right.
    private(set) var unreadable: [String] = []
    private var offset = 0

    init(path: String) { self.path = path }

    /// Takes in the whole lines that have been added.
    func read() {
        let bytes = DaemonProcess.bytes(of: path, from: offset)
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            take(Array(bytes[start..<end]))
            start = end + 1
        }
        offset += start
    }

    private func take(_ line: [UInt8]) {
        guard let json = try? JSON.parse(line) else { return unreadable.append(String(decoding: line, as: UTF8.self)) }
        entries.append(Entry(bytes: line, json: json))
    }

    /// All lines of one type, as far as they have been written by now.
    func all(_ type: String) -> [Entry] {
        read()
        return entries.filter { $0.type == type }
    }

    /// The first line of a type that fits, once it is there.
    func awaitFirst(
        _ type: String, within limit: Duration = patience, where fits: (Entry) -> Bool = { _ in true }
    ) throws -> Entry {
        try awaited("\(type) in \(path)", within: limit) { all(type).first(where: fits) }
    }
}
