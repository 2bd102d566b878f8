import Glibc
import LinuxIO

/// Why a segment cannot be opened or believed.
enum SegmentError: Error, Sendable, CustomStringConvertible {
    case sqlite(SQLiteError)
    case system(SystemError)
    case unknownSchema(String, Int64)
    case unfinished(String)
    /// A line in it was changed, is missing or stands in the wrong place.
    case changed(String, String)

    var description: String {
        switch self {
        case .sqlite(let error): "\(error)"
        case .system(let error): "\(error)"
        case .unknownSchema(let path, let version): "\(path): schema \(version) is newer than this program"
        case .unfinished(let path): "\(path): the segment was never finished"
        case .changed(let path, let what): "\(path): \(what)"
        }
    }

    var kind: SQLiteError.Kind {
        switch self {
        case .sqlite(let error): error.kind
        case .system(let error): error.number == ENOSPC || error.number == EDQUOT ? .full : .failed
        default: .failed
        }
    }
}
