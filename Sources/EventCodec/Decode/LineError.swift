/// Why a line is not an event of the log: what is wrong, and where.
public enum LineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// More bytes than a line may have.
    case tooLong(bytes: Int)
    /// Not one JSON object; the offset counts bytes from 0.
    case malformed(offset: Int, what: String)
    /// Of a version that this program does not read.
    case unknownVersion(Int64)
    /// Of a type that this program does not know; a reader may skip the line.
    case unknownType(String)
    /// Without a field that it must have.
    case missingField(String)
    /// With a field that says something it cannot.
    case badField(String, what: String)

    /// What is wrong and where, for people.
    public var description: String {
        switch self {
        case .tooLong(let bytes): "a line of \(bytes) bytes; at most \(EncodedLine.emittedByteLimit) are read"
        case .malformed(let offset, let what): "byte \(offset): \(what)"
        case .unknownVersion(let version): "version \(version) of the event log; this program reads version 1"
        case .unknownType(let type): "an event of the unknown type \(type)"
        case .missingField(let name): "no field \(name)"
        case .badField(let name, let what): "field \(name): \(what)"
        }
    }
}
