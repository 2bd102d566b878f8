import SiteFile

/// A small good file, one line a value, in which a test changes a line.
enum SmallSite {
    static let text = """
        version: 1
        site:
          id: NS-03
          datum: wgs84
          time_zone: Asia/Shanghai
        access:
          dispatcher: {groups: [dispatch]}
          unit: {users: {radio17: M-17}}
        inputs:
          panel: {gpio: {chip: gpiochip0}}
          field: {serial: {port: /dev/ttyS0}}
          bus: {serial: {port: /dev/ttyS1, protocol: modbus-rtu}}
        contacts:
          station: {name: 粤海派出所}
        call_points:
          - id: NS-0412
            location: {lat: 22.5369, lon: 113.9345}
            button: {input: panel, line: 17}
            lamp: {input: panel, line: 22}
            plan: street
          - id: NS-0413
            location: {lat: 22.5382, lon: 113.9361}
            button: {input: field, address: "0413"}
            station: station
            plan: street
          - id: NS-0414
            location: {lat: 22.5441, lon: 113.9442, road: 科苑路, chainage: K1+200}
            button: {input: bus, slave: 3, bit: 0}
            plan: street
        plans:
          street:
            budget: 250ms
            tiers:
              - send: [{kinds: [motorcycle, vehicle], count: 2, within: 3km}]
                notify: [station]
                ack_within: 30s
                on_scene_within: 60s
        units:
          - {id: M-17, kind: motorcycle, capabilities: [aed]}
          - {id: V-03, kind: vehicle}
        kinds:
          foot: {speed: 1.6 m/s, detour: 1.25, reaction: 5s}
        positions:
          stale_after: 2min
          door: {enabled: true}
        record:
          retention: 90d

        """

    /// The file with a part changed; the part must be there.
    static func changing(_ part: String, to other: String) -> String {
        precondition(text.contains(part), "the small site has no \(part)")
        return text.replacing(part, with: other, maxReplacements: 1)
    }

    static func parse(_ text: String) -> Result<SiteConfiguration, SiteErrors> {
        SiteFile.parse(Array(text.utf8), name: "devices.yaml")
    }

    /// What a text is told, one mistake a line; empty for a good one.
    static func mistakes(_ text: String) -> [String] {
        switch parse(text) {
        case .success: []
        case .failure(let errors): errors.mistakes.map(\.description)
        }
    }
}
