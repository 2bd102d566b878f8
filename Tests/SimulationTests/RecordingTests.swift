import CallpointTesting
import Foundation
import Testing

@Suite struct RecordingTests {
    /// Days that broke a rule once, shrunk. None may break one again.
    @Test func `what broke a rule once breaks none any more`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Recordings")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
        #expect(!files.isEmpty)
        for file in files.sorted() {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            var simulation = Simulation(try Recording.scenario(text, file: file))
            for breach in simulation.run().breaches { Issue.record("\(file): \(breach)") }
        }
    }
}
