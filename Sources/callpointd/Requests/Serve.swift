import CallpointCore
import Control
import EventCodec
import LinuxIO
import SiteFile

/// The names of a caller's account, as the machine knows them.
struct AccountAnswer: Sendable {
    var want: AccountWant
    var names: AccountNames
}

extension Daemon {
    /// Callers whose names may be looked up at a time; the others wait unread, as many as there may be connections.
    static let accountLimit = 64

    /// Who we are, for `hello` and the heartbeat.
    var identity: [JSON.Member] {
        [
            .init("version", .string(Version.text)), .init("site", .string(configuration.site.id)),
            .init("site_name", .string(configuration.site.name)),
            .init("time_zone", .string(configuration.timeZone)),
        ]
    }

    /// Answers what people ask on the control socket.
    func serve() {
        guard let control else { return }
        for request in control.turn(at: timeLine.now) {
            switch request.body {
            case .act(let act): perform(act, for: request)
            case .ranking(let hash): ask(.ranking(hash: hash, request.connection, request.id))
            case .names(let tokens): ask(.names(tokens, request.connection, request.id))
            default: control.reply(request.connection, id: request.id, answer(request.body), at: timeLine.now)
            }
        }
        askClerk()
        askAccounts()
    }

    /// Has the names of new callers looked up, off the loop: a name service may be slow, or gone.
    private func askAccounts() {
        guard let accounts, let control else { return }
        let room = Daemon.accountLimit - accounts.underWay
        for want in control.takeAccountWants(atMost: room) { _ = accounts.ask(want) }
    }

    /// Lets callers in whose names have been found.
    func deliverAccounts() {
        for answer in accounts?.take() ?? [] { control?.supply(answer.names, to: answer.want, at: timeLine.now) }
        askAccounts()
    }

    /// Passes on what connections want of the past.
    func askClerk() {
        for want in control?.takeHistoryWants() ?? [] { ask(.chunk(want, newest: encoder.head.sequence)) }
    }

    private func ask(_ question: HistoryQuestion) {
        guard let clerk, !clerk.ask(question) else { return }
        deliver(
            question.failed(
                ControlFailure(
                    .busy, "\(clerk.underWay) questions about the past are under way.", remedy: "Try again in a moment."
                ))
        )
    }

    private func answer(_ verb: ControlVerb) -> ControlReply {
        let now = timeLine.now
        switch verb {
        case .status: return .done(statusMembers(at: now))
        case .inputs: return .done(inputsMembers(at: now))
        case .walkTest(let callPoint): return .done(walkTestMembers(of: callPoint, at: now))
        case .incidents: return .done([.init("incidents", .array(engine.openIncidents.map { view($0, at: now) }))])
        case .incident(let id):
            guard let incident = engine.openIncidents.first(where: { $0.id == id }) else {
                return .failed(
                    ControlFailure(
                        .unknown, "There is no open incident \(id).",
                        remedy: "Ask for its events: {\"do\":\"events\",\"incident\":\"\(id)\"}."))
            }
            return .done([.init("incident", view(incident, at: now))])
        case .units(let near): return units(near: near, at: now)
        default:
            return .failed(
                ControlFailure(.invalid, "\(verb.name) is not answered here.", remedy: "Ask the server itself."))
        }
    }

    /// Does what a person asks. The reply waits until what followed is visible: a "done" that a crash
    /// could take back would be a lie.
    private func perform(_ act: ControlAct, for request: ControlRequest) {
        // What is closed the engine has forgotten, and the journal has not.
        if case .direct(.reopen(let incident, _)) = act.deed, engine.incident(incident) == nil {
            return ask(.closed(incident, act, actor: request.actor, request.connection, request.id))
        }
        perform(verb(of: act.deed), act, actor: request.actor, request.connection, request.id)
    }

    private func perform(
        _ verb: Act.Verb, _ act: ControlAct, actor: String, _ connection: ConnectionID, _ id: JSON
    ) {
        let before = encoder.head.sequence
        let outcome = engine.handle(
            Act(verb, actor: people.token(ofName: actor), via: act.via), at: timeLine.now, wall: wall.now())
        record(outcome.events)
        if let refusal = outcome.refusal {
            control?.reply(connection, id: id, .failed(ControlFailure(refusal)), at: timeLine.now)
            return
        }
        var members: [JSON.Member] = []
        if let incident = outcome.incident { members.append(.init("incident", .string(incident.text))) }
        let generation = encoder.head.generation
        let last = encoder.head.sequence
        let positions = last > before ? (before + 1...last).map { JSON.string("\(generation):\($0)") } : []
        members.append(.init("events", .array(positions)))
        replies.append(PendingReply(connection: connection, id: id, members: members, through: last))
    }

    private func verb(of deed: ControlAct.Deed) -> Act.Verb {
        switch deed {
        case .acknowledge(let incident): .acknowledge(incident)
        case .answer(let order, let reply): .answer(order, answer(of: reply))
        case .status(let unit, let status): .status(unit, status)
        case .close(let incident, let disposition, let note):
            .close(incident, disposition, note: note.map { people.token(ofText: $0) })
        case .test(let callPoint): .test(callPoint)
        case .bypass(let callPoint, let kind, let duration, let reason):
            .bypass(callPoint, kind, for: duration, reason: reason.map { people.token(ofText: $0) })
        case .endBypass(let callPoint, let kind): .endBypass(callPoint, kind)
        case .startWalkTest(let callPoints, let duration): .startWalkTest(callPoints, for: duration)
        case .ask(let callPoint, let duration): .ask(callPoint, for: duration)
        case .withdrawAsk: .withdrawAsk
        case .stopWalkTest: .stopWalkTest
        case .exercise(let act): verb(of: act)
        case .direct(let direction): verb(of: direction)
        }
    }

    private func answer(of reply: ControlAct.Reply) -> Answer {
        switch reply {
        case .accept: .accept
        case .decline(let reason): .decline(reason: reason.map { people.token(ofText: $0) })
        case .enRoute: .enRoute
        case .staging: .staging
        case .delayed(let wait, let reason): .delayed(wait, reason: reason.map { people.token(ofText: $0) })
        case .onScene: .onScene
        case .clear: .clear
        }
    }

    /// Says to whoever follows that silence is silence, and what the chain's head is.
    func sendHeartbeat(_ now: Instant) {
        control?.heartbeat(
            [
                "gen": .string(encoder.head.generation), "seq": .integer(visibleThrough),
                "hash": .string(Digest.hex(encoder.head.hash)), "head_seq": .integer(encoder.head.sequence),
                "open_incidents": .integer(Int64(engine.openIncidents { !$0.isExercise }.count)),
                "last_event_ms": .integer((now - lastEventAt).milliseconds),
                "degraded": .bool(isDegraded),
            ], at: now)
    }

    /// Hands what the history thread found to whoever asked.
    func deliverHistory() {
        for answer in clerk?.take() ?? [] { deliver(answer) }
        askClerk()
    }

    private func deliver(_ answer: HistoryAnswer) {
        switch answer {
        case .reply(let connection, let id, let reply): control?.reply(connection, id: id, reply, at: timeLine.now)
        case .chunk(let want, let lines, let isEnd): control?.supply(want, lines, isEnd: isEnd, at: timeLine.now)
        case .failed(let want, let failure): control?.fail(want, failure, at: timeLine.now)
        case .closed(let closed, let act, let actor, let connection, let id):
            guard case .direct(let direction) = act.deed else { return }
            perform(verb(of: direction, closed: closed), act, actor: actor, connection, id)
        }
    }
}
