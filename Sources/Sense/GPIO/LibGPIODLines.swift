import CGPIOD
import CallpointCore
import Glibc
import LinuxIO

/// The lines of one chip through libgpiod; gives everything back when it goes.
///
/// Each line is a request with a descriptor of its own, on both generations of the library; an inner epoll shows
/// them as one.
final class LibGPIODLines: GPIOLines {
    let place: String
    let count: Int
    let label: String
    var descriptor: Int32 { epoll.descriptor }

    private let path: String
    private let identity: DeviceIdentity
    private let chip: OpaquePointer
    private let epoll: Epoll
    private var lines: [Int: OpaquePointer] = [:]
    private var raw = [cgpiod_edge](repeating: cgpiod_edge(), count: GPIOEdge.queueDepth)

    init(path: String) throws(GPIORefusal) {
        guard let chip = cgpiod_chip_open(path) else { throw .unopenable(path, number: errno) }
        do throws(GPIORefusal) {
            var label = [CChar](repeating: 0, count: Int(cgpiod_name_size))
            let count = cgpiod_chip_lines(chip, &label)
            guard count >= 0, let identity = DeviceIdentity(at: path) else {
                throw GPIORefusal.unopenable(path, number: errno)
            }
            self.count = Int(count)
            self.identity = identity
            self.label = LibGPIODLines.text(label)
            do { epoll = try Epoll() } catch { throw GPIORefusal.outOfDescriptors(error) }
        } catch {
            cgpiod_chip_close(chip)
            throw error
        }
        self.chip = chip
        self.path = path
        place = "\(path) [\(label)]"
    }

    deinit {
        for line in lines.values { cgpiod_line_release(line) }
        cgpiod_chip_close(chip)
    }

    // MARK: - Having lines

    func request(_ wish: GPIOWish, token: Int) throws(GPIORefusal) {
        let offset = try self.offset(of: wish.place)
        var want = cgpiod_wish(
            offset: UInt32(offset), is_output: wish.isOutput, is_active_low: wish.isActiveLow,
            bias: wish.bias.rawValue, debounce_microseconds: UInt32(clamping: wish.debounce.microseconds))
        guard let line = cgpiod_line_request(chip, &want) else { throw refusal(of: offset, number: errno) }
        if !wish.isOutput {
            do {
                try epoll.add(cgpiod_line_descriptor(line), token: UInt64(token))
            } catch {
                cgpiod_line_release(line)
                throw .outOfDescriptors(error)
            }
        }
        lines[token] = line
    }

    func release(token: Int) {
        // Closing its descriptor takes it out of the epoll.
        if let line = lines.removeValue(forKey: token) { cgpiod_line_release(line) }
    }

    private func offset(of place: GPIOWire.Place) throws(GPIORefusal) -> Int {
        switch place {
        case .offset(let number):
            guard number < count else { throw .noLine(number, of: path, count: count) }
            return number
        case .name(let name):
            let found = (0..<count).filter { info(of: $0)?.name == name }
            guard let offset = found.first, found.count == 1 else { throw .noName(name, of: path, found: found) }
            return offset
        }
    }

    private func refusal(of offset: Int, number: Int32) -> GPIORefusal {
        guard number == EBUSY else { return .unavailable(offset, of: path, number: number) }
        return .held(offset, of: path, by: info(of: offset)?.consumer ?? "")
    }

    private func info(of offset: Int) -> (name: String, consumer: String)? {
        var info = cgpiod_line_info()
        guard cgpiod_line_info(chip, UInt32(offset), &info) == 0 else { return nil }
        return (
            withUnsafeBytes(of: &info.name, LibGPIODLines.text), withUnsafeBytes(of: &info.consumer, LibGPIODLines.text)
        )
    }

    private static func text(_ characters: [CChar]) -> String { characters.withUnsafeBytes(text) }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    // MARK: - Reading and driving

    func ready() -> [Int] { epoll.wait(milliseconds: 0).map { Int($0.token) } }

    func edges(token: Int, into buffer: inout [GPIOEdge]) throws(SystemError) -> Int {
        guard let line = lines[token] else { return 0 }
        let count = cgpiod_line_edges(line, &raw, Int32(min(raw.count, buffer.count)))
        guard count >= 0 else { throw SystemError("read", on: path) }
        for index in 0..<Int(count) {
            buffer[index] = GPIOEdge(
                nanoseconds: raw[index].nanoseconds, sequence: raw[index].sequence, isActive: raw[index].is_active)
        }
        return Int(count)
    }

    func hasEdges(token: Int) -> Bool { lines[token].map { cgpiod_line_has_edges($0) } ?? false }

    func level(token: Int) throws(SystemError) -> Bool {
        guard let line = lines[token] else { throw SystemError("read", on: path, number: EBADF) }
        let level = cgpiod_line_value(line)
        guard level >= 0 else { throw SystemError("read", on: path) }
        return level == 1
    }

    func set(token: Int, isOn: Bool) throws(SystemError) {
        guard let line = lines[token] else { return }
        guard cgpiod_line_set(line, isOn) == 0 else { throw SystemError("write", on: path) }
    }

    func reasonGone() -> String? {
        // The name may stay for a moment, or for ever where no udev runs; the chip itself says that it is gone.
        if info(of: 0) == nil { return SystemError.text(errno) }
        return identity.reasonGone(from: path)
    }
}
