/// Every unit that the site may order: who it is, what it is up to, and its row in the position table.
struct UnitRegistry: Sendable {
    private(set) var ids: [UnitID] = []
    private(set) var declarations: [PatrolUnit] = []
    private(set) var statuses: [UnitStatus] = []
    /// The unfinished order of each unit: at most one.
    private(set) var orders: [OrderID?] = []
    /// The unfinished order that each unit has in an exercise: at most one, and never beside a live one.
    private(set) var exerciseOrders: [OrderID?] = []
    /// Whether the site file in force names the unit, or a fix brought it in.
    private(set) var isListed: [Bool] = []
    /// Whether a site file has named the unit, now or before.
    private(set) var isDeclared: [Bool] = []
    private(set) var capabilityMasks: [UInt64] = []
    /// What the three above say against sending each unit, in one byte that weighing looks at.
    private(set) var duties: [Duty] = []
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
            duties[row].remove(.isUnlisted)
            return row
        }
        rowOf[unit.id] = ids.count
        ids.append(unit.id)
        declarations.append(unit)
        statuses.append(.available)
        orders.append(nil)
        exerciseOrders.append(nil)
        isListed.append(true)
        isDeclared.append(declared)
        capabilityMasks.append(mask)
        duties.append([])
        return ids.count - 1
    }

    /// Unlists every unit, or all but those that fixes brought in.
    mutating func unlistAll(keepingUnknown: Bool) {
        for row in isListed.indices where isDeclared[row] || !keepingUnknown {
            isListed[row] = false
            duties[row].insert(.isUnlisted)
        }
    }

    mutating func setStatus(_ status: UnitStatus, row: Int) {
        statuses[row] = status
        duties[row].subtract([.isOffDuty, .isBusy, .isOutOfService])
        if status == .offDuty { duties[row].insert(.isOffDuty) }
        if status == .busy { duties[row].insert(.isBusy) }
        if status == .outOfService { duties[row].insert(.isOutOfService) }
    }

    mutating func setOrder(_ order: OrderID?, row: Int, isExercise: Bool) {
        guard !isExercise else { return exerciseOrders[row] = order }
        orders[row] = order
        if order == nil { duties[row].remove(.isOrdered) } else { duties[row].insert(.isOrdered) }
    }

    /// Whether a unit has an unfinished order, live or played.
    func isBound(_ row: Int) -> Bool { orders[row] != nil || exerciseOrders[row] != nil }

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

/// What is against sending a unit; nothing where it is free.
struct Duty: OptionSet, Sendable {
    let rawValue: UInt8

    /// No site file in force names it, and no fix brought it in.
    static let isUnlisted = Duty(rawValue: 1)
    static let isOffDuty = Duty(rawValue: 2)
    static let isOrdered = Duty(rawValue: 4)
    static let isBusy = Duty(rawValue: 8)
    static let isOutOfService = Duty(rawValue: 16)
}
