import CallpointCore
import CallpointTesting
import EventCodec
import Foundation
import LinuxIO
import Record
import SiteFile
import Testing

@testable import callpoint

/// A journal on disk, with the sample site file in it, written by the recorder from what an engine decided.
final class KeptJournal {
    static let siteFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("devices.yaml").path

    let directory: String
    let stage: Stage
    var state: String { directory + "/state" }

    /// Three incidents: answered; unanswered, so that the next tier is raised; and one while few are left.
    init() throws {
        directory = NSTemporaryDirectory() + "callpoint-kept-" + UUID().uuidString.prefix(8)
        for part in ["state", "log"] {
            try FileManager.default.createDirectory(
                atPath: directory + "/" + part, withIntermediateDirectories: true)
        }
        let configuration = try SiteFile.load(path: KeptJournal.siteFile).get()
        stage = Stage(configuration.site) { Issue.record("\($0)") }
        let middle = try #require(configuration.site.callPoints.first).place
        let plane = Plane(centre: middle)
        for (number, unit) in configuration.site.units.enumerated() where unit.post == nil {
            stage.place(
                unit.id, at: plane.place(north: 150 * number - 1_000, east: 2_000 - 230 * ((number * 7) % 20)))
        }
        play()
        try write(configuration)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private func play() {
        stage.press("NS-0412")
        for order in stage.incident("NS-0412")?.orders ?? [] { stage.act(.answer(.order(order.id), .accept)) }
        stage.advance(.seconds(20))
        stage.press("NS-0415")
        stage.advance(.seconds(70))
        for order in stage.incident("NS-0412")?.orders ?? [] { stage.act(.answer(.order(order.id), .onScene)) }
        stage.press("NS-0413")
        stage.advance(.seconds(10))
        if let id = stage.incident("NS-0412")?.id { stage.close(id) }
    }

    private func write(_ configuration: SiteConfiguration) throws {
        let clock = MonotonicClock()
        let options = RecordOptions(stateDirectory: state, logDirectory: directory + "/log")
        let recorder = try Recorder(options: options) { clock.now }
        _ = try recorder.recover { _ in }
        try recorder.start()
        recorder.startIsOver()
        var encoder = EventEncoder(head: ChainHead(generation: "7c1e"))
        let lines = stage.events.map { encoder.encode($0) }
        let file = StoredConfiguration(
            hash: configuration.hash, file: configuration.fileBytes, planTimesPermille: 1_000)
        recorder.submit(Batch(lines: lines, configurations: [file]), at: clock.now)
        let last = lines.last?.sequence ?? 0
        var isVisible = false
        waitUntil {
            for report in recorder.takeReports() {
                if case .visible(let visible) = report { isVisible = isVisible || visible.through >= last }
            }
            if let due = recorder.nextDeadline, due <= clock.now { recorder.tick(at: clock.now) }
            return isVisible
        }
        #expect(isVisible)
        recorder.close()
    }

    /// Changes the segment as nobody should.
    func change(_ sql: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: state + "/journal")
        let segment = try #require(names.first { $0.hasSuffix(".db") })
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = [state + "/journal/" + segment, sql]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// The sample site file with something else in it, in a file of its own.
    func siteFile(replacing text: String, with other: String) throws -> String {
        let sample = try String(contentsOfFile: KeptJournal.siteFile, encoding: .utf8)
        #expect(sample.contains(text))
        let path = directory + "/other.yaml"
        try sample.replacing(text, with: other).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
