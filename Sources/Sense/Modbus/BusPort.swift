import CLinux
import CModbus
import CallpointCore
import Glibc
import LinuxIO

/// A serial port that is open for Modbus RTU; it closes with its owner.
///
/// Its calls wait for answers: it belongs to the bus's own thread.
struct BusPort: ~Copyable {
    /// How long the line must be quiet after something that was no answer, in milliseconds: a USB adapter hands over
    /// what has come every 16.
    private static let quietMilliseconds: Int32 = 20
    /// How long is waited for that at most.
    private static let settleMilliseconds: Int32 = 60

    /// Whether the driver switches the direction of an RS-485 line; nil where nobody asked for it.
    let switchesDirection: Bool?
    /// Bytes so far that nobody had asked for.
    private(set) var strayBytes: UInt64 = 0

    private let bus: OpaquePointer
    private let identity: DeviceIdentity
    private var bits = [UInt8](repeating: 0, count: BusSpan.limit)
    private var words = [UInt16](repeating: 0, count: BusSpan.registerLimit)

    /// Why a port could not be opened, for people.
    struct OpenFailure: Error {
        var text: String
        /// Whether somebody else has it now.
        var isHeld = false
    }

    /// Opens the port for ourselves alone.
    init(_ line: BusLine) throws(OpenFailure) {
        var status = stat()
        guard stat(line.path, &status) == 0 else { throw BusPort.failure(line, "cannot be opened") }
        guard status.st_mode & S_IFMT == S_IFCHR else { throw OpenFailure(text: "\(line.path) is no serial port") }
        guard let bus = cmodbus_open(line.path, Int32(line.baud), line.parity.letter) else {
            throw errno == ENOTTY
                ? OpenFailure(text: "\(line.path) is no serial port") : BusPort.failure(line, "cannot be opened")
        }
        do throws(OpenFailure) {
            identity = try BusPort.claim(cmodbus_descriptor(bus), line)
        } catch {
            cmodbus_close(bus)
            throw error
        }
        self.bus = bus
        switchesDirection = line.isRS485 ? cmodbus_rs485(bus) == 0 : nil
    }

    deinit { cmodbus_close(bus) }

    /// Keeps everybody else out, as a line of sentences does: two masters on one bus spoil each other's answers.
    private static func claim(_ number: Int32, _ line: BusLine) throws(OpenFailure) -> DeviceIdentity {
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            throw OpenFailure(text: "\(line.path) is read by another callpointd", isHeld: true)
        }
        guard clinux_tty_exclusive(number) == 0 else { throw failure(line, "cannot be had alone") }
        guard let identity = DeviceIdentity(of: number) else { throw failure(line, "cannot be looked at") }
        return identity
    }

    private static func failure(_ line: BusLine, _ what: String) -> OpenFailure {
        OpenFailure(text: "\(line.path) \(what): \(SystemError.text(errno))", isHeld: errno == EBUSY)
    }

    /// How a request ended; or why the port is gone.
    enum Ending {
        case over(PollPlan.Outcome)
        case lost(String)
    }

    /// Asks, and waits until the answer is whole or the time is up; after something that was no answer,
    /// `settleMilliseconds` longer at most.
    mutating func ask(_ request: BusRequest, within limit: Duration) -> Ending {
        // What stands there now was sent by somebody whom nobody asked, or who was too late.
        let stray = cmodbus_settle(bus, 0, 5)
        guard stray >= 0 else { return .lost(BusPort.lastError) }
        strayBytes += UInt64(stray)
        let slave = Int32(request.slave)
        let outcome =
            switch request.action {
            case .read(let span) where span.table != .bits:
                cmodbus_read_registers(
                    bus, slave, span.table == .holdingRegisters ? 1 : 0, Int32(span.first), Int32(span.count), &words,
                    limit.microseconds)
            case .read(let span):
                cmodbus_read_inputs(bus, slave, Int32(span.first), Int32(span.count), &bits, limit.microseconds)
            case .write(let coil, let isOn):
                cmodbus_write_coil(bus, slave, Int32(coil), isOn ? 1 : 0, limit.microseconds)
            }
        switch outcome {
        case cmodbus_answered: return .over(.answered)
        case cmodbus_refused: return .over(.refused(code: Int(cmodbus_exception())))
        case cmodbus_silent: return .over(.silent)
        case cmodbus_garbled:
            // Its rest must not stand before the next answer.
            let rest = cmodbus_settle(bus, BusPort.quietMilliseconds, BusPort.settleMilliseconds)
            guard rest >= 0 else { return .lost(BusPort.lastError) }
            strayBytes += UInt64(rest)
            return .over(.garbled)
        default: return .lost(BusPort.lastError)
        }
    }

    private static var lastError: String { errno == ECONNRESET ? "hung up" : SystemError.text(errno) }

    /// The inputs that the last answer had, in the span's order.
    func inputs(of span: BusSpan) -> LazyMapSequence<ArraySlice<UInt8>, Bool> {
        bits[..<span.count].lazy.map { $0 != 0 }
    }

    /// The registers that the last answer had, in the span's order.
    func registers(of span: BusSpan) -> ArraySlice<UInt16> { words[..<span.count] }

    /// Why the path no longer leads to the port that is open, or nil while it does.
    func reasonPathLeadsElsewhere(_ path: String) -> String? { identity.reasonGone(from: path) }
}
