public import CallpointCore
import EventCodec

/// What a node says of its button: `$PALRM,0413,17,P,3*hh`.
///
/// The form is NMEA 0183's, because every serial tool of the field shows it, and a person can type it.
public struct Sentence: Sendable, Hashable {
    /// The node's address on its input, 1…16 letters and digits.
    public var address: String
    /// Counts the node's messages; a repeat carries the same.
    public var counter: UInt32
    /// What the button's device says.
    public var state: Signal.State
    /// Counts the node's starts, where it can.
    public var boot: UInt32?
    /// What proves that a node with our key wrote it, where it brought such a proof.
    public var seal: Seal?

    /// A keyed digest, and the bytes that it stands for.
    public struct Seal: Sendable, Hashable {
        /// The first 8 bytes of HMAC-SHA-256 over `covered`.
        public var mac: [UInt8]
        /// The very bytes between `$` and the comma before the mac; a node may write `007` where we write `7`.
        public var covered: [UInt8]
    }

    /// Bytes of a mac.
    public static let macLength = 8

    /// A sentence from its parts, without a seal.
    public init(address: String, counter: UInt32, state: Signal.State, boot: UInt32? = nil) {
        self.address = address
        self.counter = counter
        self.state = state
        self.boot = boot
    }

    /// Which sentence of which node this is.
    public var stamp: NodeStamp { NodeStamp(address: address, counter: counter, boot: boot) }

    /// This sentence with the proof that a key makes; a sentence without `boot` gets boot 0, for a seal needs one.
    public func sealed(with key: [UInt8]) -> Sentence {
        var sealed = self
        sealed.boot = boot ?? 0
        let covered = sealed.fields
        sealed.seal = Seal(mac: Sentence.mac(over: covered, key: key), covered: covered)
        return sealed
    }

    /// Whether the seal was made with this key; false without a seal.
    public func isSealed(with key: [UInt8]) -> Bool {
        guard let seal else { return false }
        return Digest.isEqual(seal.mac, Sentence.mac(over: seal.covered, key: key))
    }

    /// The first 8 bytes of HMAC-SHA-256.
    public static func mac(over covered: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(Digest.hmacSHA256(covered, key: key).prefix(macLength))
    }

    /// The bytes on the line, from `$` to the line's end.
    public var bytes: [UInt8] {
        guard let seal else { return Sentence.framed(fields) }
        let mac = Digest.hex(seal.mac).utf8.map { (97...102).contains($0) ? $0 - 32 : $0 }
        return Sentence.framed(seal.covered + [UInt8(ascii: ",")] + mac)
    }

    /// The answer that tells a node that its press is in the journal: `$PALRA,0413,17*hh`.
    public static func answer(to stamp: NodeStamp) -> [UInt8] {
        framed(Array("PALRA,\(stamp.address),\(stamp.counter)".utf8))
    }

    /// What stands between `$` and the comma before the mac.
    private var fields: [UInt8] {
        let boot = boot.map { ",\($0)" } ?? ""
        return Array("PALRM,\(address),\(counter),\(state.letter)\(boot)".utf8)
    }

    /// `$`, the text, `*`, its checksum and the line's end.
    static func framed(_ text: [UInt8]) -> [UInt8] {
        let sum = checksum(of: text[...])
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "$")] + text
            + [UInt8(ascii: "*"), digits[Int(sum >> 4)], digits[Int(sum & 15)], 13, 10]
    }

    /// All bytes, each xor the other.
    static func checksum(of text: ArraySlice<UInt8>) -> UInt8 { text.reduce(0, ^) }
}

extension Signal.State {
    /// The letter that stands for it in a sentence.
    public var letter: String {
        switch self {
        case .pressed: "P"
        case .released: "R"
        case .tamperOpen: "T"
        case .tamperClosed: "t"
        case .heartbeat: "H"
        case .lowBattery: "L"
        }
    }

    /// The state that a letter stands for.
    init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "P"): self = .pressed
        case UInt8(ascii: "R"): self = .released
        case UInt8(ascii: "T"): self = .tamperOpen
        case UInt8(ascii: "t"): self = .tamperClosed
        case UInt8(ascii: "H"): self = .heartbeat
        case UInt8(ascii: "L"): self = .lowBattery
        default: return nil
        }
    }
}
