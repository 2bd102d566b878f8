import CallpointCore

// What dispatchers and officers change of running responses in a random run.
extension RandomRun {
    mutating func direct() {
        if random.chance(percent: 10) { return reportSomething() }
        if random.chance(percent: 12) { return exercise() }
        guard let incident = random.pick(stage.engine.openIncidents) else { return }
        let id = incident.id
        let words: TextToken = "p:00112233445566aa"
        if random.chance(percent: 20) { return change(incident) }
        switch random.int(1...12) {
        case 1: stage.act(.hold(id, for: .seconds(random.int(1...600)), reason: words))
        case 2: stage.act(.release(id))
        case 3: stage.act(.raise(id))
        case ...5: stage.act(.order(id, unit()))
        case ...7: stage.act(.standDown(.unit(unit())))
        case 8: stage.act(.watch(id))
        case 9: stage.act(.note(id, words))
        case 10: stage.act(.answerNotice(id, random.chance(percent: 50) ? "station" : "city-command"))
        case 11: assist(unit())
        default: drive(incident)
        }
    }

    /// What people change of an incident itself.
    private mutating func change(_ incident: Incident) {
        let words: TextToken = "p:00112233445566ab"
        let other = random.pick(stage.engine.openIncidents)?.id ?? incident.id
        switch random.int(1...7) {
        case 1: stage.act(.reclassify(incident.id, random.pick(stage.engine.site.plans)?.name ?? "street", note: nil))
        case 2: stage.act(.link(incident.id, other))
        case 3: stage.act(.unlink(incident.id, other))
        case 4:
            stage.act(.split(incident.id, at: random.chance(percent: 50) ? .callPoint(callPoint()) : nil, note: nil))
        case 5: stage.act(.handOff(incident.id, "city-command", reference: words))
        default: reopenSomething()
        }
    }

    /// Somebody plays beside it all.
    private mutating func exercise() {
        switch random.int(1...8) {
        case 1: stage.act(.startExercise([unit(), unit(), unit(), unit()], for: .seconds(random.int(60...1_200))))
        case 2: stage.act(.joinExercise(unit()))
        case 3: stage.act(.leaveExercise(unit()))
        case 4: if random.chance(percent: 20) { stage.act(.stopExercise) }
        default: stage.act(.pressInExercise(callPoint()))
        }
    }

    private mutating func reopenSomething() {
        let closed = stage.events.filter { if case .alarmClosed = $0.body { true } else { false } }
        guard let id = random.pick(closed)?.incident else { return }
        let past = ClosedIncident(stage.events.filter { $0.incident == id && $0.mode == .live })
        stage.act(.reopen(id, past, reason: "p:00112233445566ac"))
    }

    private mutating func assist(_ unit: UnitID) {
        let place = stage.engine.lastPlace(of: unit)
        stage.act(.assist(.unit(unit), scale: place.map { DegreeScale(atLatitudeE7: $0.latitudeE7) }))
    }

    private mutating func reportSomething() {
        let place = Plane.shenzhen.place(north: random.int(-3_000...3_000), east: random.int(-3_000...3_000))
        let scale = DegreeScale(atLatitudeE7: place.latitudeE7)
        let isAtCallPoint = random.chance(percent: 30)
        stage.act(
            .report(
                Report(
                    at: isAtCallPoint ? .callPoint(callPoint()) : .point(place, scale, accuracyMetres: 100),
                    source: .telephone)))
    }

    /// A unit with an order comes to its call point, and stays or passes by.
    private mutating func drive(_ incident: Incident) {
        guard let order = random.pick(incident.orders.filter(\.state.isLive)) else { return }
        stage.place(order.unit, at: incident.callPoint.place)
        if random.chance(percent: 50) { stage.advance(.seconds(random.int(5...30))) }
    }
}
