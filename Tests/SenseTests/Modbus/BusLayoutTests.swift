import CallpointCore
import Testing

@testable import Sense

@Suite struct `What is read together` {
    @Test(arguments: [
        ([0], [BusSpan(first: 0, count: 1)]),
        ([0, 1, 2, 3], [BusSpan(first: 0, count: 4)]),
        // Seven that nobody asked for cost a byte, a second request costs thirteen and a pause.
        ([0, 8], [BusSpan(first: 0, count: 9)]),
        ([3, 19], [BusSpan(first: 3, count: 17)]),
        ([3, 20], [BusSpan(first: 3, count: 1), BusSpan(first: 20, count: 1)]),
        ([7, 7, 2], [BusSpan(first: 2, count: 6)]),
        ([65_535], [BusSpan(first: 65_535, count: 1)]),
    ])
    func `inputs that lie near one another are one request`(numbers: [Int], spans: [BusSpan]) {
        let layout = BusLayout(inputs: numbers.map { BusAddress(slave: 3, number: $0) })
        #expect(layout.slaves == [BusLayout.Slave(number: 3, spans: spans)])
    }

    @Test func `no request asks for more than the protocol lets it`() {
        let layout = BusLayout(inputs: (0..<4_001).map { BusAddress(slave: 1, number: $0) })
        #expect(layout.slaves.first?.spans.map(\.count) == [2_000, 2_000, 1])
    }

    @Test func `registers are read by themselves, those that follow one another together`() {
        let inputs = [4, 5, 7].map { BusAddress(slave: 3, number: $0, table: .inputRegisters) }
        let holding = [4].map { BusAddress(slave: 3, number: $0, table: .holdingRegisters) }
        let layout = BusLayout(
            inputs: holding + inputs + [BusAddress(slave: 3, number: 4)], resets: [BusAddress(slave: 5, number: 9)])
        #expect(
            layout.slaves.first?.spans == [
                BusSpan(first: 4, count: 1), BusSpan(first: 4, count: 2, table: .inputRegisters),
                BusSpan(first: 7, count: 1, table: .inputRegisters),
                BusSpan(first: 4, count: 1, table: .holdingRegisters),
            ])
        #expect(layout.slaves.map(\.number) == [3, 5])
        #expect(layout.coils == [BusAddress(slave: 5, number: 9)] && layout.resets == Set(layout.coils))
        let many = BusLayout(inputs: (0..<126).map { BusAddress(slave: 1, number: $0, table: .inputRegisters) })
        #expect(many.slaves.first?.spans.map(\.count) == [125, 1])
    }

    @Test func `slaves with inputs, with lamps and with both each stand there once`() {
        let layout = BusLayout(
            inputs: [BusAddress(slave: 9, number: 0), BusAddress(slave: 2, number: 1)],
            coils: [BusAddress(slave: 2, number: 5), BusAddress(slave: 4, number: 0)])
        #expect(layout.slaves.map(\.number) == [2, 4, 9])
        #expect(layout.slaves[1].spans == [])
        #expect(layout.coils.map(\.slave) == [2, 4])
    }
}

@Suite struct `How long things take on a line` {
    private let read = BusRequest(slave: 1, action: .read(BusSpan(first: 0, count: 16)))
    private let write = BusRequest(slave: 1, action: .write(coil: 0, isOn: true))

    /// 15 characters for a read of 16 inputs, 16 for a write; 3.5 for a gap, but 1.75 ms above 19,200 baud.
    @Test(arguments: [
        (1_200, true, 9_167, 32_084, 137_505), (9_600, true, 1_146, 4_011, 17_190),
        (9_600, false, 1_042, 3_647, 15_630),
        (19_200, true, 573, 2_005, 8_595), (38_400, true, 287, 1_750, 4_305), (115_200, false, 87, 1_750, 1_305),
    ])
    func `the times follow from the speed`(baud: Int, parity: Bool, character: Int64, gap: Int64, wire: Int64) {
        let timing = BusTiming(baud: baud, hasParity: parity, timeout: .milliseconds(100))
        #expect(timing.character.microseconds == character)
        #expect(timing.gap.microseconds == gap)
        #expect(timing.wire(read).microseconds == wire)
        #expect(timing.limit(of: read).microseconds == wire + 100_000)
        #expect(timing.wire(write) == timing.character * 16)
        // 8 characters ask, and 5 and two for each register answer.
        let registers = BusRequest(slave: 1, action: .read(BusSpan(first: 0, count: 3, table: .holdingRegisters)))
        #expect(timing.wire(registers) == timing.character * 19)
    }
}

@Suite struct `What is new in an answer` {
    private let counters = [(3, BusTable.inputRegisters), (3, .holdingRegisters), (5, .inputRegisters)].map {
        BusAddress(slave: 3, number: $0.0, table: $0.1)
    }

    @Test func `a count is told when it is another one, and is remembered as long as it is wanted`() {
        var counts = BusCounts(counters + [BusAddress(slave: 3, number: 3)])
        let span = BusSpan(first: 3, count: 3, table: .inputRegisters)
        func read(_ words: [UInt16], _ milliseconds: Int64, slave: Int = 3) -> [BusCounts.Reading] {
            counts.take(words, of: span, slave: slave, at: at(milliseconds))
        }
        let first = read([7, 8, 9], 1)
        #expect(first.map(\.address) == [counters[0], counters[2]] && first.map(\.value) == [7, 9])
        #expect(read([7, 1, 9], 2).isEmpty)
        #expect(read([9, 9, 9], 2, slave: 4).isEmpty)
        #expect(read([7, 0, 10], 3) == [BusCounts.Reading(address: counters[2], value: 10, at: at(3))])
        #expect(
            counts.take([7], of: BusSpan(first: 3, count: 1, table: .holdingRegisters), slave: 3, at: at(4)).count == 1)
        counts.adopt(counters, keeping: [counters[0]])
        #expect(read([7, 0, 10], 5).map(\.address) == [counters[2]])
    }

    private let inputs = [0, 1, 5].map { BusAddress(slave: 3, number: $0) }
    private let span = BusSpan(first: 0, count: 6)
    private func at(_ milliseconds: Int64) -> Instant { Instant(microseconds: milliseconds * 1_000) }
    private func bits(_ text: String) -> [Bool] { text.map { $0 == "1" } }

    private func sample(
        _ number: Int, _ isSet: Bool, _ milliseconds: Int64, _ origin: ContactSample.Origin
    ) -> BusLevels.Sample {
        BusLevels.Sample(
            address: BusAddress(slave: 3, number: number), isSet: isSet, at: at(milliseconds), origin: origin)
    }

    @Test func `the first answer tells all levels, the next ones what changed`() {
        var levels = BusLevels(inputs: inputs)
        #expect(
            levels.take(bits("011000"), of: span, slave: 3, at: at(1)) == [
                sample(0, false, 1, .level), sample(1, true, 1, .level), sample(5, false, 1, .level),
            ])
        #expect(levels.take(bits("011000"), of: span, slave: 3, at: at(2)) == [])
        // Inputs 2 to 4 are read along, and nobody's.
        #expect(levels.take(bits("010110"), of: span, slave: 3, at: at(3)) == [])
        #expect(
            levels.take(bits("000001"), of: span, slave: 3, at: at(4)) == [
                sample(1, false, 4, .poll), sample(5, true, 4, .poll),
            ])
    }

    @Test func `after an absence every level is told anew, as one that was looked at`() {
        var levels = BusLevels(inputs: inputs)
        _ = levels.take(bits("010000"), of: span, slave: 3, at: at(1))
        levels.forget(slave: 3)
        #expect(levels.take(bits("010000"), of: span, slave: 3, at: at(2)).map(\.origin) == [.level, .level, .level])
        levels.forget(slave: 4)
        levels.forget(slave: 3, BusSpan(first: 5, count: 1))
        #expect(
            levels.take(bits("110000"), of: span, slave: 3, at: at(3)) == [
                sample(0, true, 3, .poll), sample(5, false, 3, .level),
            ])
        levels.forgetAll()
        #expect(levels.take(bits("110000"), of: span, slave: 3, at: at(4)).count == 3)
    }

    @Test func `under another site file what stayed stays known, and the rest is told`() {
        var levels = BusLevels(inputs: inputs)
        _ = levels.take(bits("010000"), of: span, slave: 3, at: at(1))
        let renewed = [0, 1, 4].map { BusAddress(slave: 3, number: $0) }
        levels.adopt(renewed, keeping: [inputs[0]])
        #expect(
            levels.take(bits("010010"), of: span, slave: 3, at: at(2)) == [
                sample(1, true, 2, .level), sample(4, true, 2, .level),
            ])
    }
}
