extension SchemaTable {
    static let callPoint = SchemaTable(
        path: "call_points[]", name: "a call point",
        keys: [
            .required("id", "NS-0412"), .optional("name", "深大地铁站 A3 出口"),
            .required("location", "{lat: 22.5369, lon: 113.9345}"),
            .required("button", "{input: field, address: \"0413\"}"),
            .optional("tamper", "{input: panel, line: 18}"), .optional("door", "{input: panel, line: 20}"),
            .optional("mains", "{input: panel, line: 21}"), .optional("lamp", "{input: panel, line: 22}"),
            .optional("sounder", "{input: panel, line: 23}"),
            .optional("station", "nanshan-station"), .optional("cameras", "[{id: NS-CAM-881, url: \"rtsp://…\"}]"),
            .optional("intercom", "\"sip:ns-0412@pbx.example\""), .optional("plan", "street"),
            .optional("address", "深南大道 9789 号"), .optional("hazards", "[护栏外是明渠]"), .optional("channel", "TG-3101"),
            .optional("plan_during", "[{schedule: school-hours, plan: school}]"), .optional("kind", "duress"),
        ])

    /// The longer form of a call point's `plan`.
    static let planByKind = SchemaTable(
        path: "call_points[].plan", name: "plan",
        keys: [
            .required("panic", "street"), .optional("duress", "street"), .optional("medical", "medical"),
            .optional("fire", "street"), .optional("tamper", "street"), .optional("technical", "street"),
        ])

    static let alarms = SchemaTable(
        path: "alarms", name: "alarms",
        keys: [
            .optional("panic", "{priority: P1}"), .optional("duress", "{silent: true}"),
            .optional("medical", "{priority: P2}"), .optional("fire", "{priority: P1}"),
            .optional("tamper", "{dispatch: true}"), .optional("technical", "{dispatch: true}"),
            .optional("recent", "24h"),
        ])

    static let alarmKind = SchemaTable(
        path: "alarms.<kind>", name: "a kind of alarm",
        keys: [.optional("priority", "P2"), .optional("silent", "true"), .optional("dispatch", "true")])

    static let related = SchemaTable(
        path: "plans.<name>.related", name: "related",
        keys: [.required("within", "150m"), .required("window", "2min"), .optional("send_more", "true")])

    static let crossZone = SchemaTable(
        path: "plans.<name>.cross_zone", name: "cross_zone",
        keys: [.required("within", "300m"), .required("window", "2min")])

    static let beginAt = SchemaTable(
        path: "plans.<name>.begin_at", name: "begin_at",
        keys: [
            .optional("panic", "2"), .optional("duress", "2"), .optional("medical", "2"), .optional("fire", "2"),
            .optional("tamper", "2"), .optional("technical", "2"),
        ])

    static let scheduledPlan = SchemaTable(
        path: "call_points[].plan_during[]", name: "a scheduled plan",
        keys: [.required("schedule", "school-hours"), .required("plan", "school")])

    static let schedule = SchemaTable(
        path: "schedules.<name>", name: "a schedule",
        keys: [
            .optional("days", "[mon, tue, wed, thu, fri]"), .optional("times", "[\"07:00-08:30\"]"),
            .optional("dates", "[2026-09-01..2027-01-15]"), .optional("except", "[2026-10-01..2026-10-07]"),
        ])

    static let location = SchemaTable(
        path: "call_points[].location", name: "location",
        keys: [
            .required("lat", "22.5369"), .required("lon", "113.9345"), .optional("accuracy_m", "5"),
            .optional("road", "深南大道"), .optional("chainage", "K12+300"), .optional("direction", "east"),
            .optional("divided", "true"), .optional("heading", "75"),
        ])

    static let button = SchemaTable(
        path: "call_points[].button", name: "button",
        keys: [
            .required("input", "field"), .optional("address", "\"0413\""), .optional("line", "17"),
            .optional("active", "low"), .optional("bias", "pull-up"), .optional("debounce", "20ms"),
            .optional("break_line", "19"), .optional("slave", "3"), .optional("bit", "0"),
            .optional("break_bit", "1"), .optional("reset", "8"), .optional("counter", "0"),
            .optional("register", "input"),
        ])

    /// One for `tamper`, `door` and `mains` alike.
    static let contactWire = SchemaTable(
        path: "call_points[].<contact>", name: "a contact of a call point",
        keys: [
            .required("input", "panel"), .optional("line", "18"), .optional("active", "low"),
            .optional("bias", "pull-up"), .optional("debounce", "20ms"), .optional("slave", "3"),
            .optional("bit", "0"),
        ])

    /// One for `lamp` and `sounder` alike.
    static let output = SchemaTable(
        path: "call_points[].<output>", name: "an output of a call point",
        keys: [
            .required("input", "panel"), .optional("line", "22"), .optional("active", "low"),
            .optional("slave", "3"), .optional("bit", "0"),
        ])

    static let camera = SchemaTable(
        path: "call_points[].cameras[]", name: "a camera",
        keys: [.required("id", "NS-CAM-881"), .required("url", "\"rtsp://…\"")])

    /// The longer form of `preset`.
    static let preset = SchemaTable(
        path: "plans.preset", name: "preset",
        keys: [
            .required("use", "quick-response-1-3-5"), .optional("station", "nanshan-station"),
            .optional("city", "city-command"),
        ])

    static let plan = SchemaTable(
        path: "plans.<name>", name: "a plan",
        keys: [
            .optional("budget", "250ms"), .optional("priority", "P1"), .optional("second_press", "raise"),
            .optional("projected_lateness", "raise"), .optional("prefer_beat", "60s"),
            .optional("begin_at", "{fire: 2}"), .optional("preempt", "P3"), .optional("swap_gain", "60s"),
            .optional("related", "{within: 150m, window: 2min, send_more: true}"),
            .optional("cross_zone", "{within: 300m, window: 2min}"),
            .optional("move_up", "automatic"),
            .required("tiers", "[{send: [{kinds: [vehicle], count: 2}]}]"),
        ])

    static let tier = SchemaTable(
        path: "plans.<name>.tiers[]", name: "a tier",
        keys: [
            .optional("name", "nearest patrol"), .optional("send", "[{kinds: [vehicle], count: 2}]"),
            .optional("notify", "[nanshan-station]"), .optional("instructions", "Go to the post."),
            .optional("ack_within", "30s"), .optional("nudge_after", "15s"), .optional("on_scene_within", "60s"),
            .optional("watch", "true"), .optional("channel", "TG-3101"),
        ])

    static let requirement = SchemaTable(
        path: "plans.<name>.tiers[].send[]", name: "a requirement",
        keys: [
            .required("kinds", "[vehicle]"), .optional("count", "2"), .optional("within", "3km"),
            .optional("capabilities", "[aed]"), .optional("min_gain", "60s"),
            .optional("during", "school-hours"),
            .optional("any_of", "[{kinds: [motorcycle], count: 2}, {kinds: [vehicle]}]"),
        ])

    /// A requirement that has alternatives; of the keys of `requirement` it has these.
    static let anyOf = SchemaTable(
        path: "plans.<name>.tiers[].send[]", name: "a requirement with alternatives",
        keys: [
            .required("any_of", "[{kinds: [motorcycle], count: 2}, {kinds: [vehicle]}]"), .optional("min_gain", "60s"),
            .optional("during", "school-hours"),
        ])

    static let alternative = SchemaTable(
        path: "plans.<name>.tiers[].send[].any_of[]", name: "an alternative",
        keys: [
            .required("kinds", "[vehicle]"), .optional("count", "2"), .optional("within", "3km"),
            .optional("capabilities", "[aed]"),
        ])

    /// The longer form of `units`.
    static let units = SchemaTable(
        path: "units", name: "units",
        keys: [
            .optional("accept_unknown", "true"), .optional("limit", "100000"),
            .optional("list", "[{id: M-17, kind: motorcycle}]"),
        ])

    static let unit = SchemaTable(
        path: "units[]", name: "a unit",
        keys: [
            .required("id", "M-17"), .required("kind", "motorcycle"), .optional("call_sign", "摩巡17"),
            .optional("agency", "traffic"), .optional("capabilities", "[aed]"),
            .optional("post", "{lat: 22.5369, lon: 113.9345}"), .optional("beats", "[keji]"),
        ])

    /// Beats in a file of their own.
    static let beats = SchemaTable(
        path: "beats", name: "beats", keys: [.required("file", "beats.geojson"), .optional("datum", "wgs84")])

    static let beat = SchemaTable(
        path: "beats[]", name: "a beat",
        keys: [
            .required("id", "keji"), .optional("name", "科技园"),
            .optional("cover", "[motorcycle, vehicle]"),
            .required("polygon", "[[113.93, 22.53], [113.95, 22.53], [113.95, 22.55]]"),
        ])

    static let post = SchemaTable(
        path: "units[].post", name: "post", keys: [.required("lat", "22.5369"), .required("lon", "113.9345")])

    static let kinds = SchemaTable(
        path: "kinds", name: "kinds",
        keys: [
            .optional("foot", "{speed: 1.6 m/s}"), .optional("motorcycle", "{speed: 9 m/s}"),
            .optional("vehicle", "{speed: 30 km/h}"), .optional("video", "{reaction: 5s}"),
            .optional("air", "{reaction: 60s}"), .optional("marine", "{detour: 1.5}"),
        ])

    static let kind = SchemaTable(
        path: "kinds.<kind>", name: "a kind",
        keys: [
            .optional("speed", "1.6 m/s"), .optional("detour", "1.25"), .optional("reaction", "5s"),
            .optional("other_carriageway", "90s"), .optional("rest_after", "10min"),
        ])

    static let positions = SchemaTable(
        path: "positions", name: "positions",
        keys: [.optional("stale_after", "2min"), .optional("door", "{enabled: true}")])

    static let door = SchemaTable(
        path: "positions.door", name: "door",
        keys: [.optional("enabled", "true"), .optional("poll", "100ms"), .optional("units", "[M-17]")])

    static let record = SchemaTable(
        path: "record", name: "record",
        keys: [
            .optional("durability_wait", "50ms"), .optional("retention", "90d"), .optional("retention_size", "8GiB"),
            .optional("segment_size", "64MiB"), .optional("segment_age", "1d"),
        ])
}
