import CallpointCore
import Sense
import Testing

private let start = Instant(microseconds: 5_000_000)

@Suite struct `Contacts of a wired input` {
    @Test func `a level that becomes active is a press, and its end a release`() {
        var supervisor = ContactSupervisor(
            input: "panel", contacts: [WiredContact(callPoint: "NS-0412", role: .button, name: "panel/17")])
        let pressed = ContactSample(
            contact: 0, isActive: true, at: start, readAt: start + .microseconds(40), origin: .edge)
        let released = ContactSample(
            contact: 0, isActive: false, at: start + .seconds(1), readAt: start + .seconds(1), origin: .edge)
        #expect(
            supervisor.take(pressed) == [
                .signal(
                    Signal(
                        callPoint: "NS-0412", input: "panel", state: .pressed, authentication: .wired, edgeAt: start,
                        readAt: start + .microseconds(40)))
            ])
        #expect(supervisor.take(pressed) == [])
        #expect(supervisor.take(released).count == 1)
    }
}
