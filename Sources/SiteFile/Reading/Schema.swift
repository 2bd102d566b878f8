/// A key of a site file.
struct SchemaKey: Sendable {
    /// As it stands in the file.
    let name: String
    /// A value as somebody could write it; it stands in remedies.
    let example: String
    /// Whether a table without it is a mistake.
    let isRequired: Bool

    /// A key that must be there.
    static func required(_ name: String, _ example: String) -> SchemaKey {
        SchemaKey(name: name, example: example, isRequired: true)
    }

    /// A key that has a default.
    static func optional(_ name: String, _ example: String) -> SchemaKey {
        SchemaKey(name: name, example: example, isRequired: false)
    }
}

/// The keys that a mapping of a site file may have.
///
/// The reader knows no other keys than these, and a test holds docs/CONFIGURATION.md against them.
struct SchemaTable: Sendable {
    /// Where it stands: `call_points[].location`.
    let path: String
    /// What people call it in a message: `location`.
    let name: String
    let keys: [SchemaKey]

    func key(_ name: String) -> SchemaKey? { keys.first { $0.name == name } }

    /// The same keys under another name in messages.
    func called(_ name: String) -> SchemaTable { SchemaTable(path: path, name: name, keys: keys) }
}

extension SchemaTable {
    static let root = SchemaTable(
        path: "", name: "the file",
        keys: [
            .required("version", "1"),
            .required("site", "{id: NS-03, name: 科技园 03, datum: wgs84, time_zone: Asia/Shanghai}"),
            .optional("access", "{dispatcher: {groups: [callpoint-dispatch]}}"),
            .required("inputs", "{field: {serial: {port: /dev/ttyS0}}}"),
            .optional("contacts", "{station: {name: 南山派出所}}"),
            .required("call_points", "[{id: NS-0412, …}]"),
            .required("plans", "{street: {tiers: […]}}"),
            .optional("alarms", "{medical: {priority: P2}}"),
            .required("units", "[{id: M-17, kind: motorcycle}]"),
            .optional("kinds", "{foot: {speed: 1.6 m/s}}"),
            .optional("schedules", "{school-hours: {times: [\"07:00-08:30\"]}}"),
            .optional("beats", "{file: beats.geojson}"),
            .optional("positions", "{stale_after: 2min}"),
            .optional("record", "{retention: 90d}"),
        ])

    static let site = SchemaTable(
        path: "site", name: "site",
        keys: [
            .required("id", "NS-03"), .optional("name", "科技园 03"), .required("datum", "wgs84"),
            .required("time_zone", "Asia/Shanghai"),
        ])

    static let access = SchemaTable(
        path: "access", name: "access",
        keys: [
            .optional("reading", "{groups: [callpoint]}"), .optional("unit", "{users: {radio17: M-17}}"),
            .optional("dispatcher", "{groups: [callpoint-dispatch]}"), .optional("admin", "{users: [root]}"),
        ])

    /// One for `reading`, `dispatcher` and `admin` alike.
    static let accounts = SchemaTable(
        path: "access.<role>", name: "a role",
        keys: [.optional("users", "[root]"), .optional("groups", "[callpoint]")])

    static let unitAccounts = SchemaTable(
        path: "access.unit", name: "unit", keys: [.required("users", "{radio17: M-17}")])

    static let input = SchemaTable(
        path: "inputs.<name>", name: "an input",
        keys: [.optional("serial", "{port: /dev/ttyS0}"), .optional("gpio", "{chip: gpiochip0}")])

    static let serial = SchemaTable(
        path: "inputs.<name>.serial", name: "serial",
        keys: [
            .required("port", "/dev/serial/by-path/…"), .optional("baud", "115200"), .optional("protocol", "sentence"),
            .optional("heartbeat", "20s"), .optional("parity", "even"), .optional("poll", "50ms"),
            .optional("timeout", "100ms"), .optional("rs485", "true"),
        ])

    static let gpio = SchemaTable(
        path: "inputs.<name>.gpio", name: "gpio",
        keys: [.optional("chip", "gpiochip0"), .optional("label", "pinctrl-bcm2711")])

    static let contact = SchemaTable(
        path: "contacts.<id>", name: "a contact",
        keys: [
            .required("name", "南山派出所"), .optional("channel", "log"),
            .optional("answer_within", "2min"),
        ])

    /// Every table of the file, in its order.
    static let all: [SchemaTable] = [
        root, site, access, accounts, unitAccounts, input, serial, gpio, contact, callPoint, location, scheduledPlan,
        button, contactWire, output, camera, planByKind, preset, plan, related, crossZone, beginAt, tier, requirement,
        alternative, alarms, alarmKind, units, unit, post, schedule, beats, beat,
        kinds, kind, positions, door, record,
    ]
}
