import CallpointCore
import Glibc
import LinuxIO
import Synchronization

/// A thread for what may wait for a disk or for another program: it takes one question after the other, and the loop
/// takes the answers when they are there.
final class Clerk<Question: Sendable, Answer: Sendable> {
    /// How long `close` waits for the question that is being answered.
    static var closeLimit: Duration { .milliseconds(500) }

    private let questionLimit: Int
    private let desk: Desk
    private var thread: Thread?
    /// Asked, and the answer not yet taken.
    private(set) var underWay = 0

    /// Starts the thread, under a name of at most 15 bytes.
    /// - Parameters:
    ///   - questionLimit: questions that may be under way; one more is not taken.
    ///   - answerLimit: answers that may lie ready; until they are taken no further question is answered.
    ///   - answer: called on the thread, one question at a time; when it is told to stop, nobody waits for what it returns.
    init(
        name: String, questionLimit: Int, answerLimit: Int,
        answer: @escaping @Sendable (_ question: Question, _ isStopping: @escaping () -> Bool) -> Answer
    ) throws(SystemError) {
        let desk = try Desk(answerLimit: answerLimit)
        self.desk = desk
        self.questionLimit = questionLimit
        thread = try Thread(name: name) { desk.run(answer) }
    }

    /// Readable when answers wait.
    var descriptor: Int32 { desk.answered.descriptor }

    /// Asks; the answer comes by `take`. False at the bound: nothing was asked.
    func ask(_ question: Question) -> Bool {
        guard underWay < questionLimit else { return false }
        underWay += 1
        desk.state.withLock { $0.questions.append(question) }
        desk.asked.ring()
        return true
    }

    /// Answers since the last call, in the order of the questions.
    func take() -> [Answer] {
        desk.answered.clear()
        let answers = desk.state.withLock { state in
            defer { state.answers.removeAll() }
            return state.answers
        }
        underWay -= answers.count
        // The thread may have waited for room.
        desk.asked.ring()
        return answers
    }

    /// Ends the thread after what it is at; what else was asked goes unanswered. Whether it ended: a thread that hangs is
    /// left behind.
    @discardableResult
    func close() -> Bool {
        desk.isStopping.store(true, ordering: .relaxed)
        desk.asked.ring()
        return thread.take()?.join(within: Clerk.closeLimit) ?? true
    }

    /// Where questions and answers lie between the two threads.
    private final class Desk: Sendable {
        struct State {
            var questions: [Question] = []
            var answers: [Answer] = []
        }

        let answerLimit: Int
        let state = Mutex(State())
        let isStopping = Atomic<Bool>(false)
        let asked: Wakeup
        let answered: Wakeup

        init(answerLimit: Int) throws(SystemError) {
            self.answerLimit = answerLimit
            asked = try Wakeup()
            answered = try Wakeup()
        }

        func run(_ answer: (Question, @escaping () -> Bool) -> Answer) {
            while !isStopping.load(ordering: .relaxed) {
                guard let question = next() else {
                    var wait = pollfd(fd: asked.descriptor, events: Int16(POLLIN), revents: 0)
                    _ = poll(&wait, 1, -1)
                    asked.clear()
                    continue
                }
                let found = answer(question) { [self] in isStopping.load(ordering: .relaxed) }
                state.withLock { $0.answers.append(found) }
                answered.ring()
            }
        }

        private func next() -> Question? {
            state.withLock { state in
                guard state.answers.count < answerLimit, !state.questions.isEmpty else { return nil }
                return state.questions.removeFirst()
            }
        }
    }
}
