import EventCodec
import SiteFile
import Testing

struct SummaryTests {
    @Test func `a person reads where the buttons are, who is sent, and who there is`() throws {
        let text = SiteSummary(try SampleSite.configuration()).text()
        for line in [
            "site  NS-03  南山科技园 03",
            "  NS-0413  深大地铁站 B 出口    22.53820, 113.93610  field/0413  plan street",
            "  NS-0415  高新园地铁站 C 出口  22.53985, 113.95360  field/0415  plan street",
            "  street  P1, orders within 250 ms, 4 call points",
            "    tier 1  nearest patrol",
            "      send 2 foot or motorcycle or vehicle within 3 km",
            "      tell yuehai-station",
            "      no answer in 30 s: order the next unit",
            "      nobody on scene in 1 min: raise the next tier",
            "      watched until it is closed",
            "      send 1 marine with rescue-swimmer",
            "  foot        2  F-21 步巡21, F-22 步巡22",
        ] {
            #expect(text.contains("\n\(line)\n") || text.hasPrefix("\(line)\n"), "\(line)")
        }
        #expect(text.contains("  field  NS-0413, NS-0415, NS-0416, NS-0417  serial 115200, sentence, heartbeat 20 s"))
        #expect(!text.contains("warnings"))
    }

    @Test func `warnings stand at the end`() throws {
        let configuration = try SmallSite.parse(SmallSite.changing("count: 2", to: "count: 5")).get()
        let text = SiteSummary(configuration).text()
        #expect(text.contains("\nwarnings (1)\n  devices.yaml:34:16: tier 1 of street asks for 5"))
        #expect(SiteSummary(configuration).json["warnings"]?.array?.first?["line"]?.integer == 34)
    }

    @Test func `many call points are counted and not listed`() throws {
        let point = { (index: Int) in
            "  - {id: P-\(index), location: {lat: 22.5, lon: 113.9}, plan: street, "
                + "button: {input: field, address: \"A\(index)\"}}\n"
        }
        let rows = (0..<60).map(point).joined()
        let text = SmallSite.changing("call_points:\n", to: "call_points:\n\(rows)")
        let summary = SiteSummary(try SmallSite.parse(text).get()).text()
        #expect(summary.contains("call points (63)\n"))
        #expect(summary.contains("\n  and 23 more\n"))
        #expect(summary.contains(", and 21 more  serial"))
    }

    @Test func `programs read the same`() throws {
        let configuration = try SampleSite.configuration()
        let json = try JSON.parse(SiteSummary(configuration).json.bytes)
        #expect(json["hash"]?.string == configuration.hash)
        #expect(json["call_points"]?.array?.count == 6)
        #expect(json["call_points"]?.array?.first?["input"]?.string == "panel/17")
        #expect(json["units"]?["vehicle"]?.integer == 4)
        #expect(json["plans"]?.array?.first?["tiers"]?.array?.first?["on_scene_within_ms"]?.integer == 60_000)
    }
}
