import EventCodec

// The timeline, and a map for each tier that the journal has the evidence of.
extension IncidentReview {
    /// Most tiers that get a map.
    static let mapLimit = 4

    var pictures: [ReviewBlock] {
        let timeline = TimelinePicture(say: say, measures: measures, account: account, courses: courses)
        let hidden = courses.count - TimelinePicture.laneLimit
        let more = hidden > 0 ? " " + say(.moreLanes, String(hidden)) : ""
        return [
            .heading(2, say(.headingTimeline)),
            .picture(svg: timeline.svg, caption: say(.timelineCaption) + more),
            .heading(2, say(.headingMap)),
        ] + maps
    }

    private var maps: [ReviewBlock] {
        guard let located = account.located, let latitude = located.json["lat"]?.number,
            let longitude = located.json["lon"]?.number
        else { return [.paragraph(say(.mapMissing))] }
        var blocks: [ReviewBlock] = []
        for tier in account.tiers.prefix(IncidentReview.mapLimit) {
            let rankings = account.events("units.ranked", tier: tier)
            let units = self.units(of: rankings, tier: tier)
            guard let first = rankings.first, !units.isEmpty else { continue }
            var map = MapPicture(
                say: say, measures: measures, latitude: latitude, longitude: longitude,
                name: located.optionalText("name") ?? account.raised?.text("call_point") ?? "", units: units)
            map.others = others
            var caption = say(.mapTitle, String(tier)) + ". " + say(.mapCaption, String(tier), after(first))
            if map.unnamed > 0 { caption += " " + say(.mapBeyond, String(map.unnamed)) }
            blocks.append(.picture(svg: map.svg, caption: caption))
        }
        return blocks.isEmpty ? [.paragraph(say(.mapNone))] : blocks
    }

    /// Where the other call points of the incident are, as far as the record says.
    private var others: [(latitude: Double, longitude: Double, name: String)] {
        account.related.compactMap { press in
            let point = press.text("call_point")
            let located = account.events.last { $0.type == "alarm.located" && $0.text("call_point") == point }
            guard let latitude = located?.json["lat"]?.number, let longitude = located?.json["lon"]?.number else {
                return nil
            }
            return (latitude, longitude, point)
        }
    }

    /// Every unit that a tier's rankings weighed, where it was in the first of them: it fits where it fits one of them.
    private func units(of rankings: [EventLine], tier: Int64) -> [MapPicture.Unit] {
        var places: [String: Int] = [:]
        var units: [MapPicture.Unit] = []
        for ranking in rankings {
            var estimates: [String: Int64] = [:]
            for unit in ranking.json["candidates"]?.array ?? [] { estimates[unit.text("unit")] = unit.count("eta_s") }
            for unit in account.rankings[ranking.text("input_hash")] ?? [] {
                guard let latitude = unit["lat"]?.number, let longitude = unit["lon"]?.number else { continue }
                let id = unit.text("unit")
                if let place = places[id] {
                    if unit["excluded"]?.string == nil { units[place].reason = nil }
                    units[place].etaSeconds = units[place].etaSeconds ?? estimates[id]
                    continue
                }
                places[id] = units.count
                units.append(
                    MapPicture.Unit(
                        id: id, latitude: latitude, longitude: longitude, distanceMetres: unit.count("distance_m"),
                        etaSeconds: estimates[id], reason: unit["excluded"]?.string))
            }
        }
        for course in courses where course.tier == tier {
            guard let place = places[course.unit] else { continue }
            units[place].isOrdered = true
            units[place].etaSeconds = course.etaSeconds
        }
        return units
    }
}
