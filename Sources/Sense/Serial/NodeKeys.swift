public import CallpointCore
import CLinux
import EventCodec
import Glibc
public import LinuxIO

/// The keys with which nodes prove who they are.
///
/// They come from a systemd credentials directory (`LoadCredentialEncrypted=`),
/// so that they stand neither in the site file nor in any file of the state directory.
public struct NodeKeys: Sendable, Hashable {
    /// Shortest and longest key, in bytes.
    public static let lengths = 16...64
    /// Most keys that are read; further files are a problem that is named.
    public static let countLimit = 10_000

    private var keys: [InputName: [String: [UInt8]]] = [:]

    /// No keys: every sentence is believed, and its alarm says `auth:none`.
    public init() {}

    /// How many keys there are.
    public var count: Int { keys.values.reduce(0) { $0 + $1.count } }

    /// The key of a node, or nil where it has none.
    public subscript(input: InputName, address: String) -> [UInt8]? {
        get { keys[input]?[address] }
        set { keys[input, default: [:]][address] = newValue }
    }

    /// Reads all files `node-<input>-<address>.key` of a directory; others are left alone.
    ///
    /// What cannot be used is named, and the rest is read all the same: a bad file for one node must not
    /// silence the others. The node of a bad file counts as one without a key: it is heard, unproven, for a press comes
    /// before its proof. So the caller must show the problems.
    public static func load(directory: String) -> (keys: NodeKeys, problems: [Problem]) {
        var keys = NodeKeys()
        guard let listing = opendir(directory) else {
            return (keys, [.unreadable(SystemError("opendir", on: directory))])
        }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if bare(name).hasPrefix("node-"), name.hasSuffix(".key") { names.append(name) }
        }
        var problems: [Problem] = []
        for name in names.sorted() {
            let path = "\(directory)/\(name)"
            guard keys.count < countLimit else {
                problems.append(.tooMany(path: path))
                break
            }
            do throws(Problem) {
                let (input, address) = try subject(of: name, path: path)
                keys[input, address] = try key(from: contents(of: path), path: path)
            } catch {
                problems.append(error)
            }
        }
        return (keys, problems)
    }

    /// A file's name without what systemd puts before it: the id of `LoadCredential=nodes:FOLDER`.
    private static func bare(_ name: String) -> Substring {
        name.hasPrefix("nodes_") ? name.dropFirst("nodes_".count) : name[...]
    }

    /// Input and address in a file's name. An input's name may have hyphens, an address has none.
    static func subject(of name: String, path: String) throws(Problem) -> (InputName, String) {
        let middle = bare(name).dropFirst("node-".count).dropLast(".key".count)
        guard let hyphen = middle.lastIndex(of: "-"), hyphen > middle.startIndex else { throw .name(path: path) }
        let address = middle[middle.index(after: hyphen)...]
        guard SentenceDecoder.isAddress(address.utf8) else { throw .name(path: path) }
        return (InputName(String(middle[..<hyphen])), String(address))
    }

    /// A key from a file's bytes: hex digits (a line's end after them is let go), or else the bytes themselves.
    static func key(from bytes: [UInt8], path: String) throws(Problem) -> [UInt8] {
        let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0
        if let key = Digest.bytes(hex: String(decoding: bytes[..<end], as: UTF8.self)), lengths.contains(key.count) {
            return key
        }
        guard lengths.contains(bytes.count) else { throw .length(path: path, bytes: bytes.count) }
        return bytes
    }

    /// At most 4 KiB of a file; longer than any key.
    private static func contents(of path: String) throws(Problem) -> [UInt8] {
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw .unreadable(SystemError("open", on: path)) }
        let file = Descriptor(owning: number)
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = bytes.withUnsafeMutableBytes { read(file.number, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .unreadable(SystemError("read", on: path)) }
        return Array(bytes[..<count])
    }

    /// Why a file gives no key: what, and what to do.
    public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// The directory or a file cannot be read.
        case unreadable(SystemError)
        /// The name does not say whose key it is.
        case name(path: String)
        /// Neither 16…64 bytes nor as many in hex.
        case length(path: String, bytes: Int)
        /// More files than keys are read.
        case tooMany(path: String)

        /// Whose key it would be; nil where that is not known, or where it concerns more than one.
        public var node: (input: InputName, address: String)? {
            let path: String
            switch self {
            case .unreadable(let error): path = error.subject
            case .length(let file, _): path = file
            case .name, .tooMany: return nil
            }
            let name = String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
            guard name.hasSuffix(".key") else { return nil }
            return try? NodeKeys.subject(of: name, path: path)
        }

        /// For people; never the key.
        public var description: String {
            switch self {
            case .unreadable(let error):
                "\(error). Check LoadCredential= in callpointd.service and the file's owner."
            case .name(let path):
                "\(path): the name says no node. Name it node-<input>-<address>.key, the address as in devices.yaml."
            case .length(let path, let bytes):
                "\(path): \(bytes) bytes are no key. Give 16 to 64 bytes, as they are or in hex."
            case .tooMany(let path):
                "\(path): more than \(NodeKeys.countLimit) keys. Remove those of nodes that are gone."
            }
        }
    }
}
