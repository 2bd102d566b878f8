import CallpointCore
import SiteFile
import Testing

struct LimitsTests {
    private func callPoints(_ count: Int) -> String {
        let rows = (0..<count).map { index in
            "  - {id: P-\(index), location: {lat: 22.5, lon: 113.9}, plan: street, "
                + "button: {input: field, address: \"A\(index)\"}}\n"
        }
        let small = SmallSite.text
        guard let start = small.firstRange(of: "call_points:\n"), let end = small.firstRange(of: "plans:\n") else {
            return small
        }
        return String(small[..<start.upperBound]) + rows.joined() + String(small[end.lowerBound...])
    }

    @Test func `10,000 call points are read, one more is refused`() throws {
        #expect(try SmallSite.parse(callPoints(10_000)).get().site.callPoints.count == 10_000)
        #expect(
            SmallSite.mistakes(callPoints(10_001)) == [
                "devices.yaml:16:3: call_points has 10001 call points, and may have 10000. Remove some."
            ])
    }

    @Test func `100,000 units are read, one more is refused`() throws {
        func text(_ count: Int) -> String {
            let rows = (2..<count).map { "  - {id: U-\($0), kind: foot}\n" }.joined()
            return SmallSite.changing("units:\n", to: "units:\n\(rows)")
        }
        #expect(try SmallSite.parse(text(100_000)).get().site.units.count == 100_000)
        let mistakes = SmallSite.mistakes(text(100_001))
        #expect(mistakes == ["devices.yaml:39:3: units has 100001 units, and may have 100000. Remove some."])
    }

    @Test func `100 plans and 9 tiers are read, one more is refused`() throws {
        func text(plans: Int, tiers: Int) -> String {
            let tier = "{send: [{kinds: [vehicle]}]}"
            let list = Array(repeating: tier, count: tiers).joined(separator: ", ")
            let rows = (1..<plans).map { "  p\($0): {tiers: [\(list)]}\n" }.joined()
            return SmallSite.changing("plans:\n", to: "plans:\n\(rows)")
        }
        #expect(try SmallSite.parse(text(plans: 100, tiers: 9)).get().site.plans.count == 100)
        #expect(
            SmallSite.mistakes(text(plans: 101, tiers: 1)) == [
                "devices.yaml:31:3: plans has 101 entries, and may have 100. Remove some."
            ])
        #expect(
            SmallSite.mistakes(text(plans: 2, tiers: 10)) == [
                "devices.yaml:31:15: tiers has 10 tiers, and may have 9. Remove some."
            ])
    }

    @Test func `a file over its size is refused unread`() {
        let bytes = [UInt8](repeating: 0x20, count: SiteFile.sizeLimit + 1)
        guard case .failure(let errors) = SiteFile.parse(bytes, name: "devices.yaml") else {
            Issue.record("16 MiB and a byte were read")
            return
        }
        #expect(
            errors.description == "devices.yaml: the file has 16777217 bytes, and may have 16777216. "
                + "Give the site fewer call points or units.")
    }

    @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[a, ", "- a: ", "&x [", "!t ["])
    func `nesting without end is an error`(opening: String) {
        let mistakes = SmallSite.mistakes("site: \n" + String(repeating: opening, count: 50_000))
        #expect(mistakes.count == 1)
    }

    @Test func `aliases that grow without bound are refused before they are followed`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let inner = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        text += "? *a30\n: x\n"
        #expect(SmallSite.mistakes(text).first?.hasPrefix("devices.yaml:2:10: *a0 is an alias of &a0.") == true)
    }

    @Test(arguments: [
        (0, "1:1: the file is empty. Begin with version: 1, or copy devices.yaml."),
        (1, "1:8: a byte that is not UTF-8 stands here. Save the file as UTF-8 text."),
        (2, "2:3: a control character stands here. Remove it: only text, spaces and line ends may stand here."),
        (3, "1:1: the file is not a list of keys and values. Begin with version: 1."),
        (4, "1:1: the file is empty. Begin with version: 1, or copy devices.yaml."),
    ])
    func `what is no text of keys and values is told`(number: Int, expected: String) {
        let files: [[UInt8]] = [
            [], Array("name: 粤".utf8) + [0xFF], Array("a: b\r\nc:\u{0}".utf8), Array("- a\n- b\n".utf8),
            Array("# nothing\n".utf8),
        ]
        guard case .failure(let errors) = SiteFile.parse(files[number], name: "f.yaml") else {
            Issue.record("no site is a site")
            return
        }
        #expect(errors.description == "f.yaml:\(expected)")
    }

    @Test func `a text beyond its length is refused`() {
        let long = String(repeating: "长", count: 101)
        #expect(
            SmallSite.mistakes(SmallSite.changing("  datum:", to: "  name: \(long)\n  datum:")) == [
                "devices.yaml:4:9: name has 101 characters, and may have 100. Make it shorter."
            ])
    }
}
