import CallpointCore

extension Scenario {
    /// How large a city is.
    public enum Size: String, Sendable, Hashable, CaseIterable {
        /// A district, for the tests of every build: 12 units, 16 call points, some 60 presses a day.
        case small
        /// A city: 64 units, 240 call points, from 100 to 1,600 presses a day.
        case city

        var posts: Int { self == .small ? 16 : 240 }
        var patrols: Int { self == .small ? 12 : 64 }
        /// Half the side of the square that the city covers, in metres.
        var reach: Int { self == .small ? 2_500 : 7_000 }
    }

    /// The day of a seed.
    public init(seed: UInt64, size: Size = .city) {
        var random = SeededGenerator(seed: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(size.posts))
        self.init(seed: seed, posts: [], patrols: [], happenings: [], end: 86_400_000_000)
        posts = (1...size.posts).map { Scenario.post($0, size, &random) }
        patrols = (1...size.patrols).map { Scenario.patrol($0, size, &random) }
        drawPresses(size, &random)
        drawStorms(size, &random)
        drawDevices(&random)
        drawUnits(&random)
        drawFaults(&random)
        // Equal times are put in order by the nonce, because sorting need not be stable.
        happenings.sort { ($0.at, $0.nonce) < ($1.at, $1.nonce) }
    }

    private static func post(_ number: Int, _ size: Size, _ random: inout SeededGenerator) -> Post {
        let plan =
            switch random.int(1...100) {
            case ...50: "street"
            case ...65: "metro"
            case ...80: "park"
            case ...90: "river"
            default: "gate"
            }
        return Post(
            id: "CP-\(number)", north: random.int(-size.reach...size.reach),
            east: random.int(-size.reach...size.reach), plan: plan,
            wire: Wire.allCases[random.int(0...2)], kind: kind(&random))
    }

    private static func kind(_ random: inout SeededGenerator) -> AlarmKind {
        switch random.int(1...100) {
        case ...70: .panic
        case ...78: .duress
        case ...86: .medical
        case ...92: .fire
        case ...96: .tamper
        default: .technical
        }
    }

    private static func patrol(_ number: Int, _ size: Size, _ random: inout SeededGenerator) -> PatrolPlan {
        let kind: UnitKind =
            switch number % 16 {
            case 1, 5, 9, 13: .foot
            case 2, 6, 10, 14: .motorcycle
            case 3, 7, 11, 15: .vehicle
            case 4, 12: .marine
            case 8: .video
            default: .air
            }
        let isPosted = kind == .video || random.chance(percent: 3)
        return PatrolPlan(
            id: "\(kind.rawValue.prefix(1).uppercased())-\(number)", kind: kind,
            capabilities: ["aed", "rope"].filter { _ in random.chance(percent: 40) },
            north: random.int(-size.reach...size.reach), east: random.int(-size.reach...size.reach),
            beat: isPosted ? 0 : kind == .foot ? 500 : 2_000, reportSeconds: isPosted ? 0 : rhythm(of: kind),
            speedPercent: random.int(70...130), nonce: random.next())
    }

    /// Trackers report as often as their kind moves.
    private static func rhythm(of kind: UnitKind) -> Int {
        switch kind {
        case .foot: 30
        case .marine: 15
        case .air: 5
        default: 10
        }
    }

    /// Presses in the hours of the day, in thousandths of the day's: few before dawn, most late in the evening.
    private static let dayProfile = [
        58, 44, 28, 18, 12, 12, 18, 34, 44, 36, 34, 38, 42, 38, 36, 40, 46, 54, 56, 54, 58, 66, 70, 64,
    ]

    /// A press in a second, or none: for so few a second this is the Poisson process, and it needs no logarithm, whose
    /// last digit is another one on another machine.
    private mutating func drawPresses(_ size: Size, _ random: inout SeededGenerator) {
        let loads = [100, 200, 300, 400, 500, 600, 700, 800, 1_000, 1_600]
        let perDay = size == .small ? random.int(30...90) : loads[random.int(0...9)]
        for second in 0..<86_400 {
            // In 1e-9: a thousandth of the day's presses ÷ 3,600 seconds.
            let chance = perDay * Scenario.dayProfile[second / 3_600] * 1_000_000 / 3_600
            guard random.int(1...1_000_000_000) <= chance else { continue }
            press(at: Int64(second) * 1_000_000 + Int64(random.int(0...999_999)), &random)
        }
    }

    private mutating func press(at: Int64, _ random: inout SeededGenerator) {
        let post = posts[random.int(0...(posts.count - 1))].id
        let (kind, amount): (Happening.Kind, Int) =
            switch random.int(1...100) {
            case ...80: (.press, random.int(200...4_000))
            case ...93: (.falseAlarm, random.int(100...1_000))
            case ...96: (.chatter, random.int(300...1_000))
            case ...98: (.stuck, random.int(60_000...7_200_000))
            default: (.press, random.int(4_000...25_000))
            }
        happenings.append(Happening(at: at, kind, post, amount: amount, nonce: random.next()))
    }

    /// Many presses within a second: an accident, a brawl, a power surge.
    private mutating func drawStorms(_ size: Size, _ random: inout SeededGenerator) {
        for _ in 0..<random.int(0...3) {
            let at = Int64(random.int(0...86_300)) * 1_000_000
            for _ in 0..<random.int(5...max(10, posts.count / 4)) {
                press(at: at + Int64(random.int(0...1_000_000)), &random)
            }
        }
    }

    private mutating func draw(
        _ kind: Happening.Kind, _ times: ClosedRange<Int>, _ amounts: ClosedRange<Int>,
        _ random: inout SeededGenerator, subject: (inout SeededGenerator) -> String = { _ in "-" }
    ) {
        for _ in 0..<random.int(times) {
            let at = Int64(random.int(0...86_399_999)) * 1_000
            let name = subject(&random)
            happenings.append(Happening(at: at, kind, name, amount: random.int(amounts), nonce: random.next()))
        }
    }

    private mutating func drawDevices(_ random: inout SeededGenerator) {
        let posts = posts
        let post = { (random: inout SeededGenerator) in posts[random.int(0...(posts.count - 1))].id }
        draw(.recording, 0...4, 0...0, &random, subject: post)
        draw(.tamper, 0...4, 5_000...600_000, &random, subject: post)
        draw(.walkTest, 0...6, 1_000...20_000, &random, subject: post)
        draw(.tryOut, 0...4, 0...0, &random, subject: post)
        draw(.bypass, 0...3, 60_000...3_600_000, &random, subject: post)
    }

    private mutating func drawUnits(_ random: inout SeededGenerator) {
        let patrols = patrols
        let count = patrols.count
        let unit = { (random: inout SeededGenerator) in patrols[random.int(0...(count - 1))].id }
        draw(.offDuty, (count / 4)...count, 600_000...28_800_000, &random, subject: unit)
        draw(.busy, (count / 2)...(count * 2), 60_000...3_600_000, &random, subject: unit)
        draw(.outOfService, 0...(count / 4), 300_000...7_200_000, &random, subject: unit)
        draw(.silent, (count / 4)...count, 60_000...3_600_000, &random, subject: unit)
        draw(.deaf, (count / 4)...count, 60_000...1_800_000, &random, subject: unit)
    }

    private mutating func drawFaults(_ random: inout SeededGenerator) {
        draw(.feedStall, 0...3, 30_000...1_200_000, &random)
        draw(.restart, 0...4, 0...90_000, &random)
        draw(.crash, 0...6, 0...90_000, &random)
        draw(.diskFailure, 0...2, 1_000...600_000, &random)
        draw(.reload, 0...2, 0...0, &random)
        // A crash just then is what a failing disk is feared for.
        for fault in happenings where fault.kind == .diskFailure && random.chance(percent: 40) {
            let at = fault.at + Int64(random.int(0...fault.amount)) * 1_000
            happenings.append(Happening(at: at, .crash, amount: random.int(0...60_000), nonce: random.next()))
        }
        for step in [3_600_000, -3_600_000, -315_360_000_000, 315_360_000_000, 1_500, -40_000] {
            if random.chance(percent: 20) { draw(.clockStep, 1...1, step...step, &random) }
        }
        for place in happenings.indices where [.restart, .crash].contains(happenings[place].kind) {
            // Now and then nobody can tell how long no daemon ran.
            if random.chance(percent: 15) { happenings[place].amount = -1 }
        }
    }
}
