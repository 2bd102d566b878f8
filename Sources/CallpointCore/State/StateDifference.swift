/// One thing in which two states are not the same: what it is, and what each of them has.
public struct StateDifference: Sendable, Hashable {
    /// `incident NS-03-7c1e-0007, order NS-03-7c1e-0007/1/M-17/1, state`.
    public var what: String
    /// What the state that is compared has.
    public var rebuilt: String
    /// What the stored state has.
    public var stored: String
}

extension Engine {
    /// In what this state differs from one that a snapshot stored; empty where both know the same.
    ///
    /// A snapshot holds all lines of open incidents and the last line of everything else. So what only earlier lines of
    /// closed things say is not compared: how many ids were given, since when a fault stands that was told twice, and
    /// which messages of a node came before its last.
    public func differences(fromStored stored: Engine) -> [StateDifference] {
        var found: [StateDifference] = []
        func compare(_ what: String, _ rebuilt: String, _ kept: String) {
            if rebuilt != kept { found.append(StateDifference(what: what, rebuilt: rebuilt, stored: kept)) }
        }
        compare("generation", state.generation, stored.state.generation)
        compare("site file", state.site.hash, stored.state.site.hash)
        compare("positions stalled", text(state.positionsStalledAt), text(stored.state.positionsStalledAt))
        compare("journal degraded", text(state.journalDegradedAt), text(stored.state.journalDegradedAt))
        compareIncidents(with: stored, compare)
        let units = (state.statuses.keys.sorted() + stored.state.statuses.keys.sorted()).unique
        for unit in units {
            compare(
                "unit \(unit), status", state.statuses[unit]?.rawValue ?? "–",
                stored.state.statuses[unit]?.rawValue ?? "–")
        }
        let inputs = (state.inputsDown.keys.sorted() + stored.state.inputsDown.keys.sorted()).unique
        for input in inputs {
            compare("input \(input), down", state.inputsDown[input] ?? "–", stored.state.inputsDown[input] ?? "–")
        }
        compareNodes(with: stored, compare)
        compareLists(with: stored, compare)
        return found
    }

    private func compareIncidents(with stored: Engine, _ compare: (String, String, String) -> Void) {
        compare(
            "open incidents", state.incidents.map(\.id.text).joined(separator: " "),
            stored.state.incidents.map(\.id.text).joined(separator: " "))
        for incident in state.incidents {
            guard let kept = stored.incident(incident.id), kept != incident else { continue }
            var isNamed = false
            for (fact, old) in zip(incident.facts, kept.facts) where fact.value != old.value {
                compare("incident \(incident.id), \(fact.name)", fact.value, old.value)
                isNamed = true
            }
            for (order, other) in zip(incident.orders, kept.orders) {
                for (fact, old) in zip(order.facts, other.facts) where fact.value != old.value {
                    compare("incident \(incident.id), order \(order.id), \(fact.name)", fact.value, old.value)
                    isNamed = true
                }
            }
            // A field that is added later is not passed over, only not named.
            if !isNamed {
                compare("incident \(incident.id)", "another one than is stored", "another one than came out")
            }
        }
    }

    private func compareNodes(with stored: Engine, _ compare: (String, String, String) -> Void) {
        func order(_ a: NodeName, _ b: NodeName) -> Bool { (a.input, a.address) < (b.input, b.address) }
        let names = (state.nodes.keys.sorted(by: order) + stored.state.nodes.keys.sorted(by: order)).unique
        for name in names {
            compare(
                "node \(name.address) of \(name.input)", state.nodes[name]?.latest ?? "–",
                stored.state.nodes[name]?.latest ?? "–")
        }
    }

    private func compareLists(with stored: Engine, _ compare: (String, String, String) -> Void) {
        func names(_ faults: [StandingFault]) -> String {
            faults.map { "\($0.fault.input?.text ?? "")/\($0.fault.callPoint?.text ?? "")/\($0.fault.kind.rawValue)" }
                .sorted().joined(separator: " ")
        }
        compare("standing faults", names(state.faults), names(stored.state.faults))
        func text(_ bypasses: [Bypass]) -> String {
            bypasses.map { "\($0.callPoint)/\($0.kind?.rawValue ?? "all") until \($0.until.microseconds)" }
                .sorted().joined(separator: " ")
        }
        compare("bypasses", text(state.bypasses), text(stored.state.bypasses))
        func text(_ coverage: [BeatCoverage]) -> String {
            coverage.map {
                "\($0.beat)\($0.isLost ? " lost" : "")\($0.isDismissed ? " dismissed" : "")"
                    + ($0.unit.map { unit in " \(unit)" } ?? "") + ($0.isMoving ? " moving" : "")
            }.joined(separator: ", ")
        }
        compare("cover of beats", text(state.coverage), text(stored.state.coverage))
        if state.walkTest != stored.state.walkTest {
            compare("walk test", "another one than is stored", "another one than came out")
        }
    }

    private func text(_ instant: Instant?) -> String { instant.map { "at \($0.microseconds) µs" } ?? "–" }
}

extension Incident {
    /// What is compared of an incident beside its orders, with names for people.
    fileprivate var facts: [(name: String, value: String)] {
        func text(_ instant: Instant?) -> String { instant.map { "\($0.microseconds) µs" } ?? "–" }
        func text(_ references: [RequirementReference]) -> String {
            references.map { "\($0.tier).\($0.requirement)" }.joined(separator: " ")
        }
        return [
            ("call point", callPoint.id.text), ("plan", plan.name.text), ("site file", configuration),
            ("began", text(openedAt)), ("linked to", linked?.text ?? "–"), ("caller", caller?.text ?? "–"),
            ("presses", "\(presses)"), ("last press", text(lastPressAt)), ("held", "\(isHeld)"), ("tier", "\(tier)"),
            ("on scene by", text(onSceneBy)), ("claimed by", acknowledgedBy?.text ?? "–"),
            ("been on scene", "\(hasBeenOnScene)"), ("watched by", watchedBy?.text ?? "–"),
            ("watch repeated", text(watchBy)), ("hold until", text(holdUntil)),
            (
                "told",
                told.map { "\($0.contact)/\($0.tier) by \(text($0.answerBy))" }.joined(separator: " ")
            ),
            ("shortfalls", text(shortfalls)), ("spared", text(spared)), ("orders", "\(orders.count)"),
            ("to be watched since tier", watchTier.map(String.init) ?? "–"),
            ("other call points", related.map(\.callPoint.text).joined(separator: " ")),
            ("known as", verification.rawValue),
        ]
    }
}

extension OrderRecord {
    /// What is compared of an order.
    fileprivate var facts: [(name: String, value: String)] {
        [
            ("id", id.text), ("unit", unit.text), ("place in the plan", "\(tier).\(requirement)"),
            ("state", state.rawValue), ("since", "\(stateAt.microseconds) µs"),
            ("answer by", "\(ackBy.microseconds) µs"),
            ("expected", expectedAt.map { "\($0.microseconds) µs" } ?? "–"),
            ("call by", nudgeBy.map { "\($0.microseconds) µs" } ?? "–"), ("round", "\(round)"),
            ("ETA", "\(etaMilliseconds) ms"), ("distance", "\(distanceMetres) m"), ("ledger", "\(isEmitted)"),
            ("was on scene", "\(wasOnScene)"),
        ]
    }
}

extension NodeMemory {
    /// The last message, and the highest count.
    fileprivate var latest: String {
        let last = heard.first.map { "\($0.boot ?? 0)/\($0.counter) \($0.state) at \($0.at.microseconds) µs" }
        return "\(last ?? "–"), highest \(highest?.boot ?? 0)/\(highest?.counter ?? 0)"
    }
}

extension Array where Element: Hashable {
    /// Each once, where it stands first.
    fileprivate var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
