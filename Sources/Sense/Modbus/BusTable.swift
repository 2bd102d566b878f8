/// What a slave numbers by itself: the same number in two tables is two places.
public enum BusTable: Int, Sendable, Hashable, Comparable {
    /// Discrete inputs where something is read, coils where something is written.
    case bits
    /// Input registers, 16 bits each.
    case inputRegisters
    /// Holding registers, 16 bits each.
    case holdingRegisters

    /// Most of one request, as the protocol bounds it.
    var requestLimit: Int { self == .bits ? BusSpan.limit : BusSpan.registerLimit }

    /// Inputs that nobody asked for are read along where at most so many lie between two that somebody did. Of registers
    /// none is: a module has its inputs in eights and sixteens, and its registers as it likes.
    var holeLimit: Int { self == .bits ? BusLayout.holeLimit : 0 }

    /// In the order in which they are read.
    public static func < (a: BusTable, b: BusTable) -> Bool { a.rawValue < b.rawValue }

    /// One of it, for people.
    var name: String {
        switch self {
        case .bits: "input"
        case .inputRegisters: "input register"
        case .holdingRegisters: "holding register"
        }
    }
}
