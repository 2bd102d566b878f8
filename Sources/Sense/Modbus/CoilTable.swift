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
    }

    /// Takes over other coils; what is known of those that stay is kept. `dark` is the level at which those that go are
    /// left, as far as their slaves can be asked: a lamp that nobody minds any more must not promise help for ever.
    mutating func adopt(_ addresses: [BusAddress], dark: [BusAddress: Bool] = [:]) {
        let parting = rows.compactMap { row -> Row? in
            guard !addresses.contains(row.address), let level = dark[row.address] ?? (row.isParting ? row.wanted : nil),
                row.written != level
            else { return nil }
            return Row(address: row.address, wanted: level, isParting: true)
        }
        rows =
            addresses.map { address in
                var row = rows.first { $0.address == address } ?? Row(address: address)
                row.isParting = false
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

    /// A slave was away: how its coils are is not known.
    mutating func forget(slave: Int) {
        rows.removeAll { $0.isParting && $0.address.slave == slave }
        for index in rows.indices where rows[index].address.slave == slave { rows[index].written = nil }
    }

    /// The next coil to write, of the slaves that may be written to.
    func pending(at now: Instant, where takesWrites: (_ slave: Int) -> Bool) -> BusRequest? {
        for offset in rows.indices {
            let row = rows[(turn + offset) % rows.count]
            guard let wanted = row.wanted, wanted != row.written, takesWrites(row.address.slave) else { continue }
            if let refused = row.refusedAt, now - refused < CoilTable.refusedInterval { continue }
            return BusRequest(slave: row.address.slave, action: .write(coil: row.address.number, isOn: wanted))
        }
        return nil
    }

    /// How many coils are not yet as they are wanted.
    var pendingCount: Int { rows.count { $0.wanted != nil && $0.wanted != $0.written } }

    mutating func written(_ address: BusAddress, isOn: Bool) -> [PollPlan.Change] {
        guard let index = rows.firstIndex(where: { $0.address == address }) else { return [] }
        turn = index + 1
        rows[index].written = isOn
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
