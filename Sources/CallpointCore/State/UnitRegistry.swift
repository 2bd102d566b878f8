/// Every unit that the site may order: who it is, what it is up to, and its row in the position table.
struct UnitRegistry: Sendable {
    private(set) var ids: [UnitID] = []
    private(set) var declarations: [PatrolUnit] = []
    private(set) var statuses: [UnitStatus] = []
    /// The unfinished order of each unit: at most one.
    private(set) var orders: [OrderID?] = []
    /// Whether the site file in force names the unit, or a fix brought it in.
    private(set) var isListed: [Bool] = []
    /// Whether a site file has named the unit, now or before.
    private(set) var isDeclared: [Bool] = []
    private(set) var capabilityMasks: [UInt64] = []
    private var rowOf: [UnitID: Int] = [:]
    private var capabilityBits: [String: UInt64] = [:]

    var count: Int { ids.count }

    func row(of unit: UnitID) -> Int? { rowOf[unit] }

    /// Adds a unit, or takes over what the file now says of it. Returns its row.
    mutating func list(_ unit: PatrolUnit, isDeclared declared: Bool) -> Int {
        let mask = mask(of: unit.capabilities)
        if let row = rowOf[unit.id] {
            declarations[row] = unit
            isListed[row] = true
            isDeclared[row] = declared
            capabilityMasks[row] = mask
            return row
        }
        rowOf[unit.id] = ids.count
        ids.append(unit.id)
        declarations.append(unit)
        statuses.append(.available)
        orders.append(nil)
        isListed.append(true)
        isDeclared.append(declared)
        capabilityMasks.append(mask)
        return ids.count - 1
    }

    /// Unlists every unit, or all but those that fixes brought in.
    mutating func unlistAll(keepingUnknown: Bool) {
        for row in isListed.indices where isDeclared[row] || !keepingUnknown { isListed[row] = false }
    }

    mutating func setStatus(_ status: UnitStatus, row: Int) { statuses[row] = status }

    mutating func setOrder(_ order: OrderID?, row: Int) { orders[row] = order }

    /// One bit for each capability's name. The 64th and later names share the last bit with
    /// a check by name in `hasCapabilities`, so that no number of names can make a unit seem fit.
    private mutating func mask(of capabilities: [String]) -> UInt64 {
        var mask: UInt64 = 0
        for name in capabilities {
            if let bit = capabilityBits[name] {
                mask |= bit
            } else {
                let bit: UInt64 = 1 << UInt64(min(capabilityBits.count, 63))
                capabilityBits[name] = bit
                mask |= bit
            }
        }
        return mask
    }

    /// The bits that a requirement asks for; nil where no unit of the site has one of them.
    func mask(requiredBy capabilities: [String]) -> UInt64? {
        var mask: UInt64 = 0
        for name in capabilities {
            guard let bit = capabilityBits[name] else { return nil }
            mask |= bit
        }
        return mask
    }

    /// Whether a unit has all the capabilities asked for.
    @inline(__always)
    func hasCapabilities(_ names: [String], mask: UInt64?, row: Int) -> Bool {
        if names.isEmpty { return true }
        guard let mask, capabilityMasks[row] & mask == mask else { return false }
        return mask >> 63 == 0 || names.allSatisfy { declarations[row].capabilities.contains($0) }
    }
}
