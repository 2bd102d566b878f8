import CallpointCore
import SiteFile
import Testing

struct SampleSiteTests {
    @Test func `the sample has six call points, twelve units of all kinds, and no warning`() throws {
        let configuration = try SampleSite.configuration()
        let site = configuration.site
        #expect(site.callPoints.map(\.id.text) == ["NS-0412", "NS-0413", "NS-0414", "NS-0415", "NS-0416", "NS-0417"])
        #expect(site.units.count == 12)
        #expect(Set(site.units.map(\.kind)) == Set(UnitKind.allCases))
        #expect(configuration.warnings.map(\.description) == [])
        #expect(configuration.timeZone == "Asia/Shanghai")
    }
}
