import CallpointCore
import Sense
import Testing

private let start = Instant(microseconds: 5_000_000)
private let key = [UInt8](0..<16)
private let press = Sentence(address: "0413", counter: 17, state: .pressed, boot: 3)

private func nodes(keyed: Bool = false) -> SerialNodes {
    var keys = NodeKeys()
    if keyed { keys["field", "0413"] = key }
    return SerialNodes(input: "field", callPoints: ["0413": "NS-0413", "0414": "NS-0414"], keys: keys)
}

private func signals(_ bodies: [Input.Body]) -> [Signal] {
    bodies.compactMap { body in
        guard case .signal(let signal) = body else { return nil }
        return signal
    }
}

private func faults(_ bodies: [Input.Body]) -> [DeviceFault] {
    bodies.compactMap { body in
        guard case .fault(let fault) = body else { return nil }
        return fault
    }
}

@Suite struct `Nodes behind a serial input` {
    @Test func `a press of a known address is its call point's signal, and says that nothing proves it`() {
        var nodes = nodes()
        #expect(
            signals(nodes.take(press, edgeAt: start, readAt: start + .milliseconds(2))) == [
                Signal(
                    callPoint: "NS-0413", input: "field", state: .pressed,
                    stamp: NodeStamp(address: "0413", counter: 17, boot: 3), authentication: .none, edgeAt: start,
                    readAt: start + .milliseconds(2))
            ])
        #expect(nodes.status.map(\.heardAt) == [start + .milliseconds(2), nil])
        #expect(nodes.counters.signals == 1)
    }

    @Test func `a repeat goes through, for the core decides what it is`() {
        var nodes = nodes()
        let first = signals(nodes.take(press, edgeAt: start, readAt: start))
        #expect(signals(nodes.take(press, edgeAt: start, readAt: start)) == first)
    }

    @Test func `a keyed node's right mac is believed and said`() {
        var nodes = nodes(keyed: true)
        guard case .signal(let signal)? = nodes.take(press.sealed(with: key), edgeAt: start, readAt: start).first else {
            Issue.record("no signal")
            return
        }
        #expect(signal.authentication == .mac)
        #expect(nodes.status.first?.isKeyed == true)
    }

    @Test(arguments: [
        press, press.sealed(with: [UInt8](1...16)), Sentence(address: "0413", counter: 1, state: .heartbeat),
    ])
    func `a keyed node's sentence without the right mac is refused, counted and told`(sentence: Sentence) {
        var nodes = nodes(keyed: true)
        let told = faults(nodes.take(sentence, edgeAt: start, readAt: start))
        #expect(told.map(\.kind) == [.forged])
        #expect(told.first?.callPoint == "NS-0413")
        #expect(told.first?.input == "field")
        #expect(nodes.counters.forged == 1)
        #expect(nodes.counters.signals == 0)
        #expect(nodes.status.first?.heardAt == nil)
    }

    @Test func `forgery is told once a minute and every one is counted`() {
        var nodes = nodes(keyed: true)
        var told = 0
        for second in 0..<180 {
            let at = start + .seconds(second)
            told += nodes.take(press, edgeAt: at, readAt: at).count
        }
        #expect(told == 3)
        #expect(nodes.counters.forged == 180)
    }

    @Test func `a mac of a node without a key is not looked at`() {
        var nodes = nodes()
        guard case .signal(let signal)? = nodes.take(press.sealed(with: key), edgeAt: start, readAt: start).first else {
            Issue.record("no signal")
            return
        }
        #expect(signal.authentication == .none)
    }

    @Test func `an unknown address is told once a minute, with what to do`() {
        var nodes = nodes()
        let stranger = Sentence(address: "99", counter: 1, state: .pressed)
        let told = faults(nodes.take(stranger, edgeAt: start, readAt: start))
        #expect(
            told == [
                DeviceFault(
                    input: "field", kind: .unknownAddress,
                    detail: "field: a node with address 99 speaks, and no call point has it. Give a call point "
                        + "`button: {input: field, address: \"99\"}`, or correct the address in the node.")
            ])
        #expect(nodes.take(stranger, edgeAt: start, readAt: start + .seconds(59)) == [])
        #expect(nodes.take(stranger, edgeAt: start, readAt: start + .seconds(60)).count == 1)
        #expect(nodes.counters.unknownAddress == 3)
    }

    @Test func `of more than 256 unknown addresses in a minute the rest is told together`() {
        var nodes = nodes()
        var told: [DeviceFault] = []
        for address in 0..<1_000 {
            let stranger = Sentence(address: "X\(address)", counter: 1, state: .pressed)
            told += faults(nodes.take(stranger, edgeAt: start, readAt: start))
        }
        #expect(told.count == 257)
        #expect(told.last?.detail.contains("more than 256 unknown addresses") == true)
        #expect(nodes.counters.unknownAddress == 1_000)
        // A minute later the table is free again.
        let stranger = Sentence(address: "Y", counter: 1, state: .pressed)
        let later = faults(nodes.take(stranger, edgeAt: start, readAt: start + .seconds(60)))
        #expect(later.first?.detail.contains("address Y") == true)
    }

    @Test func `another site file's nodes take over, and those that stay keep what was heard`() {
        var nodes = nodes()
        _ = nodes.take(press, edgeAt: start, readAt: start)
        nodes.reconfigure(callPoints: ["0413": "NS-1", "9": "NS-9"], keys: NodeKeys(), silenceLimit: nil)
        #expect(nodes.status.map(\.callPoint) == ["NS-1", "NS-9"])
        #expect(nodes.status.first?.heardAt == start)
        let gone = Sentence(address: "0414", counter: 1, state: .pressed)
        #expect(faults(nodes.take(gone, edgeAt: start, readAt: start)).map(\.kind) == [.unknownAddress])
    }
}

@Suite struct `Noise on a serial input` {
    @Test func `twenty rejections in a minute are none, the next is a fault, once`() {
        var nodes = nodes()
        for _ in 0..<20 { #expect(nodes.reject(.checksum, at: start) == []) }
        #expect(nodes.nextDeadline == nil)
        #expect(faults(nodes.reject(.checksum, at: start + .seconds(60))).map(\.kind) == [.noise])
        for _ in 0..<100 { #expect(nodes.reject(.cut, at: start + .seconds(61)) == []) }
        #expect(nodes.nextDeadline == start + .seconds(121))
    }

    @Test func `rejections that are spread out are no fault`() {
        var nodes = nodes()
        for index in 0..<200 { #expect(nodes.reject(.noise, at: start + .milliseconds(3_100 * index)) == []) }
    }

    @Test func `a minute without restores it, and then it can come again`() {
        var nodes = nodes()
        for _ in 0..<21 { _ = nodes.reject(.cut, at: start) }
        #expect(nodes.tick(at: start + .seconds(59)) == [])
        guard case .restored(let fault)? = nodes.tick(at: start + .seconds(60)).first else {
            Issue.record("not restored")
            return
        }
        #expect(fault.kind == .noise)
        #expect(fault.input == "field")
        #expect(nodes.tick(at: start + .seconds(61)) == [])
        #expect(nodes.reject(.cut, at: start + .seconds(61)) == [])
        for _ in 0..<19 { _ = nodes.reject(.cut, at: start + .seconds(61)) }
        #expect(nodes.reject(.cut, at: start + .seconds(61)).count == 1)
    }

    @Test func `another talker's sentences are no noise`() {
        var nodes = nodes()
        for _ in 0..<100 { #expect(nodes.reject(.talker, at: start) == []) }
    }
}
