import EventCodec

/// The daemon's `units` reply for people.
struct UnitsView {
    let say: Wording
    var isColoured = false
    private var measures: Measures { Measures(say: say) }

    /// All units as a table: by id, or with a call point by who could be there soonest, and then who is out and why.
    func lines(_ reply: JSON, near: String?) -> [String] {
        let units = reply["units"]?.array ?? []
        guard !units.isEmpty else { return [say(.noUnits)] }
        var titles: [Phrase] = [.unit, .kind, .callSign, .status, .order, .fixAge]
        if near != nil { titles += [.distance, .eta, .out] } else { titles += [.place] }
        var table = Table(titles.map { Table.Column(title: say($0)) })
        for unit in sorted(units, near: near != nil) {
            var cells = [
                Table.Cell(text: unit.text("unit")), Table.Cell(text: say.word(unit.text("kind"))),
                Table.Cell(text: unit.text("call_sign")), status(unit), Table.Cell(text: unit.text("order")), fix(unit),
            ]
            if near != nil {
                cells += [
                    Table.Cell(text: unit["distance_m"]?.integer.map { measures.distance(metres: $0) } ?? ""),
                    Table.Cell(text: unit["eta_s"]?.integer.map { measures.clock(seconds: $0) } ?? ""),
                    Table.Cell(text: say.word(unit.text("excluded")), style: .dim),
                ]
            } else {
                cells.append(Table.Cell(text: place(unit), style: .dim))
            }
            table.add(cells)
        }
        return table.lines(isColoured: isColoured)
    }

    private func sorted(_ units: [JSON], near: Bool) -> [JSON] {
        func key(_ unit: JSON) -> (Int64, Int64, String) {
            guard near else { return (0, 0, unit.text("unit")) }
            return (
                unit["eta_s"]?.integer ?? .max, unit["distance_m"]?.integer ?? .max, unit.text("unit")
            )
        }
        return units.sorted { key($0) < key($1) }
    }

    private func status(_ unit: JSON) -> Table.Cell {
        let status = unit.text("status")
        if !unit.text("order").isEmpty { return Table.Cell(text: say.word("ordered"), style: .bold) }
        return Table.Cell(text: say.word(status), style: status == "available" ? .good : .dim)
    }

    private func fix(_ unit: JSON) -> Table.Cell {
        guard let age = unit["fix_age_ms"]?.integer else { return Table.Cell(text: say.word("unlocated"), style: .dim) }
        let isStale = unit["stale"]?.bool == true
        let text = measures.age(milliseconds: age)
        return isStale ? Table.Cell(text: "\(text) \(say.word("stale"))", style: .trouble) : Table.Cell(text: text)
    }

    private func place(_ unit: JSON) -> String {
        guard let latitude = unit["lat"]?.number, let longitude = unit["lon"]?.number else { return "" }
        return "\(degrees(latitude)), \(degrees(longitude))"
    }

    /// Five places, about a metre: more would only look exact.
    private func degrees(_ value: Double) -> String {
        let scaled = Int64((value * 100_000).rounded())
        let digits = String(scaled.magnitude % 100_000 + 100_000).dropFirst()
        return (scaled < 0 ? "-" : "") + "\(scaled.magnitude / 100_000).\(digits)"
    }
}
