import CallpointCore

/// Lines that are not had or not read, by call point: a fault begins with the first line of a call point, and ends
/// with the last.
///
/// Pure. One call point's fault masks no other's, and says nothing twice.
struct GPIOTroubles {
    let input: InputName
    /// Of a call point, what is wrong with each of its lines; no entry where nothing is.
    private var troubles: [CallPointID: [String: GPIORefusal]] = [:]

    init(input: InputName) { self.input = input }

    /// Something is wrong with a line.
    mutating func begin(_ line: String, of callPoint: CallPointID, _ refusal: GPIORefusal) -> [Input.Body] {
        let isFirst = troubles[callPoint] == nil
        troubles[callPoint, default: [:]][line] = refusal
        guard isFirst else { return [] }
        return [.fault(fault(callPoint, "\(input)/\(line): \(refusal.what). \(refusal.remedy)."))]
    }

    /// A line is right. Said to the core for the first of a call point too, which may remember a fault of an earlier
    /// start.
    mutating func end(_ line: String, of callPoint: CallPointID) -> [Input.Body] {
        guard var left = troubles[callPoint] else { return [restored(callPoint)] }
        guard left.removeValue(forKey: line) != nil else { return [] }
        troubles[callPoint] = left.isEmpty ? nil : left
        return left.isEmpty ? [restored(callPoint)] : []
    }

    /// Forgets lines of a call point that the site file no longer has.
    mutating func forget(_ line: String, of callPoint: CallPointID) -> [Input.Body] {
        troubles[callPoint]?[line] == nil ? [] : end(line, of: callPoint)
    }

    /// What is wrong with a line, or nil.
    subscript(line: String, callPoint: CallPointID) -> GPIORefusal? { troubles[callPoint]?[line] }

    private func restored(_ callPoint: CallPointID) -> Input.Body {
        .restored(fault(callPoint, "\(input): all lines of \(callPoint) are read and driven."))
    }

    private func fault(_ callPoint: CallPointID, _ detail: String) -> DeviceFault {
        DeviceFault(input: input, callPoint: callPoint, kind: .offline, detail: detail)
    }
}
