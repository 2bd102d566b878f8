public import CallpointCore

/// A plain look at all units: no index, no rings, no early end. What the engine must come to as well.
public struct PlainLook: Sendable {
    /// A unit that fits.
    public struct Fitting: Sendable, Comparable {
        /// The unit.
        public var unit: UnitID
        /// Estimated time of arrival, in milliseconds.
        public var etaMilliseconds: Int
        /// When its fix was received, in microseconds; 0 for a post.
        public var receivedMicroseconds: Int64
        /// What is held against it.
        public var handicap = Handicap()

        /// Those that do not rest first; then the sooner, with a unit of another beat put back; ties go to the unit
        /// against which less is held, then to the fresher fix, then the smaller id.
        public static func < (a: Fitting, b: Fitting) -> Bool {
            if a.handicap.isResting != b.handicap.isResting { return b.handicap.isResting }
            let (after, before) = (a.handicap.beatMilliseconds, b.handicap.beatMilliseconds)
            if a.etaMilliseconds + after != b.etaMilliseconds + before {
                return a.etaMilliseconds + after < b.etaMilliseconds + before
            }
            if after != before { return after < before }
            if a.receivedMicroseconds != b.receivedMicroseconds {
                return a.receivedMicroseconds > b.receivedMicroseconds
            }
            return a.unit < b.unit
        }
    }

    /// Those that fit, soonest first; those that were asked before and may be asked again come after all others.
    public private(set) var fitting: [Fitting] = []
    /// How many of `fitting` have not been asked before.
    public private(set) var firstChoices = 0
    /// How many were asked before and may be asked again, whether or not they fit.
    public private(set) var askable = 0
    /// How many are out, by reason.
    public private(set) var counts = ExclusionCounts()
    /// Whether old fixes count, because the whole feed is silent.
    public let isDegraded: Bool

    private let now: Instant
    private let caller: UnitID?
    private let staleAfter: Duration
    private let point: CallPoint
    private let requirement: Requirement
    private let latestUseful: Int?
    private let preferBeat: Int
    private let ownBeats: [BeatID]
    /// Units whose order does not bind them here.
    private let lent: [UnitID]

    /// A unit that did not answer may be asked again so long afterwards.
    private static let unansweredPause: Duration = .seconds(120)

    /// Looks at who could go to a call point, for an incident that gave these orders; at all units, or at some rows.
    public init(
        _ book: Logbook, at point: CallPoint, _ requirement: Requirement, now: Instant,
        orders: [LoggedOrder] = [], caller: UnitID? = nil, among rows: [Int]? = nil,
        latestUseful: Int? = nil, preferBeat: Duration? = nil, lent: [UnitID] = []
    ) {
        self.now = now
        self.caller = caller
        self.lent = lent
        self.point = point
        self.requirement = requirement
        self.latestUseful = latestUseful
        ownBeats = book.site.beats.filter { PlainLook.lies(point.place, in: $0) }.map(\.id)
        self.preferBeat = ownBeats.isEmpty ? 0 : Int(preferBeat?.milliseconds ?? 0)
        staleAfter = book.site.staleAfter
        isDegraded = book.isFeedSilent(at: now)
        var again: [Fitting] = []
        if let rows {
            for row in rows { look(book, row, orders, &again) }
        } else {
            for row in book.units.indices { look(book, row, orders, &again) }
        }
        fitting.sort()
        again.sort()
        firstChoices = fitting.count
        fitting += again
    }

    private mutating func look(_ book: Logbook, _ row: Int, _ orders: [LoggedOrder], _ again: inout [Fitting]) {
        guard let place = book.units[row].place else {
            counts[.unlocated] += 1
            return
        }
        let metres = PlainLook.metres(from: place, to: point)
        let unit = book.units[row].unit.id
        let asked = unit == caller ? .tried : PlainLook.asked(unit, orders, now: now)
        if asked == .again { askable += 1 }
        if let reason = exclusion(book, row, metres: metres, isTried: asked == .tried) {
            counts[reason] += 1
            return
        }
        let found = Fitting(
            unit: book.units[row].unit.id,
            etaMilliseconds: arrival(book, row, metres: metres),
            receivedMicroseconds: book.units[row].receivedAt.microseconds,
            handicap: Handicap(
                carriagewayMilliseconds: turning(book, row),
                beatMilliseconds: book.units[row].unit.beats.contains { ownBeats.contains($0) } ? 0 : preferBeat,
                isResting: book.units[row].status == .standby))
        if asked == .again { again.append(found) } else { fitting.append(found) }
    }

    /// Whether an incident has asked a unit before.
    private enum Asked { case never, again, tried }

    private static func asked(_ unit: UnitID, _ orders: [LoggedOrder], now: Instant) -> Asked {
        var asked = Asked.never
        for order in orders where order.unit == unit {
            if order.state == .preempted || order.state == .swapped {
                asked = .again
                continue
            }
            guard order.state == .timedOut, now - order.stateAt >= unansweredPause else { return .tried }
            asked = .again
        }
        return asked
    }

    private func exclusion(_ book: Logbook, _ row: Int, metres: Int, isTried: Bool) -> ExclusionReason? {
        if let radius = requirement.withinMetres, metres > radius { return .radius }
        if !requirement.kinds.contains(book.units[row].unit.kind) { return .kind }
        for name in requirement.capabilities where !book.units[row].unit.capabilities.contains(name) {
            return .capability
        }
        if !book.units[row].isListed || book.units[row].status == .offDuty { return .offDuty }
        if !book.units[row].orders.isEmpty, !lent.contains(book.units[row].unit.id) { return .ordered }
        if book.units[row].status == .busy { return .busy }
        if book.units[row].status == .outOfService { return .outOfService }
        if isTried { return .tried }
        if !isDegraded, !book.units[row].isPosted, now - book.units[row].receivedAt > staleAfter { return .stale }
        if let latestUseful, arrival(book, row, metres: metres) > latestUseful { return .noGain }
        return nil
    }

    /// Metres from a place to a call point on the plane that touches the earth there, to the nearest.
    public static func metres(from place: Coordinate, to callPoint: CallPoint) -> Int {
        var east = Double(place.longitudeE7) - Double(callPoint.place.longitudeE7)
        if east > 1.8e9 { east -= 3.6e9 } else if east < -1.8e9 { east += 3.6e9 }
        let x = east * Double(callPoint.scale.millimetresPerDegreeLongitude) / 1e10
        let y =
            (Double(place.latitudeE7) - Double(callPoint.place.latitudeE7))
            * Double(callPoint.scale.millimetresPerDegreeLatitude) / 1e10
        return Int((x * x + y * y).squareRoot().rounded())
    }

    /// Reaction, and distance × detour ÷ speed, in milliseconds rounded up.
    public static func eta(_ metres: Int, _ profile: KindProfile) -> Int {
        let reaction = Int(profile.reaction.milliseconds)
        guard profile.speedMillimetresPerSecond > 0 else { return reaction }
        let (whole, rest) = (metres * profile.detourPercent * 10_000).quotientAndRemainder(
            dividingBy: profile.speedMillimetresPerSecond)
        return reaction + whole + (rest > 0 ? 1 : 0)
    }
}

extension PlainLook {
    /// A look for each way in which a need of an incident can be met, in the order of its plan.
    static func ways(
        _ need: LoggedIncident.Need, of incident: LoggedIncident, _ book: Logbook, now: Instant,
        among rows: [Int]? = nil
    ) -> [PlainLook] {
        guard let requirement = incident.requirement(need) else { return [] }
        let limit = latestUseful(requirement, need, incident, book, now: now)
        let ways = requirement.alternatives.isEmpty ? [requirement] : requirement.alternatives
        return ways.map { way in
            PlainLook(
                book, at: incident.point, way, now: now, orders: incident.orders, caller: incident.caller,
                among: rows, latestUseful: limit, preferBeat: incident.plan.preferBeat)
        }
    }

    /// When a unit has to be there to be worth it: so much before the last whom lower tiers have under way.
    private static func latestUseful(
        _ requirement: Requirement, _ need: LoggedIncident.Need, _ incident: LoggedIncident, _ book: Logbook,
        now: Instant
    ) -> Int? {
        guard let gain = requirement.minGain else { return nil }
        var last: Int?
        for order in incident.orders where order.tier < need.tier && order.isUnderWay {
            last = max(last ?? 0, remaining(order, incident, book, now: now))
        }
        return last.map { $0 - Int(gain.milliseconds) }
    }

    /// When a unit under way is expected, in milliseconds from now.
    static func remaining(_ order: LoggedOrder, _ incident: LoggedIncident, _ book: Logbook, now: Instant) -> Int {
        let passed = Int((now - order.issuedAt).milliseconds)
        guard let row = book.row(of: order.unit), let place = book.units[row].place else {
            return max(0, order.etaMilliseconds - passed, order.promised(at: now))
        }
        var profile = book.site.kinds[book.units[row].unit.kind]
        let left =
            order.state == .enRoute || order.state == .staging ? 0 : max(0, Int(profile.reaction.milliseconds) - passed)
        profile.reaction = .milliseconds(left)
        return max(eta(metres(from: place, to: incident.point), profile), order.promised(at: now))
    }

    /// When the first of those under way is expected who travels there; nil where nobody is.
    static func firstArrival(_ incident: LoggedIncident, _ book: Logbook, now: Instant) -> Int? {
        var first: Int?
        for order in incident.orders where order.isUnderWay {
            if let row = book.row(of: order.unit), book.units[row].place != nil,
                book.site.kinds[book.units[row].unit.kind].speedMillimetresPerSecond == 0
            {
                continue
            }
            let left = remaining(order, incident, book, now: now)
            first = min(first ?? left, left)
        }
        return first
    }
}

extension PlainLook {
    private func arrival(_ book: Logbook, _ row: Int, metres: Int) -> Int {
        PlainLook.eta(metres, book.site.kinds[book.units[row].unit.kind]) + turning(book, row)
    }

    /// What a unit on the other side of a divided road takes more, in milliseconds.
    private func turning(_ book: Logbook, _ row: Int) -> Int {
        let unit = book.units[row]
        guard let side = point.carriageway, let penalty = book.site.kinds[unit.unit.kind].otherCarriageway,
            let place = unit.place, unit.headingDegrees < 360, unit.speedCentimetresPerSecond >= 300
        else { return 0 }
        let turn = (Int(unit.headingDegrees) - side.headingDegrees + 720) % 360
        guard (135...225).contains(turn) else { return 0 }
        var longitude = Double(place.longitudeE7) - Double(point.place.longitudeE7)
        if longitude > 1.8e9 { longitude -= 3.6e9 } else if longitude < -1.8e9 { longitude += 3.6e9 }
        let x = longitude * Double(point.scale.millimetresPerDegreeLongitude) / 1e10
        let latitude = Double(place.latitudeE7) - Double(point.place.latitudeE7)
        let y = latitude * Double(point.scale.millimetresPerDegreeLatitude) / 1e10
        let (north, east) = (Double(side.north), Double(side.east))
        let isNear = abs(y * east - x * north) / 1_000_000 <= 60 && abs(y * north + x * east) / 1_000_000 <= 3_000
        return isNear ? Int(penalty.milliseconds) : 0
    }

    /// Whether a place lies in a beat: how often the line from it to the east is crossed, in fractions of whole numbers.
    static func lies(_ place: Coordinate, in beat: Beat) -> Bool {
        var crossings = 0
        for ring in beat.rings {
            for (number, a) in ring.enumerated() {
                let b = ring[(number + 1) % ring.count]
                let (low, high) = a.latitudeE7 <= b.latitudeE7 ? (a, b) : (b, a)
                guard low.latitudeE7 <= place.latitudeE7, place.latitudeE7 < high.latitudeE7 else { continue }
                let rise = Int(high.latitudeE7) - Int(low.latitudeE7)
                let run = Int(high.longitudeE7) - Int(low.longitudeE7)
                let up = Int(place.latitudeE7) - Int(low.latitudeE7)
                if (Int(place.longitudeE7) - Int(low.longitudeE7)) * rise < up * run { crossings += 1 }
            }
        }
        return crossings % 2 == 1
    }
}
