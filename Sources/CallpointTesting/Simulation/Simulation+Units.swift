import CallpointCore

// What units and dispatchers do about what they hear.
extension Simulation {
    mutating func happen(_ happening: Happening, to patrol: Int) {
        let until = now + Int64(happening.amount) * 1_000
        let unit = patrols[patrol].unit
        switch happening.kind {
        case .offDuty, .busy, .outOfService:
            let status: UnitStatus =
                switch happening.kind {
                case .busy: .busy
                case .outOfService: .outOfService
                default: .offDuty
                }
            act(.status(unit, status))
            // People say it on the radio, or a terminal does.
            if happening.nonce % 2 == 0 {
                agenda.add(.act(.status(unit, .available)), at: until)
            } else {
                agenda.add(.send(.unitStatus(unit, .available, source: "terminal")), at: until)
            }
        case .silent: patrols[patrol].silentUntil = max(patrols[patrol].silentUntil, until)
        case .deaf: patrols[patrol].deafUntil = max(patrols[patrol].deafUntil, until)
        default: break
        }
    }

    /// Lets people hear of a turn.
    mutating func follow(_ turn: [Event]) {
        var issued: [OrderID] = []
        for event in turn {
            switch event.body {
            case .orderIssued(let order):
                issued.append(order.order)
                hear(order, event)
            case .testOrdered(let order): issued.append(order.order)
            case .orderAcknowledged(let order, let unit, _, _, _): accepted(order, unit)
            case .unitEnRoute(let order, let unit, _, _): drive(order, unit, to: event.callPoint)
            case .unitOnScene(let order, let unit, _, _): work(order, unit)
            case .unitClear(let order, let unit, _, _): leave(order, unit)
            case .orderDeclined(let order, let unit, _, _, _), .orderStoodDown(let order, let unit, _, _),
                .orderTimedOut(let order, let unit, _):
                dismiss(order, unit)
            case .alarmRaised: dispatch(event)
            case .alarmReported:
                pressing = Origin(nonce: UInt64(now), isGenuine: true)
                dispatch(event)
            case .noticeSent(let notice): answer(notice, event)
            case .moveUpProposed(let move): consider(move)
            case .moveUpAccepted(let beat, let unit, _, _): moveUp(unit, into: beat)
            case .moveUpDismissed(_, let unit, _, _): goBack(unit)
            case .alarmClosed: if let id = event.incident { origins[id] = nil }
            default: break
            }
        }
        guard !issued.isEmpty else { return }
        let wait: Int64 = diskBadUntil > now ? 50_030 : 430
        agenda.add(.emitted(issued), at: now + wait)
    }

    /// The chances of one unit at one order: the same whatever else happens in the city.
    private func chances(_ order: OrderID, _ unit: UnitID, salt: UInt64) -> SeededGenerator {
        let origin = origins[order.incident]?.nonce ?? 1
        let own = patrolOf[unit].map { patrols[$0].plan.nonce } ?? 0
        let attempt = UInt64(order.text.utf8.last ?? 0)
        var random = SeededGenerator(seed: origin ^ (own &* 31) ^ (attempt << 40) ^ (salt << 32))
        _ = random.next()
        return random
    }

    mutating func later(_ verb: Act.Verb, _ milliseconds: Int) {
        agenda.add(.act(verb), at: now + Int64(milliseconds) * 1_000)
    }

    /// An order reaches a unit. Most say yes at once; some late, some no, some nothing at all.
    private mutating func hear(_ order: OrderIssued, _ event: Event) {
        guard let patrol = patrolOf[order.unit] else { return }
        patrols[patrol].order = order.order
        var random = chances(order.order, order.unit, salt: 1)
        let reference = OrderReference.order(order.order)
        let isDeaf = patrols[patrol].deafUntil > now
        switch random.int(1...100) {
        case ...76: isDeaf ? () : later(.answer(reference, .accept), random.int(2_000...22_000))
        case ...83: later(.answer(reference, .accept), random.int(31_000...120_000))
        case ...89: isDeaf ? () : later(.answer(reference, .decline(reason: nil)), random.int(3_000...25_000))
        case ...94: isDeaf ? () : later(.answer(reference, .enRoute), random.int(5_000...28_000))
        default: break
        }
    }

    private mutating func accepted(_ order: OrderID, _ unit: UnitID) {
        guard let patrol = patrolOf[unit] else { return }
        patrols[patrol].order = order
        var held = chances(order, unit, salt: 6)
        // Now and then something keeps one, or it is told to wait before it goes in.
        if held.chance(percent: 5) {
            later(
                .answer(.order(order), .delayed(.seconds(held.int(30...900)), reason: nil)), held.int(500...60_000))
        }
        if held.chance(percent: 4) { later(.answer(.order(order), .staging), held.int(20_000...180_000)) }
        var random = chances(order, unit, salt: 2)
        // Now and then one forgets to say that it is under way, and only says that it is there.
        if random.chance(percent: 95) {
            later(.answer(.order(order), .enRoute), random.int(1_000...12_000))
        } else if let post = postOf[callPoint(of: order)] {
            arriveLater(patrol, order, post)
        }
    }

    private func callPoint(of order: OrderID) -> CallPointID {
        book.scene.book.incident(order.incident)?.point.id ?? "-"
    }

    private mutating func arriveLater(_ patrol: Int, _ order: OrderID, _ post: Int) {
        let target = scenario.posts[post]
        let there = patrols[patrol].go(to: (target.north, target.east), at: now)
        agenda.add(.arrive(patrol, order), at: there)
    }

    private mutating func drive(_ order: OrderID, _ unit: UnitID, to callPoint: CallPointID?) {
        guard let patrol = patrolOf[unit], let callPoint, let post = postOf[callPoint] else { return }
        arriveLater(patrol, order, post)
    }

    mutating func arrive(_ patrol: Int, _ order: OrderID) {
        guard patrols[patrol].order == order else { return }
        // Its next positions show it there: the daemon hears them as they come.
        for report in 1...3 where patrols[patrol].plan.reportSeconds > 0 {
            agenda.add(.wake, at: now + Int64(report * patrols[patrol].plan.reportSeconds) * 1_000_000)
        }
        var random = chances(order, patrols[patrol].unit, salt: 3)
        switch random.int(1...100) {
        case ...60: act(.answer(.unit(patrols[patrol].unit), .onScene))
        // It has its hands full, and the position says it.
        case ...95: break
        // It forgets to say so, and says that it is done.
        case ...98: later(.answer(.order(order), .clear), random.int(60_000...600_000))
        // It never says anything any more.
        default: break
        }
    }

    private mutating func work(_ order: OrderID, _ unit: UnitID) {
        var random = chances(order, unit, salt: 4)
        let isGenuine = origins[order.incident]?.isGenuine ?? true
        later(.answer(.order(order), .clear), random.int(isGenuine ? 120_000...900_000 : 30_000...180_000))
        if random.chance(percent: 3) { later(.assist(.order(order), scale: nil), random.int(10_000...100_000)) }
    }

    private mutating func leave(_ order: OrderID, _ unit: UnitID) {
        dismiss(order, unit)
        var random = chances(order, unit, salt: 5)
        let isDone = book.scene.book.incident(order.incident)?.hasBeenOnScene ?? false
        guard isDone else { return }
        let isGenuine = origins[order.incident]?.isGenuine ?? true
        later(
            .close(order.incident, isGenuine ? .genuine : .falseAccidental, note: nil), random.int(10_000...180_000))
    }

    private mutating func dismiss(_ order: OrderID, _ unit: UnitID) {
        guard let patrol = patrolOf[unit], patrols[patrol].order == order else { return }
        patrols[patrol].free(at: now)
    }

    /// A dispatcher takes an incident up, early or late or never, and closes it at last whatever happened.
    private mutating func dispatch(_ event: Event) {
        guard let id = event.incident else { return }
        tally.incidents += 1
        origins[id] = pressing
        var random = SeededGenerator(seed: Fingerprint.add(event.callPoint?.text ?? "-", to: UInt64(now)))
        if random.chance(percent: 85) { later(.acknowledge(id), random.int(4_000...80_000)) }
        // Somebody calls back, and nobody was in need.
        if random.chance(percent: 6) { later(.close(id, .cancelledEnRoute, note: nil), random.int(30_000...240_000)) }
        later(.close(id, .unfounded, note: nil), random.int(2_700_000...10_800_000))
        direct(id, &random)
    }

    /// What a dispatcher changes of a response that runs.
    private mutating func direct(_ id: IncidentID, _ random: inout SeededGenerator) {
        let when = random.int(5_000...300_000)
        let unit = patrols.isEmpty ? "-" : patrols[random.int(0...(patrols.count - 1))].unit
        let words: TextToken = "p:00112233445566aa"
        switch random.int(1...100) {
        case ...4:
            later(.hold(id, for: .seconds(random.int(10...600)), reason: words), when)
            if random.chance(percent: 50) { later(.release(id), when + random.int(5_000...300_000)) }
        case ...7: later(.raise(id), when)
        case ...12: later(.order(id, unit), when)
        case ...16: later(.standDown(.unit(unit)), when)
        case ...20: later(.watch(id), when)
        case ...23: later(.note(id, words), when)
        case ...28: later(.confirm(id, random.chance(percent: 50) ? .video : .unfounded), when)
        case ...30:
            let chance = random.next()
            // The one of all posts with the greatest number: which it is does not hang on how many others there are,
            // so that a shrunk day plays the same.
            let post = CallPointID(scenario.posts.max { drawn($0, chance) < drawn($1, chance) }?.id ?? "-")
            let kind = AlarmKind.allCases[random.int(0...(AlarmKind.allCases.count - 1))]
            later(.report(Report(at: .callPoint(post), source: .telephone, kind: kind)), when)
        default: break
        }
    }

    /// The number of a post for one chance.
    private func drawn(_ post: Scenario.Post, _ chance: UInt64) -> UInt64 {
        var random = SeededGenerator(seed: Fingerprint.add(post.id, to: chance))
        return random.next()
    }

    /// Whoever is told mostly says so, soon or late.
    private mutating func answer(_ notice: NoticeSent, _ event: Event) {
        guard let id = event.incident else { return }
        let seed = (origins[id]?.nonce ?? 1) ^ UInt64(notice.contact.text.utf8.count) ^ UInt64(now)
        var random = SeededGenerator(seed: seed)
        if random.chance(percent: 70) { later(.answerNotice(id, notice.contact), random.int(5_000...150_000)) }
    }
}
