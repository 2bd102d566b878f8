/// Where every unit was last seen, and an index that finds the near ones.
///
/// One writer, one pass per update, no allocation while the set of units
/// stays the same. Rows are numbers from 0 that the owner hands out.
public struct PositionTable: Sendable {
    var rows: [FixRow] = []
    private(set) var details: [FixDetail] = []
    /// First row of each bucket, −1 for none. A bucket holds the rows of all cells that hash to it.
    private var buckets: [Int32] = Array(repeating: -1, count: 64)
    /// The cells that rows lie in now: they follow how close units stand.
    private(set) var grid = CellGrid(doublings: CellGrid.coarsest)
    private var crowding = Crowding()
    /// How many rows hold a fix.
    public private(set) var locatedCount = 0
    /// Receipt of the newest fix of a unit that moves; nil before the first.
    public private(set) var newestReceipt: Instant?

    /// An empty table.
    public init() {}

    /// How many rows there are.
    public var count: Int { rows.count }

    /// Bytes of rows and index, spare room included.
    var byteCount: Int {
        rows.capacity * MemoryLayout<FixRow>.stride + details.capacity * MemoryLayout<FixDetail>.stride
            + buckets.capacity * MemoryLayout<Int32>.stride
    }

    /// Makes room for so many rows, and no more: an array that grows by itself may hold twice as many.
    mutating func reserve(_ count: Int) {
        rows.reserveCapacity(count)
        details.reserveCapacity(count)
    }

    /// Adds a row without a fix and returns its number.
    mutating func append(kind: UnitKind) -> Int {
        var row = FixRow()
        row.kind = UInt8(kind.index)
        rows.append(row)
        details.append(FixDetail())
        if rows.count * 2 > buckets.count { rebuild(bucketCount: buckets.count * 2) }
        return rows.count - 1
    }

    private mutating func rebuild(bucketCount: Int) {
        buckets = Array(repeating: -1, count: bucketCount)
        for index in rows.indices where rows[index].isLocated { link(index) }
    }

    /// Eight cells side by side have buckets side by side, which a search meets one after the other; multiplying by a large
    /// odd number spreads such eights over all of them.
    @inline(__always)
    private func bucket(cell: Int64) -> Int {
        let mixed = UInt64(bitPattern: cell >> 3) &* 0x9E37_79B9_7F4A_7C15
        return (Int(truncatingIfNeeded: mixed >> 32) << 3 | Int(cell & 7)) & (buckets.count - 1)
    }

    private mutating func link(_ index: Int) {
        let bucket = bucket(cell: grid.cell(rows[index].place))
        let first = buckets[bucket]
        rows[index].next = first
        details[index].previous = -1
        if first >= 0 { details[Int(first)].previous = Int32(index) }
        buckets[bucket] = Int32(index)
    }

    private mutating func unlink(_ index: Int, from cell: Int64) {
        let next = rows[index].next
        let previous = details[index].previous
        if previous >= 0 {
            rows[Int(previous)].next = next
        } else {
            buckets[bucket(cell: cell)] = next
        }
        if next >= 0 { details[Int(next)].previous = previous }
    }

    /// Takes a fix into a row, or says why not.
    mutating func update(_ index: Int, with fix: Fix) -> FixOutcome {
        guard fix.place.isValid else { return .outOfRange }
        guard fix.sourceMilliseconds > rows[index].sourceMilliseconds else { return .outOfOrder }
        put(index, at: fix.place)
        rows[index].receivedMicroseconds = fix.receivedAt.microseconds
        rows[index].sourceMilliseconds = fix.sourceMilliseconds
        details[index].accuracyMetres = fix.accuracyMetres
        details[index].speedCentimetresPerSecond = fix.speedCentimetresPerSecond
        details[index].headingDegrees = fix.headingDegrees
        rows[index].isPosted = false
        if newestReceipt.map({ $0 < fix.receivedAt }) ?? true { newestReceipt = fix.receivedAt }
        return .accepted
    }

    /// Puts a unit where the site file says that it always stands.
    mutating func post(_ index: Int, at place: Coordinate) {
        put(index, at: place)
        rows[index].isPosted = true
    }

    private mutating func put(_ index: Int, at place: Coordinate) {
        let before = rows[index].isLocated ? grid.cell(rows[index].place) : nil
        let isInPlace = grid.cell(place) == before
        if let before {
            if !isInPlace { unlink(index, from: before) }
        } else {
            locatedCount += 1
            rows[index].isLocated = true
        }
        rows[index].latitudeE7 = place.latitudeE7
        rows[index].longitudeE7 = place.longitudeE7
        guard !isInPlace else { return }
        link(index)
        crowding.changesLeft -= 1
        if crowding.changesLeft <= 0 { fitCells() }
    }

    /// Forgets where everybody is; rows and kinds stay.
    mutating func forgetPlaces() {
        for index in rows.indices {
            let kind = rows[index].kind
            rows[index] = FixRow()
            rows[index].kind = kind
            details[index] = FixDetail()
        }
        for bucket in buckets.indices { buckets[bucket] = -1 }
        grid = CellGrid(doublings: CellGrid.coarsest)
        crowding = Crowding()
        locatedCount = 0
        newestReceipt = nil
    }

    /// Looks how close units stand, and lays them out anew where other cells fit them better.
    private mutating func fitCells() {
        crowding.changesLeft = max(Crowding.least, locatedCount)
        guard locatedCount >= Crowding.least else { return layOut(CellGrid(doublings: CellGrid.coarsest)) }
        var (sharing, sample) = (0, 0)
        for index in stride(from: 0, to: rows.count, by: max(1, rows.count / Crowding.sampleSize))
        where rows[index].isLocated {
            sharing += countOfCell(grid.cell(rows[index].place), atMost: Crowding.walkLimit)
            sample += 1
        }
        layOut(Crowding.grid(after: grid, sharing: sharing, of: sample))
    }

    private func countOfCell(_ cell: Int64, atMost limit: Int) -> Int {
        var (count, steps) = (0, 0)
        var index = firstRow(near: cell)
        while index >= 0, steps < limit {
            if grid.cell(rows[index].place) == cell { count += 1 }
            index = Int(rows[index].next)
            steps += 1
        }
        return count
    }

    private mutating func layOut(_ fitting: CellGrid) {
        guard fitting != grid else { return }
        grid = fitting
        rebuild(bucketCount: buckets.count)
    }

    /// The first row of a chain (`FixRow.next`) that holds all rows of a cell; −1 for none. Other cells share it: theirs
    /// are met when it is their turn.
    @inline(__always)
    func firstRow(near cell: Int64) -> Int { Int(buckets[bucket(cell: cell)]) }

    /// The fix that a row holds, or nil where it holds none.
    func fix(_ index: Int, unit: UnitID) -> Fix? {
        let row = rows[index]
        guard row.isLocated else { return nil }
        let detail = details[index]
        return Fix(
            unit: unit, place: row.place,
            sourceMilliseconds: row.sourceMilliseconds, receivedAt: Instant(microseconds: row.receivedMicroseconds),
            accuracyMetres: detail.accuracyMetres, speedCentimetresPerSecond: detail.speedCentimetresPerSecond,
            headingDegrees: detail.headingDegrees, kind: UnitKind.allCases[Int(row.kind)])
    }
}
