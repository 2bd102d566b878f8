import CallpointCore

/// Reads `kinds`.
enum KindsSection {
    static func read(_ entry: Entry?) -> KindProfiles {
        var profiles = KindProfiles.city
        guard let table = entry?.table(.kinds) else { return profiles }
        for kind in UnitKind.allCases {
            guard let own = table[kind.rawValue]?.table(.kind) else { continue }
            // Only an operator on cameras is there without travelling.
            let least: Int64 = kind == .video ? 0 : 1
            if let speed = own["speed"]?.speed(in: least...200_000) {
                profiles[kind].speedMillimetresPerSecond = speed
            }
            if let detour = own["detour"]?.percent(in: 100...1_000) { profiles[kind].detourPercent = detour }
            if let reaction = own["reaction"]?.duration(in: 0...600_000) { profiles[kind].reaction = reaction }
            profiles[kind].otherCarriageway = own["other_carriageway"]?.duration(in: 1_000...3_600_000)
            profiles[kind].restAfter = own["rest_after"]?.duration(in: 1_000...86_400_000)
        }
        return profiles
    }
}

/// Reads `positions`.
enum PositionsSection {
    static func read(_ entry: Entry?, _ declared: Declared) -> PositionSettings {
        var settings = PositionSettings()
        guard let table = entry?.table(.positions) else { return settings }
        settings.staleAfter = table["stale_after"]?.duration(in: 1_000...86_400_000) ?? settings.staleAfter
        guard let door = table["door"]?.table(.door) else { return settings }
        settings.isDoorEnabled = door["enabled"]?.bool() ?? settings.isDoorEnabled
        settings.doorPoll = door["poll"]?.duration(in: 10...200) ?? settings.doorPoll
        let known = declared.acceptsUnknownUnits ? nil : declared.unitNames
        settings.doorUnits = door["units"]?.identifiers(limit: UnitsSection.limit)?.compactMap { name, entry in
            Declared.check(name, entry, is: "unit", among: known, section: "units") ? UnitID(name) : nil
        }.sorted()
        return settings
    }
}

/// Reads `record`.
enum RecordSection {
    private static let day: Int64 = 86_400_000

    static func read(_ entry: Entry?) -> RecordSettings {
        var settings = RecordSettings()
        guard let table = entry?.table(.record) else { return settings }
        settings.durabilityWait = table["durability_wait"]?.duration(in: 1...10_000) ?? settings.durabilityWait
        settings.retention = table["retention"]?.duration(in: day...(3_650 * day)) ?? settings.retention
        settings.retentionBytes =
            table["retention_size"]?.bytes(in: (16 << 20)...(16 << 40)) ?? settings.retentionBytes
        settings.segmentBytes = table["segment_size"]?.bytes(in: (1 << 20)...(1 << 30)) ?? settings.segmentBytes
        settings.segmentAge = table["segment_age"]?.duration(in: 60_000...(31 * day)) ?? settings.segmentAge
        if settings.retentionBytes < 2 * settings.segmentBytes {
            table.findings.mistake(
                table["retention_size"] == nil ? table.keyPlace("segment_size") : table.keyPlace("retention_size"),
                "retention_size holds less than two segments of segment_size",
                "Make retention_size larger, or segment_size smaller.")
        }
        return settings
    }
}
