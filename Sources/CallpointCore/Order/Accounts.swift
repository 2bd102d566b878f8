// The latency ledger: when the orders that were issued had become visible.

extension Engine {
    /// Writes the ledger of orders that have become visible.
    mutating func account(_ emission: Emission) {
        for order in emission.orders {
            guard let expected = scratch.unaccounted.removeValue(forKey: order) else { continue }
            let total = emission.visibleAt.microseconds - expected.countsFrom.microseconds
            let ledger = OrderEmitted(
                order: order, journalMicroseconds: emission.journalMicroseconds,
                emitMicroseconds: emission.emitMicroseconds, totalMicroseconds: Int(max(0, total)),
                budgetMilliseconds: expected.budgetMilliseconds, isDurable: emission.isDurable)
            switch expected.mode {
            case .live, .exercise:
                emit(
                    .orderEmitted(ledger), incident: expected.incident, callPoint: expected.callPoint,
                    mode: expected.mode)
            case .test:
                emit(
                    .testFinished(ledger), incident: expected.incident, callPoint: expected.callPoint, mode: .test)
            }
        }
    }

    /// Orders of open incidents whose ledger a crash cut off, and which the shell shows again under the same ids.
    public func unaccountedAfterRestart() -> [OrderID] {
        state.incidents.flatMap { incident in incident.orders.filter { !$0.isEmitted }.map(\.id) }
    }

    /// Takes up the ledgers that a crash cut off: they count from the order's decision, so the time
    /// without a daemon stands in them.
    mutating func resumeAccounts() {
        for incident in state.incidents {
            for order in incident.orders where !order.isEmitted {
                scratch.unaccounted[order.id] = Scratch.Unaccounted(
                    incident: incident.id, callPoint: incident.callPoint.id,
                    mode: incident.isExercise ? .exercise : .live,
                    budgetMilliseconds: Int(incident.plan.budget.milliseconds), countsFrom: order.issuedAt)
            }
        }
    }
}
