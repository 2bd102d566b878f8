import CallpointTesting
import Glibc

/// Plays many seeds in several processes, and adds up what they say.
struct Crew {
    let options: Simulate
    private var total = Tally()
    private var done = 0
    private var failures: [Report] = []
    private var progress: Progress

    init(options: Simulate) {
        self.options = options
        progress = Progress(of: options.seeds)
    }

    /// Plays them all. Whether every day kept the rules.
    mutating func run() throws -> Bool {
        let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let jobs = min(options.seeds, options.jobs == 0 ? cores : options.jobs)
        let began = Progress.seconds()
        var children: [Child] = []
        for number in 0..<jobs {
            let count = (options.seeds - number + jobs - 1) / jobs
            children.append(try start(first: options.first + UInt64(number), count: count, stride: UInt64(jobs)))
        }
        while !children.isEmpty {
            try hear(&children, stride: UInt64(jobs))
            guard options.failFast, !failures.isEmpty else { continue }
            for child in children { child.end() }
            break
        }
        progress.end()
        failures.sort { $0.seed < $1.seed }
        report(seconds: Progress.seconds() - began, jobs: jobs)
        if !options.plain, !options.json { try shrinkFirst() }
        return failures.isEmpty
    }

    /// Plays the first day that broke a rule again, here, and shrinks it. One that killed its process is left alone.
    private func shrinkFirst() throws {
        guard let failure = failures.first(where: { $0.hash != "-" }) else { return }
        let scenario = Scenario(seed: failure.seed, size: options.size)
        var simulation = Simulation(scenario)
        if let breach = simulation.run().breaches.first { try Single(options: options).shrink(scenario, breach) }
    }

    private func start(first: UInt64, count: Int, stride: UInt64) throws -> Child {
        try Child([
            "--worker", "--first", String(first), "--seeds", String(count), "--stride", String(stride), "--size",
            options.size.rawValue,
        ])
    }

    /// Waits until one of the children has said something.
    private mutating func hear(_ children: inout [Child], stride: UInt64) throws {
        var polled = children.map { pollfd(fd: $0.output, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, nfds_t(polled.count), 1_000) > 0 else { return progress.show(done, total, failures.count) }
        for index in children.indices.reversed() where polled[index].revents != 0 {
            guard let lines = children[index].lines() else {
                let child = children.remove(at: index)
                let isGood = child.wait()
                // It died in a day: that one is lost and named, and the rest of its share goes on.
                if !isGood, let seed = child.seed { children += try goOn(after: seed, stride: stride) }
                continue
            }
            for line in lines { take(line, from: &children[index]) }
        }
        progress.show(done, total, failures.count)
    }

    private mutating func goOn(after seed: UInt64, stride: UInt64) throws -> [Child] {
        failures.append(
            Report(seed: seed, hash: "-", tally: Tally(), breach: "the program died: a precondition does not hold"))
        done += 1
        let end = options.first + UInt64(options.seeds)
        let next = seed + stride
        guard next < end else { return [] }
        return [try start(first: next, count: Int((end - next + stride - 1) / stride), stride: stride)]
    }

    private mutating func take(_ line: String, from child: inout Child) {
        if line.hasPrefix("begin ") { child.seed = UInt64(line.dropFirst(6)) }
        guard let report = Report(line: line) else { return }
        child.seed = nil
        done += 1
        total.add(report.tally)
        if report.breach != nil { failures.append(report) }
    }

    private func report(seconds: Double, jobs: Int) {
        if options.json { return print(jsonText(seconds: seconds, jobs: jobs)) }
        let used = max(0.001, Progress.childrenSeconds())
        print(
            """
            \(done) days of a \(options.size == .city ? "city" : "district"): \(total.presses) presses, \
            \(total.incidents) incidents, \(total.orders) orders, \(total.events) events
            \(total.shortfalls) shortfalls, \(total.timeouts) unanswered orders, \(total.restarts) restarts, \
            \(total.crashes) crashes, \(total.fixes) positions
            \(Progress.rounded(seconds)) s in \(jobs) processes, \(Progress.rounded(used)) s of a core: \
            \(Int(Double(total.incidents) / used * 60)) incidents a core and minute
            """)
        for failure in failures.prefix(10) {
            print("seed \(failure.seed) broke a rule: \(failure.breach ?? "")")
            print("  again: \(options.command(failure.seed))")
        }
        if failures.count > 10 { print("… and \(failures.count - 10) more") }
        print(failures.isEmpty ? "every rule held" : "\(failures.count) of \(done) days broke a rule")
    }

    private func jsonText(seconds: Double, jobs: Int) -> String {
        let counts = Tally.fields.map { "\"\($0.name)\":\(total[keyPath: $0.path])" }.joined(separator: ",")
        let broken = failures.map { failure in
            "{\"seed\":\(failure.seed),\"breach\":\"\(Progress.escaped(failure.breach ?? ""))\","
                + "\"again\":\"\(options.command(failure.seed))\"}"
        }
        return "{\"days\":\(done),\"size\":\"\(options.size.rawValue)\",\"first\":\(options.first),"
            + "\"seconds\":\(Progress.rounded(seconds)),\"processes\":\(jobs),\"core_seconds\":\(Progress.rounded(Progress.childrenSeconds())),\(counts),"
            + "\"broken\":[\(broken.joined(separator: ","))]}"
    }
}
