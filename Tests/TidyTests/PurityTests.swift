import Testing

/// What the core may not do, so that the same inputs give the same events on any machine.
enum Purity {
    static let clock = Rule.matching(
        #"\b(ContinuousClock|SuspendingClock|clock_gettime|gettimeofday|Date\s*\(|DispatchTime|MonotonicClock)"#,
        what: "the core has no clock", remedy: "Take the time from the input (`Input.at`, `Input.wall`).")

    static let random = Rule.matching(
        #"(\.random\b|\bSystemRandomNumberGenerator\b|\.shuffled?\s*\(|\.randomElement\s*\(|\bUUID\s*\(|\.hashValue\b|\bHasher\s*\()"#,
        what: "the core draws nothing at random, and a hash differs from run to run",
        remedy: "Derive the value, or let the shell draw it and hand it in.")

    /// What the standard library gives without an import; the rest falls to the table of imports.
    static let output = Rule.matching(
        #"(?<![.\w])(print|debugPrint|dump|readLine)\s*\("#,
        what: "the core reads and writes nothing", remedy: "Return an event; the shell shows it.")

    static let concurrency = Rule.matching(
        #"(?<![.\w`])(async\b|await\b|Task(?:Group)?\s*[({<.]|actor\s+\w|Thread\s*[({.]|Mutex\b|Atomic\b|DispatchQueue\b|AsyncStream\b)"#,
        what: "the core has one caller and no threads", remedy: "Make it a plain function of its input.")

    static let mathematics = Rule.matching(
        #"(?<![.\w])(a?sinh?|a?cosh?|a?tanh?|atan2|pow|exp2?|log(?:2|10|1p)?|hypot|cbrt|sincos|fmod)\s*\("#,
        what: "results of libm differ from machine to machine",
        remedy: "Use whole numbers, + − × ÷ and squareRoot(); do trigonometry in Geodesy.")

    /// Iteration over a dictionary or a set, as far as the names tell.
    ///
    /// It learns from declarations (`let x: [K: V]`, `: Set<…>`, `= [K: V]()`,
    /// `= Set(…)`) which names are unordered, and reports a `for … in` over
    /// one, an order-sensitive call on one (`map`, `first`, `reduce` …), and any
    /// `.keys` or `.values`. A name that the module declares both ways is
    /// watched only in files where it is unordered each time.
    /// Let through, as their result has an order of its own or none at all: `.keys.sorted()`,
    /// subscripts, `count`, `contains`, `allSatisfy`, `mapValues`, `filter`, set algebra.
    static func unordered(in module: [SourceFile]) -> Rule {
        let names = module.map { UnorderedNames(of: $0) }
        let everywhere = UnorderedNames(
            unordered: names.reduce(into: []) { $0.formUnion($1.unordered) },
            ordered: names.reduce(into: []) { $0.formUnion($1.ordered) })
        return Rule(
            what: "the order of a dictionary or a set differs from run to run",
            remedy: "Keep an array in an order of its own, or go over `.keys.sorted()`."
        ) { file in
            let own = UnorderedNames(of: file)
            let watched = everywhere.certain.subtracting(own.ordered).union(own.certain)
            return file.code.enumerated().flatMap { index, line in
                UnorderedNames.uses(of: watched, in: line).map { (index + 1, $0) }
            }
        }
    }

    static let all = [clock, random, output, concurrency, mathematics]
}

@Suite("The core is pure")
struct PurityTests {
    let core = SourceTree.sources(of: "CallpointCore")

    @Test func `the core has no clock`() { expect(Purity.clock, keptBy: core) }
    @Test func `the core draws nothing at random`() { expect(Purity.random, keptBy: core) }
    @Test func `the core reads and writes nothing`() { expect(Purity.output, keptBy: core) }
    @Test func `the core knows no threads, tasks or actors`() { expect(Purity.concurrency, keptBy: core) }
    @Test func `the core calls no libm`() { expect(Purity.mathematics, keptBy: core) }
    @Test func `the core goes over no dictionary or set`() { expect(Purity.unordered(in: core), keptBy: core) }

    @Test(arguments: [
        "let now = ContinuousClock.now", "clock_gettime(CLOCK_MONOTONIC, &time)", "let x = Int.random(in: 0..<9)",
        "units.shuffle()", "let key = unit.hashValue", #"print("pressed")"#, "func run() async {}",
        "Task { step() }", "actor Engine {}", "let east = cos(latitude)", "let y = pow(x, 2)",
        #"let text = "at \(ContinuousClock.now)""#,
    ])
    func `an impure line is caught`(line: String) {
        #expect(Purity.all.contains { catches($0, line) })
    }

    @Test(arguments: [
        "// the core has no ContinuousClock, and never print()s", #"let word = "Task { await actor }""#,
        "let length = (x * x + y * y).squareRoot()", "mutating func close(_ incident: IncidentID) {}",
        "let reads = reader.read()", "public init(_ verb: Verb, actor: TextToken) {}", "self.actor = actor.id",
        "let cosine = scale.cos", "/* nested /* print() */ print() */ let a = 1",
    ])
    func `a pure line is let through`(line: String) {
        #expect(!Purity.all.contains { catches($0, line) })
    }

    @Test(arguments: [
        "var seen: [UnitID: Int]\nfor (unit, count) in seen { }", "let known: Set<UnitID>\nfor unit in known { }",
        "var seen = [UnitID: Int]()\nlet all = seen.map { $0 }", "let known = Set(units)\nlet one = known.first",
        "for unit in state.seen.values { }", "let all = state.seen.keys.map { $0 }",
        "var seen: [UnitID: Int]\nfor x in self.seen where x.value > 1 { }",
        "var seen: [UnitID: [Int]] = [:]\nlet all = Array(seen)",
        "private(set) var seen: Dictionary<UnitID, Int>\nfor entry in seen { }",
    ])
    func `going over something unordered is caught`(snippet: String) {
        let file = SourceFile(path: "Sources/CallpointCore/Snippet.swift", text: snippet)
        #expect(!Purity.unordered(in: [file]).findings(in: file).isEmpty)
    }

    @Test(arguments: [
        "var seen: [UnitID: Int]\nfor unit in seen.keys.sorted() { }", "var seen: [UnitID: Int]\nseen[unit] = 1",
        "let units: [Unit]\nfor unit in units { }", "let known: Set<UnitID>\nif known.contains(unit) { }",
        "let values = [1]\nfor value in values { }",
        "var denied: [(unit: UnitID, at: Instant)] = []\nfor x in denied { }",
        "var seen: [UnitID: Int]\nlet n = seen.count",
    ])
    func `what has an order is let through`(snippet: String) {
        let file = SourceFile(path: "Sources/CallpointCore/Snippet.swift", text: snippet)
        #expect(Purity.unordered(in: [file]).findings(in: file).isEmpty)
    }

    @Test func `a name that another file declares unordered is caught too`() {
        let table = SourceFile(path: "Sources/CallpointCore/A.swift", text: "struct A { var byUnit: [UnitID: Int] }")
        let loop = SourceFile(path: "Sources/CallpointCore/B.swift", text: "for x in a.byUnit { }")
        #expect(Purity.unordered(in: [table, loop]).findings(in: loop).map(\.line) == [1])
    }
}
