import ArgumentParser
import EventCodec
import Foundation
import SiteFile
import Testing

@testable import callpoint

struct ManualTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func page(_ name: String) throws -> String {
        try String(contentsOf: ManualTests.root.appendingPathComponent("man/" + name), encoding: .utf8)
    }

    @Test(arguments: Callpoint.configuration.subcommands.map { $0._commandName })
    func `the manual names every verb and every option of its help`(verb: String) throws {
        let page = try page("callpoint.1")
        #expect(page.contains(".It Cm \(verb)"), "\(verb)")
        let command = try #require(Callpoint.configuration.subcommands.first { $0._commandName == verb })
        for nested in command.configuration.subcommands {
            let isThere = page.contains(".It Cm \(verb) \(nested._commandName)")
            #expect(isThere, "\(verb) \(nested._commandName)")
        }
        for command in [command] + command.configuration.subcommands { check(command, on: page) }
    }

    private func check(_ command: any ParsableCommand.Type, on page: String) {
        for match in Callpoint.helpMessage(for: command, columns: 400).matches(of: /(?m)^ +(-.*?)(?:  |$)/) {
            for option in match.1.replacing(/<.*?>/, with: "").matches(of: /--?([a-z-]+)/) {
                let isShort = option.1.count == 1
                let escaped = isShort ? "\(option.1)" : "-\(option.1)"
                let isThere = page.contains("Fl \(escaped)") || page.contains(", -\(option.1)")
                #expect(isThere, "\(command._commandName) \(option.0)")
            }
        }
    }

    @Test(arguments: EventType.allCases)
    func `the manual of the log names every type`(type: EventType) throws {
        #expect(try page("callpoint-events.5").contains(type.rawValue))
    }

    @Test func `the site file that the manual shows is a good one`() throws {
        let page = try page("devices.yaml.5")
        let example = try #require(page.firstMatch(of: /(?s)\.Bd -literal\n(.*?)\.Ed/))
        let result = SiteFile.parse(Array(example.1.utf8), name: "devices.yaml")
        if case .failure(let errors) = result { Issue.record("\(errors)") }
    }

    private static let hasMandoc = FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc")

    @Test(
        .enabled(if: hasMandoc, "mandoc is not installed"),
        arguments: ["callpoint.1", "callpointd.8", "callpoint-events.5", "devices.yaml.5"])
    func `mandoc finds nothing to say`(name: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/mandoc")
        process.arguments = [
            "-T", "lint", "-W", "warning", ManualTests.root.appendingPathComponent("man/" + name).path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(said.isEmpty, "\(said)")
    }
}
