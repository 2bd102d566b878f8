public import CallpointCore

/// The engine in a quality world, in virtual time: units accept at once, and say after a while that they are under way.
public struct EngineRun {
    private let world: QualityWorld
    private var engine: Engine
    private var agenda = Agenda<Deed>()
    private var now = 0
    private var responses: [Int?]
    private var pressOf: [IncidentID: Int] = [:]
    private var pressing = 0
    /// What each unit works on, and from which spell.
    private var work: [Work?]
    private var spellOf: [Int]
    private var sources: Int64 = 0

    private struct Work {
        var order: OrderID
        var incident: IncidentID
        var press: Int
    }

    private enum Deed {
        case press(Int)
        case spell(Int)
        case enRoute(OrderID)
        case arrive(unit: Int, OrderID)
    }

    /// A unit says so long after its order that it is under way: until then it may be called back.
    static let underWayAfter = 15_000
    private static let dawn: Int64 = 1_000_000_000

    /// A run in a world. `plan` answers every press with one unit that moves on the ground.
    public init(_ world: QualityWorld, plan: Plan = EngineRun.plan) {
        self.world = world
        var builder = SiteBuilder(id: "Q")
        builder.plan(plan)
        for (number, press) in world.presses.enumerated() {
            builder.callPoint(
                CallPointID("P-\(number)"), north: press.north, east: press.east, plan: plan.name)
        }
        for (number, kind) in world.kinds.enumerated() { builder.unit(EngineRun.unit(number), kind) }
        // A unit that waits on its beat is heard of once.
        builder.site.staleAfter = .seconds(86_400)
        engine = Engine(site: builder.build())
        responses = Array(repeating: nil, count: world.presses.count)
        work = Array(repeating: nil, count: world.kinds.count)
        spellOf = Array(repeating: 0, count: world.kinds.count)
    }

    /// One unit on the ground for each press; nobody waits for an answer, for everybody accepts. Until a unit is en route
    /// another one that frees up and is half a minute sooner goes in its place.
    public static var plan: Plan {
        var plan = Plan.single(Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 1), name: "one")
        plan.swapGain = .seconds(30)
        return plan
    }

    private static func unit(_ number: Int) -> UnitID { UnitID("U-" + String(100 + number)) }

    /// What the engine gives each press, in milliseconds.
    public mutating func run() -> [Int] {
        for spell in world.spells.indices {
            if world.spells[spell].from > 0 {
                agenda.add(.spell(spell), at: Int64(world.spells[spell].from))
            } else {
                stand(spell)
            }
        }
        for unit in world.kinds.indices where world.spells.first(where: { $0.unit == unit })?.from ?? 0 > 0 {
            send(.unitStatus(EngineRun.unit(unit), .busy, source: "beat"))
        }
        for press in world.presses.indices { agenda.add(.press(press), at: Int64(world.presses[press].at)) }
        while let next = [agenda.first, deadline].compactMap({ $0 }).min() {
            now = max(now, Int(next))
            while let (_, deed) = agenda.take(by: Int64(now)) { perform(deed) }
            tick()
            if !responses.contains(nil) { break }
        }
        return responses.compactMap { $0 }
    }

    private var instant: Instant { Instant(microseconds: EngineRun.dawn + Int64(now) * 1_000) }
    private var wall: WallTime { WallTime(millisecondsSince1970: Int64(now), offsetMinutes: 0) }

    private var deadline: Int64? {
        engine.nextDeadline.map { max(0, $0.microseconds - EngineRun.dawn + 999) / 1_000 }
    }

    private mutating func tick() {
        for _ in 0..<10 {
            guard let due = deadline, due <= Int64(now) else { return }
            send(.tick)
        }
    }

    private mutating func perform(_ deed: Deed) {
        switch deed {
        case .press(let press):
            pressing = press
            send(
                .signal(
                    Signal(
                        callPoint: CallPointID("P-\(press)"), input: "panel", state: .pressed, authentication: .wired,
                        edgeAt: instant, readAt: instant)))
        case .spell(let spell): begin(spell)
        case .enRoute(let order): act(.answer(.order(order), .enRoute))
        case .arrive(let unit, let order):
            guard let work = work[unit], work.order == order else { return }
            arrive(work)
        }
    }

    private mutating func arrive(_ work: Work) {
        guard responses[work.press] == nil else { return }
        responses[work.press] = now - world.presses[work.press].at
        act(.answer(.order(work.order), .onScene))
    }

    /// A spell begins: what the unit did is done, and it stands where the spell says.
    private mutating func begin(_ spell: Int) {
        let unit = world.spells[spell].unit
        stand(spell)
        if let done = work[unit] {
            // One that is still on the way there arrives all the same: the response was counted when it left.
            if responses[done.press] == nil { settle(done) }
            work[unit] = nil
            act(.close(done.incident, .genuine, note: nil))
        }
        send(.unitStatus(EngineRun.unit(unit), .available, source: "beat"))
    }

    private mutating func settle(_ late: Work) {
        guard let due = dueOf[late.order] else { return }
        responses[late.press] = due - world.presses[late.press].at
        act(.answer(.order(late.order), .onScene))
    }

    /// When the unit of each order is there.
    private var dueOf: [OrderID: Int] = [:]

    private mutating func stand(_ spell: Int) {
        let here = world.spells[spell]
        spellOf[here.unit] = spell
        sources += 1
        _ = engine.observe(
            Fix(
                unit: EngineRun.unit(here.unit), place: Plane.shenzhen.place(north: here.north, east: here.east),
                sourceMilliseconds: sources, receivedAt: instant))
    }

    private mutating func send(_ body: Input.Body) { follow(engine.handle(Input(at: instant, wall: wall, body))) }

    private mutating func act(_ verb: Act.Verb) {
        follow(engine.handle(Act(verb, actor: "p:0011223344556677", via: "cli"), at: instant, wall: wall).events)
    }

    private mutating func follow(_ turn: [Event]) {
        for event in turn {
            switch event.body {
            case .alarmRaised: if let id = event.incident { pressOf[id] = pressing }
            case .orderStoodDown(let order, _, _, _):
                for unit in work.indices where work[unit]?.order == order { work[unit] = nil }
            case .orderIssued(let order): go(order, event.incident)
            default: break
            }
        }
    }

    private mutating func go(_ order: OrderIssued, _ incident: IncidentID?) {
        guard let incident, let press = pressOf[incident], let number = Int(order.unit.text.dropFirst(2)) else {
            return
        }
        let unit = number - 100
        work[unit] = Work(order: order.order, incident: incident, press: press)
        let travel = QualityWorld.travel(world.presses[press], world.spells[spellOf[unit]], world.kinds[unit])
        dueOf[order.order] = now + travel
        agenda.add(.arrive(unit: unit, order.order), at: Int64(now + travel))
        act(.answer(.order(order.order), .accept))
        if travel > EngineRun.underWayAfter {
            agenda.add(.enRoute(order.order), at: Int64(now + EngineRun.underWayAfter))
        }
    }
}
