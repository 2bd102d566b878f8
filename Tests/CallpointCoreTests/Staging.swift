import CallpointCore
import CallpointTesting
import Testing

/// A stage whose breaches fail the test that runs on it.
func stage(
    _ site: Site, arbiter: Arbiter = .alone, seed: UInt64? = nil, _ location: SourceLocation = #_sourceLocation
) -> Stage {
    Stage(site, arbiter: arbiter) { breach in
        Issue.record("\(breach)\(seed.map { " (seed \($0))" } ?? "")", sourceLocation: location)
    }
}

/// Where the tests' call point `A` is.
let here = Plane.shenzhen

/// Call point `A` in the middle, motorcycles M-1, M-2 … north of it at these distances in metres, all reporting.
func street(_ metres: [Int], plan: Plan = .street, arbiter: Arbiter = .alone) -> Stage {
    var site = SiteBuilder()
    site.callPoint("A")
    site.callPoint("B", east: 100)
    site.plan(plan)
    for number in metres.indices { site.unit(UnitID("M-\(number + 1)")) }
    let stage = stage(site.build(), arbiter: arbiter)
    for (number, north) in metres.enumerated() {
        stage.place(UnitID("M-\(number + 1)"), at: here.place(north: north))
    }
    return stage
}

/// A plan of one requirement for motorcycles.
func wanting(_ count: Int, within metres: Int? = nil, capabilities: [String] = []) -> Plan {
    .single(Requirement(kinds: [.motorcycle], count: count, withinMetres: metres, capabilities: capabilities))
}
