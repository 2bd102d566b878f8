import CallpointCore
import SiteFile
import Testing

struct WarningTests {
    @Test(arguments: [
        (
            "count: 2", "count: 3",
            "34:16: tier 1 of street asks for 3 motorcycle or vehicle, and the site has 2. "
                + "Ask for fewer, or add units; until then every alarm has a shortfall here."
        ),
        (
            "on_scene_within: 60s", "on_scene_within: 30s",
            "37:9: tier 1 of street wants units on scene before an unanswered order is given to another. "
                + "Make on_scene_within longer than ack_within."
        ),
        (
            "kind: vehicle}", "kind: vehicle}\n  - {id: C-1, kind: video}",
            "41:5: the video unit C-1 has no post. Add post: {lat: …, lon: …}; "
                + "without one it is ranked only when a fix says where its cameras are."
        ),
        (
            "  station: {name: 粤海派出所}", "  station: {name: 粤海派出所}\n  city: {name: 市局}",
            "13:1: nobody ever tells the contact city. Name it under notify, or remove it."
        ),
        (
            "  field: {serial", "  spare: {serial: {port: /dev/ttyS9}}\n  field: {serial",
            "9:1: nothing is wired to the input spare. Remove it, or name it at a call point."
        ),
        (
            "  dispatcher: {groups: [dispatch]}\n", "",
            "6:1: nobody may close an incident but root and the daemon's own account. "
                + "Name accounts or groups under access: dispatcher."
        ),
    ])
    func `what is allowed and probably not meant is warned of`(part: String, other: String, warning: String) throws {
        let configuration = try SmallSite.parse(SmallSite.changing(part, to: other)).get()
        #expect(configuration.warnings.map(\.description) == ["devices.yaml:\(warning)"])
    }

    @Test func `a tier without units is a warning where unknown units may come, and a mistake where they cannot fit`()
        throws
    {
        let text = SmallSite.text
            .replacing("units:\n", with: "units:\n accept_unknown: true\n list:\n")
            .replacing("kinds: [motorcycle, vehicle]", with: "kinds: [air]")
        let configuration = try SmallSite.parse(text).get()
        #expect(configuration.site.acceptsUnknownUnits)
        #expect(configuration.warnings.count == 1)
        let demanding = text.replacing("within: 3km", with: "capabilities: [winch]")
        #expect(SmallSite.mistakes(demanding).count == 1)
    }
}
