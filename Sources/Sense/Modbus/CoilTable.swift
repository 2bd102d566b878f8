import CallpointCore

/// How the coils of a bus are to be, and how they are.
///
/// One row for each lamp and sounder of the site file: a word that could not be written yet is replaced by the next
/// one, so that no lamp makes a queue however fast it blinks.
struct CoilTable: Sendable {
    /// A coil that its slave refuses is tried again so often.
    static let refusedInterval: Duration = .seconds(60)

    private var rows: [Row] = []
    /// The row that is looked at first, so that all get their turn.
    private var turn = 0

    private struct Row: Sendable {
        var address: BusAddress
        var wanted: Bool?
        var written: Bool?
        var refusedAt: Instant?
        /// Whether the site file has it no more: it is written dark once, and forgotten.
        var isParting = false
        /// Whether it resets a latch: off, but for the moment in which it does.
        var isReset = false
        /// Whether it is to go on, and off again.
        var isPulsing = false

        /// The level that it is to have next.
        var target: Bool? { isPulsing ? true : wanted }
        /// Whether a pulse is half done.
        var isUnfinished: Bool { isReset && !isPulsing && written == true }

        func isPending(at now: Instant) -> Bool {
            guard let target, target != written else { return false }
            return refusedAt.map { now - $0 >= CoilTable.refusedInterval } ?? true
        }
    }

    /// Takes over other coils; what is known of those that stay is kept. `dark` is the level at which those that go are
    /// left, as far as their slaves can be asked: a lamp that nobody minds any more must not promise help for ever.
    mutating func adopt(_ addresses: [BusAddress], resets: Set<BusAddress> = [], dark: [BusAddress: Bool] = [:]) {
        let parting = rows.compactMap { row -> Row? in
            guard !addresses.contains(row.address),
                let level = dark[row.address] ?? (row.isParting || row.isReset ? row.wanted : nil),
                row.written != level
            else { return nil }
            return Row(address: row.address, wanted: level, isParting: true)
        }
        rows =
            addresses.map { address in
                var row = rows.first { $0.address == address } ?? Row(address: address)
                row.isParting = false
                row.isReset = resets.contains(address)
                // Whatever it was left at: a module may hold its latch for as long as the coil is on.
                if row.isReset { row.wanted = false }
                return row
            } + parting
        turn = 0
    }

    /// Whether a slave has a coil that is to be written once more, and then forgotten.
    func hasParting(of slave: Int) -> Bool { rows.contains { $0.isParting && $0.address.slave == slave } }

    mutating func want(_ address: BusAddress, isOn: Bool) {
        guard let index = rows.firstIndex(where: { $0.address == address }) else { return }
        rows[index].wanted = isOn
    }

    /// Has a latch reset: its coil goes on, and off right after.
    mutating func pulse(_ address: BusAddress) {
        guard let index = rows.firstIndex(where: { $0.address == address && $0.isReset }) else { return }
        rows[index].isPulsing = true
    }

    /// A slave was away: how its coils are is not known, nor whether what a latch holds is what it held.
    mutating func forget(slave: Int) {
        rows.removeAll { $0.isParting && $0.address.slave == slave }
        for index in rows.indices where rows[index].address.slave == slave {
            rows[index].written = nil
            rows[index].isPulsing = false
        }
    }

    /// The next coil to write, of the slaves that may be written to: those of latches before lamps.
    func pending(at now: Instant, where takesWrites: (_ slave: Int) -> Bool) -> BusRequest? {
        func isNext(_ row: Row) -> Bool { row.isPending(at: now) && takesWrites(row.address.slave) }
        if let reset = rows.first(where: { $0.isReset && isNext($0) }) { return request(reset) }
        for offset in rows.indices where isNext(rows[(turn + offset) % rows.count]) {
            return request(rows[(turn + offset) % rows.count])
        }
        return nil
    }

    /// A pulse that is half done: its end, which nothing may delay.
    func unfinished(at now: Instant, where takesWrites: (_ slave: Int) -> Bool) -> BusRequest? {
        rows.first { $0.isUnfinished && $0.isPending(at: now) && takesWrites($0.address.slave) }.flatMap(request)
    }

    private func request(_ row: Row) -> BusRequest? {
        row.target.map {
            BusRequest(slave: row.address.slave, action: .write(coil: row.address.number, isOn: $0))
        }
    }

    /// A coil of a slave as it was written last, once more; nil where none is.
    func again(slave: Int) -> BusRequest? {
        rows.first { $0.address.slave == slave && $0.written != nil }.flatMap { row in
            row.written.map { BusRequest(slave: slave, action: .write(coil: row.address.number, isOn: $0)) }
        }
    }

    /// How many coils are not yet as they are wanted.
    var pendingCount: Int { rows.count { $0.target != nil && $0.target != $0.written } }

    mutating func written(_ address: BusAddress, isOn: Bool) -> [PollPlan.Change] {
        guard let index = rows.firstIndex(where: { $0.address == address }) else { return [] }
        turn = index + 1
        rows[index].written = isOn
        if isOn { rows[index].isPulsing = false }
        if rows[index].isParting {
            rows.remove(at: index)
            return []
        }
        guard rows[index].refusedAt != nil else { return [] }
        rows[index].refusedAt = nil
        return [.coilAccepted(address)]
    }

    mutating func refused(_ address: BusAddress, code: Int, at instant: Instant) -> [PollPlan.Change] {
        guard let index = rows.firstIndex(where: { $0.address == address }) else { return [] }
        turn = index + 1
        if rows[index].isParting {
            rows.remove(at: index)
            return []
        }
        let isNew = rows[index].refusedAt == nil
        rows[index].refusedAt = instant
        return isNew ? [.coilRefused(address, code: code)] : []
    }
}
