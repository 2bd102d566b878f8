import CallpointCore
import SiteFile

extension Daemon {
    /// Ends the faults of what the site file in force does not have any more, and says why: nobody is left who would see
    /// them end. After a start the record may hold any that an earlier site file had.
    func restoreOrphans() {
        let callPoints = Set(configuration.site.callPoints.map(\.id))
        for standing in engine.standingFaults {
            guard let reason = reasonOrphaned(standing.fault, callPoints) else { continue }
            var fault = standing.fault
            fault.detail = reason
            feed(.restored(fault))
        }
    }

    private func reasonOrphaned(_ fault: DeviceFault, _ callPoints: Set<CallPointID>) -> String? {
        if let input = fault.input, !configuration.inputs.contains(where: { $0.name == input }) {
            return "\(input) is not in the site file any more."
        }
        guard let callPoint = fault.callPoint else { return nil }
        guard callPoints.contains(callPoint) else { return "\(callPoint) is not in the site file any more." }
        guard let input = fault.input, !hangs(callPoint, on: input) else { return nil }
        return "\(callPoint) has nothing on \(input) any more."
    }

    /// Whether a wire or a node of a call point is on an input.
    private func hangs(_ callPoint: CallPointID, on input: InputName) -> Bool {
        configuration.buttons.contains { $0.callPoint == callPoint && $0.input == input }
            || configuration.attachments.contains { $0.wire.callPoint == callPoint && $0.wire.input == input }
    }
}
