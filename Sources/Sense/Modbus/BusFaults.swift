import CallpointCore

/// Which call points of a bus are not heard, and which lamps are not written, in words; each once when it begins and
/// once when it ends.
///
/// A call point may hang on several slaves. It is at fault while any of its inputs is not read, and restored
/// when all of them have been read again: half of a dual contact is no button.
struct BusFaults: Sendable {
    let input: InputName
    private var subjects: [Subject] = []
    private var lamps: [BusLamp] = []
    /// Slaves with lamps and no contact: no call point's fault says that they are silent.
    private var lampSlaves: Set<Int> = []
    /// Call points whose latches coils reset.
    private var resets: [BusAddress: CallPointID] = [:]
    /// What is known of each slave; nothing of one that has not answered or failed since the port was opened.
    private var slaves: [Int: SlaveState] = [:]
    private var refusedCoils: Set<BusAddress> = []
    private var isLampFaulted = false

    private struct SlaveState: Sendable {
        var isOnline: Bool
        var refused: [BusSpan: Int] = [:]
        var missed: PollPlan.Outcome = .silent
    }

    /// A call point, where its contacts are, and what was said of it last.
    private struct Subject: Sendable {
        var callPoint: CallPointID
        var addresses: [BusAddress]
        var isFaulted: Bool?
    }

    init(input: InputName, wiring: BusWiring) {
        self.input = input
        _ = adopt(wiring)
    }

    /// Takes over another site file's wires. What is gone from it is not at fault any more.
    mutating func adopt(_ wiring: BusWiring) -> [Input.Body] {
        let before = subjects
        var renewed: [Subject] = []
        for contact in wiring.contacts {
            let callPoint = contact.wire.callPoint
            if let index = renewed.firstIndex(where: { $0.callPoint == callPoint }) {
                renewed[index].addresses.append(contact.address)
            } else {
                let known = before.first { $0.callPoint == callPoint }?.isFaulted
                renewed.append(Subject(callPoint: callPoint, addresses: [contact.address], isFaulted: known))
            }
        }
        subjects = renewed
        lamps = wiring.lamps
        lampSlaves = Set(lamps.map(\.address.slave)).subtracting(wiring.contacts.map(\.address.slave))
        resets = Dictionary(
            wiring.contacts.compactMap { contact in contact.resetAddress.map { ($0, contact.wire.callPoint) } }
        ) { first, _ in first }
        refusedCoils.formIntersection(lamps.map(\.address) + resets.keys)
        let gone = before.filter { old in
            old.isFaulted == true && !renewed.contains { $0.callPoint == old.callPoint }
        }
        let restored = gone.map { Input.Body.restored(fault($0, "\($0.callPoint) is not on this bus any more.")) }
        return restored + judgeAll() + judgeLamps()
    }

    /// The port was opened: nobody has answered yet, and nobody has failed to.
    mutating func portOpened() {
        slaves.removeAll()
        refusedCoils.removeAll()
    }

    /// What a change of the plan's means to call points.
    mutating func take(_ change: PollPlan.Change) -> [Input.Body] {
        switch change {
        case .online(let slave):
            slaves[slave] = SlaveState(isOnline: true)
            return judge(slave) + judgeLamps()
        case .offline(let slave, let outcome):
            slaves[slave] = SlaveState(isOnline: false, missed: outcome)
            return judge(slave) + tellSilentLamps(slave, outcome)
        case .refused(let slave, let span, let code):
            slaves[slave]?.refused[span] = code
            return judge(slave)
        case .accepted(let slave, let span):
            slaves[slave]?.refused[span] = nil
            return judge(slave)
        case .coilRefused(let address, let code):
            refusedCoils.insert(address)
            return isLampFaulted ? [] : tellLamps(address, code: code)
        case .coilAccepted(let address):
            refusedCoils.remove(address)
            return judgeLamps()
        }
    }

    /// The bus is taken out of the site file: nothing on it is at fault any more.
    mutating func withdraw() -> [Input.Body] { adopt(BusWiring(contacts: [])) }
}

// MARK: - Call points

extension BusFaults {
    private mutating func judgeAll() -> [Input.Body] {
        var bodies: [Input.Body] = []
        for slave in Set(subjects.flatMap { $0.addresses.map(\.slave) }).sorted() { bodies += judge(slave) }
        return bodies
    }

    /// Compares what stands of each call point of a slave with what was said of it.
    private mutating func judge(_ slave: Int) -> [Input.Body] {
        var bodies: [Input.Body] = []
        for index in subjects.indices where subjects[index].addresses.contains(where: { $0.slave == slave }) {
            let subject = subjects[index]
            if let trouble = trouble(of: subject) {
                guard subject.isFaulted != true else { continue }
                subjects[index].isFaulted = true
                bodies.append(.fault(fault(subject, trouble)))
            } else if subject.addresses.allSatisfy({ slaves[$0.slave]?.isOnline == true }) {
                // Said once without a fault of ours too: one may stand from before a restart.
                guard subject.isFaulted != false else { continue }
                subjects[index].isFaulted = false
                bodies.append(
                    .restored(fault(subject, "\(input): slave \(slave) answers; \(subject.callPoint) is heard.")))
            }
        }
        return bodies
    }

    /// Why a call point is not heard; nil while nothing says so.
    private func trouble(of subject: Subject) -> String? {
        for address in subject.addresses.sorted() {
            guard let slave = slaves[address.slave] else { continue }
            if !slave.isOnline {
                return offlineText(address.slave, slave.missed) + "; \(subject.callPoint) is not heard."
            }
            for (span, code) in slave.refused.sorted(by: { $0.key.first < $1.key.first })
            where span.contains(address) {
                return refusedText(address.slave, span, code, subject.callPoint)
            }
        }
        return nil
    }

    private func offlineText(_ slave: Int, _ outcome: PollPlan.Outcome) -> String {
        let what =
            outcome == .garbled
            ? "gives no whole answer, \(PollPlan.missLimit) times in a row. Check baud, parity, wires and termination"
            : "does not answer, \(PollPlan.missLimit) times in a row. Check its power, its address, A and B of its wires"
        return "\(input): slave \(slave) \(what), and `timeout:`"
    }

    private func refusedText(_ slave: Int, _ span: BusSpan, _ code: Int, _ callPoint: CallPointID) -> String {
        let name = span.table.name
        let inputs =
            span.count == 1 ? "\(name) \(span.first)" : "\(name)s \(span.first) to \(span.first + span.count - 1)"
        let key = span.table == .bits ? "bit" : "counter"
        return
            "\(input): slave \(slave) does not read its \(inputs) (\(BusFaults.meaning(ofCode: code))). Check `slave:` "
            + "and `\(key):` of \(callPoint); it is not heard."
    }

    private func fault(_ subject: Subject, _ detail: String) -> DeviceFault {
        DeviceFault(input: input, callPoint: subject.callPoint, kind: .offline, detail: detail)
    }

    /// An exception code in words, as the protocol names it.
    static func meaning(ofCode code: Int) -> String {
        let names = [
            1: "illegal function", 2: "illegal data address", 3: "illegal data value", 4: "device failure",
            5: "acknowledge", 6: "device busy", 8: "memory parity error", 10: "gateway path unavailable",
            11: "gateway target does not respond",
        ]
        return "exception \(code)" + (names[code].map { ", \($0)" } ?? "")
    }
}

// MARK: - Lamps

extension BusFaults {
    private mutating func judgeLamps() -> [Input.Body] {
        guard isLampFaulted, refusedCoils.isEmpty, lampSlaves.allSatisfy({ slaves[$0]?.isOnline == true }) else {
            return []
        }
        isLampFaulted = false
        return [.restored(DeviceFault(input: input, kind: .line, detail: "\(input): every coil can be written."))]
    }

    /// One fault of the bus, as for a coil that is refused.
    private mutating func tellSilentLamps(_ slave: Int, _ outcome: PollPlan.Outcome) -> [Input.Body] {
        guard lampSlaves.contains(slave), !isLampFaulted else { return [] }
        isLampFaulted = true
        let owners = Set(lamps.filter { $0.address.slave == slave }.map(\.callPoint)).sorted()
        let names = owners.prefix(3).map(\.text).joined(separator: ", ") + (owners.count > 3 ? ", …" : "")
        let detail = offlineText(slave, outcome) + "; the lamps and sounders of \(names) stay as they are."
        return [.fault(DeviceFault(input: input, kind: .line, detail: detail))]
    }

    private mutating func tellLamps(_ address: BusAddress, code: Int) -> [Input.Body] {
        isLampFaulted = true
        let owner = lamps.first { $0.address == address }.map { " of \($0.callPoint)" } ?? ""
        let what =
            resets[address].map {
                "the latch of \($0) is not reset, and its next press goes unseen. Check its `reset:`"
            } ?? "the lamp\(owner) stays as it is. Check its `slave:` and `bit:`"
        let detail =
            "\(input): slave \(address.slave) does not write its coil \(address.number) "
            + "(\(BusFaults.meaning(ofCode: code))): \(what); it is tried again once a minute."
        return [.fault(DeviceFault(input: input, kind: .line, detail: detail))]
    }
}
