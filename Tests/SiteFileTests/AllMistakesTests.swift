import SiteFile
import Testing

struct AllMistakesTests {
    @Test func `every mistake of a file is told at once, in the order of the file`() {
        let text = SmallSite.text
            .replacing("  datum: wgs84\n", with: "")
            .replacing("line: 17", with: "line: 17.0")
            .replacing("id: NS-0414", with: "id: NS-0412")
            .replacing("count: 2", with: "count: 0")
            .replacing("kind: vehicle", with: "kind: vehicel")
            .replacing("retention: 90d", with: "retention: 90")
        #expect(
            SmallSite.mistakes(text) == [
                "devices.yaml:3:3: site has no datum. Add, for example, datum: wgs84.",
                "devices.yaml:17:34: line should be a whole number, and is \"17.0\". Write, for example, line: 17.",
                "devices.yaml:25:9: call point NS-0412 is named already in line 15. "
                    + "Give each call point an id of its own.",
                "devices.yaml:33:54: count is 0, and may be 1 to 20. Write, for example, count: 2.",
                "devices.yaml:39:22: kind \"vehicel\" is not known. Write vehicle.",
                "devices.yaml:46:14: retention is 90 without a unit. Write 90d or 90h.",
            ])
    }

    @Test func `duplicate keys hide neither each other nor any other mistake`() {
        let text = SmallSite.text
            .replacing("version: 1\n", with: "version: 1\n\"version\": 1\nversion: 3\n")
            .replacing("plan: street\n  - id: NS-0413", with: "plan: street\n    plan: stret\n  - id: NS-0413")
            .replacing("lat: 22.5382", with: "lat: 95")
        #expect(
            SmallSite.mistakes(text) == [
                "devices.yaml:2:1: the key \"version\" is given already in line 1. Keep one.",
                "devices.yaml:3:1: the key \"version\" is given already in line 1. Keep one.",
                "devices.yaml:23:5: the key \"plan\" is given already in line 22. Keep one.",
                "devices.yaml:25:21: lat is 95, and may be -90 to 90. "
                    + "Correct it: perhaps lat and lon have changed places.",
            ])
    }

    @Test func `more than twenty duplicate keys end in an error and not in a search`() {
        let names = (0..<30).map { "  k\($0): x\n  k\($0): y\n" }.joined()
        let mistakes = SmallSite.mistakes("site:\n\(names)")
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.contains("is given more than once. Keep one of them.") == true)
    }

    @Test func `a hundred mistakes are told and the rest are counted`() {
        let units = (0..<150).map { "  - {id: U-\($0), kind: tank}\n" }.joined()
        let text = SmallSite.text.replacing("units:\n", with: "units:\n\(units)")
        guard case .failure(let errors) = SmallSite.parse(text) else {
            Issue.record("a file with 150 tanks is good")
            return
        }
        #expect(errors.mistakes.count == 100)
        #expect(errors.more == 50)
        #expect(errors.count == 150)
        #expect(errors.mistakes == errors.mistakes.sorted())
        #expect(errors.description.hasSuffix("\ndevices.yaml: and 50 more. Correct these first."))
    }

    @Test func `a section that cannot be read does not make wrong references`() {
        let text = SmallSite.text.replacing("plans:\n", with: "plans: none\nold:\n")
        #expect(
            SmallSite.mistakes(text) == [
                "devices.yaml:30:8: plans should be a map, and is \"none\". "
                    + "Write, for example, plans: {street: {tiers: […]}}.",
                "devices.yaml:31:1: the file has no key \"old\". Remove it; the keys here are version, site, access, "
                    + "inputs, contacts, call_points, plans, alarms, units, kinds, schedules, beats, positions, record.",
            ])
    }

    @Test func `a file that is not there is told with what to do`() {
        let path = "/nonexistent/devices.yaml"
        guard case .failure(let errors) = SiteFile.load(path: path) else {
            Issue.record("a file that is not there was read")
            return
        }
        #expect(
            errors.description
                == "\(path): the file cannot be read: No such file or directory. "
                + "Name the file with --config, or copy the sample there.")
    }

    @Test func `a directory and an endless file are errors`() {
        for (path, part) in [("/tmp", "Is a directory"), ("/dev/zero", "bytes, and may have 16777216")] {
            guard case .failure(let errors) = SiteFile.load(path: path) else {
                Issue.record("\(path) was read as a site file")
                continue
            }
            #expect(errors.description.contains(part))
        }
    }
}
