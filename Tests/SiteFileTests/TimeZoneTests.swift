import Foundation
import SiteFile
import Testing

struct TimeZoneTests {
    @Test(arguments: [
        ("Asia/Shanghai", 1_776_000_000_000, 480), ("UTC", 1_776_000_000_000, 0),
        ("America/New_York", 1_772_953_199_999, -300), ("America/New_York", 1_772_953_200_000, -240),
        ("Asia/Kathmandu", 0, 330), ("Asia/Kathmandu", 1_776_000_000_000, 345),
    ])
    func `a zone's offset is the one of that moment`(zone: String, milliseconds: Int64, minutes: Int) throws {
        var cached = try #require(SiteTimeZone(identifier: zone))
        #expect(cached.offsetMinutes(atMillisecondsSince1970: milliseconds) == minutes)
        #expect(cached.offsetMinutes(atMillisecondsSince1970: milliseconds) == minutes)
    }

    @Test func `a cached offset is never an old one`() throws {
        var cached = try #require(SiteTimeZone(identifier: "America/New_York"))
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        let change: Int64 = 1_772_953_200_000
        for milliseconds in stride(from: change - 300_000, to: change + 300_000, by: 7_919) {
            let seconds = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
            #expect(cached.offsetMinutes(atMillisecondsSince1970: milliseconds) == seconds / 60)
        }
        #expect(cached.offsetMinutes(atMillisecondsSince1970: change - 1) == -300)
    }

    @Test(arguments: ["CST", "Asia/Shenzhen", "", "GMT+8", "../../etc/passwd", "/etc/localtime"])
    func `a name that is not the IANA list's is no zone`(name: String) {
        #expect(SiteTimeZone(identifier: name) == nil)
    }

    @Test func `the configuration knows its offset`() throws {
        let configuration = try SampleSite.configuration()
        #expect(configuration.offsetMinutes(atMillisecondsSince1970: 1_776_000_000_000) == 480)
    }
}
