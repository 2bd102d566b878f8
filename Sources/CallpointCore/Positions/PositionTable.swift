/// Where every unit was last seen, and an index that finds the near ones.
///
/// One writer, one pass per update, no allocation while the set of units
/// stays the same. Rows are numbers from 0 that the owner hands out.
public struct PositionTable: Sendable {
    var rows: [FixRow] = []
    /// First row of each bucket, −1 for none. A bucket holds the rows of all cells that hash to it.
    private var buckets: [Int32] = Array(repeating: -1, count: 64)
    /// How many rows hold a fix.
    public private(set) var locatedCount = 0
    /// Receipt of the newest fix of a unit that moves; nil before the first.
    public private(set) var newestReceipt: Instant?

    /// An empty table.
    public init() {}

    /// How many rows there are.
    public var count: Int { rows.count }

    /// Adds a row without a fix and returns its number.
    mutating func append(kind: UnitKind) -> Int {
        var row = FixRow()
        row.kind = UInt8(kind.index)
        rows.append(row)
        if rows.count * 2 > buckets.count { rebuild(bucketCount: buckets.count * 2) }
        return rows.count - 1
    }

    private mutating func rebuild(bucketCount: Int) {
        buckets = Array(repeating: -1, count: bucketCount)
        for index in rows.indices where rows[index].cell >= 0 { link(index) }
    }

    /// Multiplying by a large odd number spreads neighbouring cells over the buckets.
    @inline(__always)
    private func bucket(cell: Int32) -> Int {
        let mixed = UInt64(UInt32(bitPattern: cell)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 32) & (buckets.count - 1)
    }

    private mutating func link(_ index: Int) {
        let bucket = bucket(cell: rows[index].cell)
        let first = buckets[bucket]
        rows[index].next = first
        rows[index].previous = -1
        if first >= 0 { rows[Int(first)].previous = Int32(index) }
        buckets[bucket] = Int32(index)
    }

    private mutating func unlink(_ index: Int) {
        let next = rows[index].next
        let previous = rows[index].previous
        if previous >= 0 {
            rows[Int(previous)].next = next
        } else {
            buckets[bucket(cell: rows[index].cell)] = next
        }
        if next >= 0 { rows[Int(next)].previous = previous }
    }

    /// Takes a fix into a row, or says why not.
    mutating func update(_ index: Int, with fix: Fix) -> FixOutcome {
        guard fix.place.isValid else { return .outOfRange }
        guard fix.sourceMilliseconds > rows[index].sourceMilliseconds else { return .outOfOrder }
        put(index, at: fix.place)
        rows[index].receivedMicroseconds = fix.receivedAt.microseconds
        rows[index].sourceMilliseconds = fix.sourceMilliseconds
        rows[index].accuracyMetres = fix.accuracyMetres
        rows[index].speedCentimetresPerSecond = fix.speedCentimetresPerSecond
        rows[index].headingDegrees = fix.headingDegrees
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
        let cell = CellGrid.cell(place)
        let before = rows[index].cell
        rows[index].latitudeE7 = place.latitudeE7
        rows[index].longitudeE7 = place.longitudeE7
        guard cell != before else { return }
        if before >= 0 { unlink(index) } else { locatedCount += 1 }
        rows[index].cell = cell
        link(index)
    }

    /// Calls a body with each row in a cell.
    @inline(__always)
    func forEachRow(inCell cell: Int32, _ body: (Int) -> Void) {
        var index = buckets[bucket(cell: cell)]
        while index >= 0 {
            // Other cells share the bucket: theirs are met when it is their turn.
            if rows[Int(index)].cell == cell { body(Int(index)) }
            index = rows[Int(index)].next
        }
    }

    /// The fix that a row holds, or nil where it holds none.
    func fix(_ index: Int, unit: UnitID) -> Fix? {
        let row = rows[index]
        guard row.cell >= 0 else { return nil }
        return Fix(
            unit: unit, place: Coordinate(latitudeE7: row.latitudeE7, longitudeE7: row.longitudeE7),
            sourceMilliseconds: row.sourceMilliseconds, receivedAt: Instant(microseconds: row.receivedMicroseconds),
            accuracyMetres: row.accuracyMetres, speedCentimetresPerSecond: row.speedCentimetresPerSecond,
            headingDegrees: row.headingDegrees, kind: UnitKind.allCases[Int(row.kind)])
    }
}
