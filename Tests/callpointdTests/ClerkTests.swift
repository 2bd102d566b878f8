import Glibc
import LinuxIO
import Synchronization
import Testing

@testable import callpointd

/// The bounds of a thread that answers questions.
@Suite(.timeLimit(.minutes(2)))
struct ClerkTests {
    private static func wait(for descriptor: Int32) {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&polled, 1, -1)
    }

    @Test func `beyond the bound a question is not taken, and those before it are all answered, in order`() throws {
        let clerk = try Clerk<Int, Int>(name: "test", questionLimit: 100, answerLimit: 8) { question, _ in -question }
        for number in 0..<100 { #expect(clerk.ask(number)) }
        #expect(!clerk.ask(100))
        #expect(clerk.underWay == 100)
        var answers: [Int] = []
        while answers.count < 100 {
            Self.wait(for: clerk.descriptor)
            let some = clerk.take()
            // No more lie ready than their bound, however quick the thread is.
            #expect(some.count <= 8)
            answers += some
        }
        #expect(answers == (0..<100).map { -$0 })
        #expect(clerk.ask(0))
        #expect(clerk.close())
    }

    @Test func `a stop waits for the question that is being answered, and for none behind it`() throws {
        let asked = Mutex(0)
        let clerk = try Clerk<Int, Int>(name: "test", questionLimit: 100, answerLimit: 8) { question, isStopping in
            asked.withLock { $0 += 1 }
            while !isStopping() { usleep(1_000) }
            return question
        }
        for number in 0..<100 { #expect(clerk.ask(number)) }
        while asked.withLock({ $0 == 0 }) { usleep(1_000) }
        #expect(clerk.close())
        #expect(asked.withLock { $0 } == 1)
    }

    @Test func `a stop leaves a thread behind that hangs`() throws {
        let disk = try Wakeup()
        let begun = try Wakeup()
        let clerk = try Clerk<Int, Int>(name: "test", questionLimit: 100, answerLimit: 8) { question, _ in
            begun.ring()
            Self.wait(for: disk.descriptor)
            return question
        }
        #expect(clerk.ask(0))
        Self.wait(for: begun.descriptor)
        #expect(!clerk.close())
        disk.ring()
    }
}
