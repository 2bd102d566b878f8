/// Which lines a snapshot must hold: those of open incidents, and the last one for each key.
///
/// Numbers only; the bytes stay in the segment. It grows with what is open and
/// with the keys that the codec gives, which name units, nodes and call points.
struct LiveLines: Sendable {
    private var open: [String: [Int64]] = [:]
    private var kept: [String: Int64] = [:]

    mutating func note(sequence: Int64, incident: String?, opens: Int, keys: some Sequence<some StringProtocol>) {
        if let incident {
            if opens < 0 {
                open[incident] = nil
            } else if opens > 0 {
                open[incident, default: []].append(sequence)
            } else if open[incident] != nil {
                open[incident]?.append(sequence)
            }
        }
        for key in keys { kept[String(key)] = sequence }
    }

    mutating func note(_ row: SegmentRow) {
        note(sequence: row.sequence, incident: row.incident, opens: row.opens, keys: row.keepKeys)
    }

    /// How many incidents are open.
    var openIncidents: Int { open.count }

    /// The numbers of the lines, rising, each once.
    var sequences: [Int64] {
        var all = Array(kept.values)
        for lines in open.values { all += lines }
        all.sort()
        var last = Int64.min
        all.removeAll { sequence in
            defer { last = sequence }
            return sequence == last
        }
        return all
    }
}
