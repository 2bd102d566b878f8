import CallpointCore
import Sense
import Testing

private func at(_ milliseconds: Int64) -> Instant { Instant(microseconds: milliseconds * 1_000) }

private let lamp = OutputWire(callPoint: "NS-0412", kind: .lamp, input: "panel", output: 0)
private let sounder = OutputWire(callPoint: "NS-0412", kind: .sounder, input: "panel", output: 1)
private let far = OutputWire(callPoint: "NS-0414", kind: .lamp, input: "bus", output: 0)

private let heard = CallPointScene(isHeard: true)
private let accepted = CallPointScene(isHeard: true, isAccepted: true)
private let faulty = CallPointScene(isWalkTested: true, hasFault: true)

/// When a lamp is on, from its changes, asked for whenever the board says that something is due.
private func flashes(_ board: inout LampBoard, from: Int64, through: Int64) -> [ClosedRange<Int64>] {
    var flashes: [ClosedRange<Int64>] = []
    var now = from, litAt: Int64?
    while now <= through {
        for level in board.levels(at: at(now)) {
            if level.isOn { litAt = now } else if let begin = litAt { flashes.append(begin...now) }
        }
        guard let next = board.nextDeadline else { break }
        now = next.microseconds / 1_000
    }
    return flashes
}

@Suite struct `A lamp says` {
    @Test(arguments: [
        (CallPointScene(), LampState.off), (heard, .slowBlink), (accepted, .steady),
        (CallPointScene(isHeard: true, isAcknowledged: true), .slowBlink), (faulty, .fastBlink),
        (CallPointScene(hasFault: true), .off), (CallPointScene(isWalkTested: true), .off),
        (CallPointScene(isHeard: true, isWalkTested: true, hasFault: true), .slowBlink),
        (CallPointScene(isAccepted: true), .off), (CallPointScene(isTried: true), .slowBlink),
        (CallPointScene(isTried: true, isWalkTested: true, hasFault: true), .slowBlink),
        (CallPointScene(isHeard: true, isAccepted: true, isTried: true), .steady),
    ])
    func `that a press is heard, that a unit comes, or in a walk test that a fault stands`(
        scene: CallPointScene, state: LampState
    ) {
        #expect(scene.lamp == state)
    }

    @Test(arguments: [
        (heard, true), (accepted, true), (CallPointScene(isHeard: true, isAcknowledged: true), false),
        (CallPointScene(), false), (faulty, false), (CallPointScene(isTried: true), false),
    ])
    func `nothing by its sounder once a person has claimed what is open`(scene: CallPointScene, sounds: Bool) {
        #expect(scene.isSounding == sounds)
        var board = LampBoard(wires: [sounder])
        board.show(scene, of: "NS-0412", at: at(100))
        #expect(board.levels(at: at(100)).map(\.isOn) == [sounds])
    }
}

@Suite struct `A board of lamps` {
    @Test func `tells every output its level once, off at the beginning`() {
        var board = LampBoard(wires: [lamp, sounder, far])
        let off = board.levels(at: at(0))
        #expect(off.map(\.isOn) == [false, false, false])
        #expect(off.map(\.input) == ["panel", "panel", "bus"] && off.map(\.output) == [0, 1, 0])
        #expect(board.levels(at: at(10)).isEmpty)
        #expect(board.nextDeadline == nil)
    }

    @Test(arguments: [Int64(0), 1, 249, 250, 251, 499, 500, 501, 749, 750, 751, 999])
    func `lights a lamp at once, for a quarter of a second at least, and then blinks with the others`(began: Int64) {
        var board = LampBoard(wires: [lamp])
        _ = board.levels(at: at(0))
        board.show(heard, of: "NS-0412", at: at(10_000 + began))
        let seen = flashes(&board, from: 10_000 + began, through: 16_000)
        #expect(seen.first?.lowerBound == 10_000 + began)
        #expect((seen.first?.count ?? 0) >= 250 && (seen.first?.count ?? 9_999) <= 1_251)
        for flash in seen.dropFirst() {
            #expect(flash.lowerBound % 1_000 == 0 && flash.upperBound == flash.lowerBound + 500)
        }
        #expect(seen.count >= 4)
    }

    @Test func `blinks four times a second for a fault in a walk test`() {
        var board = LampBoard(wires: [lamp])
        _ = board.levels(at: at(0))
        board.show(faulty, of: "NS-0412", at: at(1_000))
        #expect(
            flashes(&board, from: 1_000, through: 2_000) == [
                1_000...1_125, 1_250...1_375, 1_500...1_625, 1_750...1_875,
            ])
    }

    @Test func `wakes the loop twice a second, however many lamps blink`() {
        let wires = (0..<100).map { number in
            OutputWire(callPoint: CallPointID("CP-\(number)"), kind: .lamp, input: "panel", output: number)
        }
        var board = LampBoard(wires: wires)
        for (number, wire) in wires.enumerated() {
            board.show(heard, of: wire.callPoint, at: at(1_000 + Int64(number) * 7))
        }
        _ = board.levels(at: at(2_000))
        var wakings = 0, now = at(3_000)
        while let next = board.nextDeadline, next <= at(13_000) {
            now = next
            _ = board.levels(at: now)
            wakings += 1
        }
        #expect(wakings <= 22)
    }

    @Test func `goes on blinking while the same is shown again, and is steady when a unit accepts`() {
        var board = LampBoard(wires: [lamp])
        board.show(heard, of: "NS-0412", at: at(0))
        #expect(board.levels(at: at(0)).map(\.isOn) == [true])
        #expect(board.levels(at: at(500)).map(\.isOn) == [false])
        board.show(heard, of: "NS-0412", at: at(600))
        #expect(board.levels(at: at(600)).isEmpty)
        board.show(accepted, of: "NS-0412", at: at(700))
        #expect(board.levels(at: at(700)).map(\.isOn) == [true])
        #expect(board.levels(at: at(1_500)).isEmpty && board.nextDeadline == nil)
        board.show(CallPointScene(), of: "NS-0412", at: at(1_600))
        #expect(board.levels(at: at(1_600)).map(\.isOn) == [false])
    }

    @Test func `is due at once when a scene changes, and not when it stays`() throws {
        var board = LampBoard(wires: [lamp])
        _ = board.levels(at: at(0))
        board.show(CallPointScene(), of: "NS-0412", at: at(100))
        #expect(board.nextDeadline == nil)
        board.show(heard, of: "NS-0412", at: at(100))
        #expect(try #require(board.nextDeadline) <= at(100))
    }

    @Test func `tells all levels of an input again whose hardware came back, and of no other`() {
        var board = LampBoard(wires: [lamp, sounder, far])
        board.show(accepted, of: "NS-0412", at: at(0))
        board.show(accepted, of: "NS-0414", at: at(0))
        _ = board.levels(at: at(0))
        board.forget("panel")
        #expect(board.levels(at: at(1)).map(\.input) == ["panel", "panel"])
        #expect(board.levels(at: at(2)).isEmpty)
    }

    @Test func `keeps the lamps that another site file keeps, and begins new ones dark`() {
        var board = LampBoard(wires: [lamp, far])
        board.show(accepted, of: "NS-0412", at: at(0))
        board.show(accepted, of: "NS-0414", at: at(0))
        _ = board.levels(at: at(0))
        let moved = OutputWire(callPoint: "NS-0414", kind: .lamp, input: "bus", output: 1)
        board.rewire([lamp, moved])
        #expect(board.levels(at: at(1)).map(\.isOn) == [false])
        #expect(board.states.map(\.state) == [.steady, .off])
    }

    @Test func `knows whose lamps it has`() {
        let board = LampBoard(wires: [lamp, sounder, far])
        #expect(board.has("NS-0412") && !board.has("NS-0413"))
        #expect(board.callPoints == ["NS-0412", "NS-0414"])
    }
}
