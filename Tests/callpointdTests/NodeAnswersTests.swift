import CallpointCore
import Testing

@testable import callpointd

struct NodeAnswersTests {
    private func message(_ counter: UInt32) -> NodeMessage {
        NodeMessage(input: "field", stamp: NodeStamp(address: "0001", counter: counter))
    }

    private func isNew(_ counter: UInt32, to answers: NodeAnswers) -> Bool {
        let now = Instant(microseconds: 1)
        let signal = Signal(
            callPoint: "CP-1", input: "field", state: .pressed, stamp: message(counter).stamp, edgeAt: now, readAt: now)
        return answers.believed(signal, as: message(counter)).isUnrecorded
    }

    private func due(_ answers: inout NodeAnswers, _ durableThrough: Int64) -> [NodeMessage] {
        var all: [NodeMessage] = []
        while let message = answers.takeDue(durableThrough: durableThrough) { all.append(message) }
        return all
    }

    @Test func `an answer goes out when its lines are durable, once`() {
        var answers = NodeAnswers()
        answers.wait(message(1), through: 5)
        answers.wait(message(2), through: 9)
        #expect(due(&answers, 4) == [])
        #expect(due(&answers, 8) == [message(1)])
        #expect(due(&answers, 9) == [message(2)])
    }

    @Test func `a press that the journal has lost is not answered, nor is a repeat of it that waits already`() {
        var answers = NodeAnswers()
        answers.wait(message(1), through: 5)
        answers.wait(message(2), through: 9)
        // The same press again, before anybody knew.
        answers.wait(message(1), through: 9)
        answers.lose(4...6)
        #expect(due(&answers, 100) == [message(2)])
    }

    @Test func `its next repeat counts as a new press, until that waits for lines of its own`() {
        var answers = NodeAnswers()
        answers.wait(message(1), through: 5)
        #expect(!isNew(1, to: answers))
        answers.lose(4...6)
        #expect(isNew(1, to: answers) && !isNew(2, to: answers))
        answers.wait(message(1), through: 12)
        #expect(!isNew(1, to: answers))
        #expect(due(&answers, 12) == [message(1)])
    }

    @Test func `where an answer was dropped and its lines may be lost, every repeat counts as new`() {
        var answers = NodeAnswers()
        for counter in 1...UInt32(NodeAnswers.limit + 1) { answers.wait(message(counter), through: Int64(counter)) }
        // The first was dropped at the bound; what became of its line nobody knows.
        answers.lose(5_000...5_001)
        #expect(!isNew(1, to: answers))
        answers.lose(1...1)
        #expect(isNew(1, to: answers) && isNew(7, to: answers))
    }
}
