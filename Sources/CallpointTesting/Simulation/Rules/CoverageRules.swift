import CallpointCore

/// That a beat has nobody left is said when it is so, not while somebody drives along its edge, and soon enough; and who
/// is named to move up is whom a person with a map would name.
struct CoverageIsTrue: Rule {
    let name = "cover is true"
    let hearsExercises = true
    /// Beats are looked at every 15 s, and what only positions show has to last 15 s.
    private static let latest: Duration = .seconds(30)
    /// How often this rule looks: no position and no word of a unit lasts less long.
    private static let step: Duration = .seconds(3)

    private var startedAt = Instant(microseconds: 0)
    private var loadedAt = Instant(microseconds: 0)
    private var lookedAt = Instant(microseconds: 0)
    private var isAsked = true
    /// Who has joined the exercise.
    private var joined: [UnitID] = []
    /// Beats of which a look showed something else than was said, since the first such look in a row.
    private var wrong: [(beat: BeatID, since: Instant)] = []
    /// When each beat was last said to have somebody again.
    private var restored: [(beat: BeatID, at: Instant)] = []
    /// Units that were to move up and cannot, in the same way.
    private var gone: [(unit: UnitID, since: Instant)] = []

    mutating func restarted() { (wrong, gone, restored) = ([], [], []) }

    mutating func lost(_ scene: Scene) { restarted() }

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        if event.mode == .exercise { return heard(event) }
        let book = scene.book
        switch event.body {
        case .daemonStarted: startedAt = event.at
        case .configLoaded: loadedAt = event.at
        case .coverageLost(let loss): return untrue(loss, event, scene)
        case .coverageRestored(let id, let isWatched):
            guard book.cover(of: id)?.isLost ?? false else { return "it was not lost" }
            guard let beat = Self.watched(id, book) else { return isWatched ? "nobody watches \(id)" : nil }
            if !isWatched { return "it is watched" }
            restored.removeAll { $0.beat == id }
            restored.append((id, event.at))
            return PlainCover.units(in: beat, book, at: event.at).isEmpty ? "nobody is free in \(id)" : nil
        case .moveUpProposed(let move): return untrue(move, book, at: event.at)
        case .moveUpAccepted(let beat, let unit, let actor, _):
            guard let known = book.cover(of: beat), known.unit == unit, !known.isMoving else {
                return "\(unit) is not proposed"
            }
            return actor == nil && !known.isAutomatic ? "nobody said so, and no plan does" : nil
        case .moveUpDismissed(let beat, let unit, let actor, let via):
            guard let known = book.cover(of: beat), known.unit == unit else { return "\(unit) does not move up" }
            return actor == nil ? untrue(known, unit, via, book, at: event.at) : nil
        default: break
        }
        isAsked = true
        return nil
    }

    private mutating func heard(_ event: Event) -> String? {
        switch event.body {
        case .exerciseStarted(let started): joined = started.units
        case .exerciseJoined(let unit, _, _): joined.append(unit)
        case .exerciseLeft(let unit, _, _): joined.removeAll { $0 == unit }
        case .exerciseEnded: joined = []
        default: break
        }
        return nil
    }

    private func untrue(_ loss: CoverageLost, _ event: Event, _ scene: Scene) -> String? {
        guard let beat = Self.watched(loss.beat, scene.book), beat.cover == loss.kinds else { return "no such beat" }
        if let known = scene.book.cover(of: loss.beat) {
            return known.isLost ? "it is said already" : known.isMoving ? "\(known.unit ?? "-") had moved up" : nil
        }
        if let free = PlainCover.units(in: beat, scene.book, at: event.at).first { return "\(free) is free there" }
        guard scene.isAlone else { return nil }
        let bound = scene.book.units.filter { unit in
            unit.place.map { PlainLook.lies($0, in: beat) } ?? false && beat.cover.contains(unit.unit.kind)
                && !(unit.orders.isEmpty && [.available, .standby].contains(unit.status))
        }
        if let incident = scene.incident {
            guard bound.contains(where: { $0.orders.contains { $0.incident == incident.id } }) else {
                return "\(incident.id) took nobody there"
            }
        }
        if loss.isAutomatic != (scene.incident?.plan.movesUpByItself ?? false) { return "the plan says otherwise" }
        // With nobody there who has something to do, positions alone say so.
        guard bound.isEmpty, let last = restored.last(where: { $0.beat == loss.beat })?.at,
            event.at - last < .seconds(15)
        else { return nil }
        return "somebody was there \((event.at - last).milliseconds) ms ago"
    }

    private func untrue(_ move: MoveUp, _ book: Logbook, at now: Instant) -> String? {
        guard let beat = Self.watched(move.beat, book), let known = book.cover(of: move.beat), known.isLost else {
            return "\(move.beat) is not without cover"
        }
        if known.isRefused { return "somebody wants nobody there" }
        if known.unit != nil { return "somebody is proposed already" }
        let fitting = PlainCover.movable(to: beat, book, at: now).filter { !joined.contains($0.unit) }
        guard let own = fitting.first(where: { $0.unit == move.unit }) else {
            return "\(move.unit) is not to be spared"
        }
        if own.metres != move.distanceMetres || own.eta != move.etaMilliseconds { return "its figures are wrong" }
        let better = fitting.first { ($0.isResting ? 1 : 0, $0.eta) < (own.isResting ? 1 : 0, own.eta) }
        return better.map { "\($0.unit) would be there sooner" }
    }

    private func untrue(
        _ known: LoggedCover, _ unit: UnitID, _ via: String, _ book: Logbook, at now: Instant
    ) -> String? {
        let beat = Self.watched(known.beat, book)
        switch MoveUp.Ending(rawValue: via) {
        case .unavailable: return PlainCover.isAtHand(unit, book) ? "\(unit) is free" : nil
        case .unwatched: return beat == nil ? nil : "it is watched"
        case .left: return known.isMoving && !known.isLost ? nil : "it was not there"
        case .covered:
            guard let beat, known.isMoving, !known.isLost else { return "it had not moved up" }
            let others = PlainCover.units(in: beat, book, at: now).filter { PlainCover.isOwn($0, beat, book) }
            return others.isEmpty ? "nobody else is there" : nil
        case nil: return "an unknown reason"
        }
    }

    mutating func whenQuiet(at now: Instant, _ scene: Scene) -> String? {
        // Where something seems wrong, nobody who comes back for a moment is missed.
        guard scene.isAlone, isAsked || !wrong.isEmpty || now - lookedAt >= Self.step else { return nil }
        isAsked = false
        lookedAt = now
        let book = scene.book
        guard now >= startedAt + book.site.staleAfter else { return nil }
        let known = wrong
        wrong = []
        for beat in book.site.beats where !beat.cover.isEmpty {
            let cover = book.cover(of: beat.id)
            guard PlainCover.units(in: beat, book, at: now).isEmpty != (cover?.isLost ?? false) else { continue }
            wrong.append((beat.id, known.first { $0.beat == beat.id }?.since ?? now))
        }
        if let old = book.coverage.first(where: { Self.watched($0.beat, book) == nil }), now - loadedAt > .seconds(2) {
            return "\(old.beat) is watched no more, and nothing is said"
        }
        let told = gone
        gone = book.coverage.compactMap { known in
            guard let unit = known.unit, !PlainCover.isAtHand(unit, book) else { return nil }
            return (unit, told.first { $0.unit == unit }?.since ?? now)
        }
        if let unit = gone.first(where: { now - $0.since > Self.latest })?.unit {
            return "\(unit) has something else to do, and is still to move up"
        }
        return wrong.first { now - $0.since > Self.latest }.map {
            "\($0.beat) is not as was said for \((now - $0.since).milliseconds) ms"
        }
    }

    private static func watched(_ id: BeatID, _ book: Logbook) -> Beat? {
        book.site.beats.first { $0.id == id && !$0.cover.isEmpty }
    }
}

/// Who is free, where, and to be spared: by looking at every unit.
enum PlainCover {
    /// Whether nothing but its position keeps a unit from being ordered.
    static func isAtHand(_ unit: UnitID, _ book: Logbook) -> Bool {
        guard let row = book.row(of: unit) else { return false }
        return isAtHand(book.units[row])
    }

    private static func isAtHand(_ unit: LoggedUnit) -> Bool {
        unit.isListed && unit.orders.isEmpty && [.available, .standby].contains(unit.status)
    }

    private static func isFree(_ unit: LoggedUnit, _ book: Logbook, _ isSilent: Bool, at now: Instant) -> Bool {
        isAtHand(unit) && unit.place != nil
            && (unit.isPosted || isSilent || now - unit.receivedAt <= book.site.staleAfter)
    }

    /// Those that cover a beat now.
    static func units(in beat: Beat, _ book: Logbook, at now: Instant) -> [UnitID] {
        let isSilent = book.isFeedSilent(at: now)
        var found: [UnitID] = []
        for row in book.units.indices where beat.cover.contains(book.units[row].unit.kind) {
            guard let place = book.units[row].place, isFree(book.units[row], book, isSilent, at: now),
                PlainLook.lies(place, in: beat)
            else { continue }
            found.append(book.units[row].unit.id)
        }
        return found
    }

    /// docs/CONFIGURATION.md, `cover`: the beat's own units are those at home there; where it is nobody's home, all but
    /// those that have moved up.
    static func isOwn(_ unit: UnitID, _ beat: Beat, _ book: Logbook) -> Bool {
        let home = book.site.units.filter { $0.beats.contains(beat.id) && beat.cover.contains($0.kind) }.map(\.id)
        if home.isEmpty { return !book.coverage.contains { $0.isMoving && $0.unit == unit } }
        return home.contains(unit)
    }

    /// Who could move up into a beat and leaves no other without cover, with how far and how long.
    static func movable(
        to beat: Beat, _ book: Logbook, at now: Instant
    ) -> [(unit: UnitID, metres: Int, eta: Int, isResting: Bool)] {
        let middle = CallPoint(
            id: "-", name: "-", place: beat.middle, scale: beat.scale, accuracyMetres: 1, plan: "-")
        let isSilent = book.isFeedSilent(at: now)
        let watched = book.site.beats.filter { !$0.cover.isEmpty }
        let there = watched.map { other in
            units(in: other, book, at: now).filter { unit in
                !book.coverage.contains { $0.unit == unit && $0.beat != other.id }
            }
        }
        return book.units.compactMap { unit in
            let profile = book.site.kinds[unit.unit.kind]
            guard beat.cover.contains(unit.unit.kind), profile.speedMillimetresPerSecond > 0, !unit.isPosted,
                let place = unit.place, isFree(unit, book, isSilent, at: now),
                !book.coverage.contains(where: { $0.unit == unit.unit.id }),
                !there.contains([unit.unit.id])
            else { return nil }
            let metres = PlainLook.metres(from: place, to: middle)
            return (unit.unit.id, metres, PlainLook.eta(metres, profile), unit.status == .standby)
        }
    }
}
