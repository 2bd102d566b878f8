import CallpointTesting
import SiteFile
import Testing

struct RobustnessTests {
    @Test(arguments: 0..<20)
    func `any bytes give a configuration or mistakes with places in the file`(series: Int) throws {
        let original = try SampleSite.configuration().fileBytes
        for number in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(series * 100 + number))
            let bytes = Self.mutated(original, &generator)
            guard case .failure(let errors) = SiteFile.parse(bytes, name: "devices.yaml") else { continue }
            let lines = bytes.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) } + bytes.count / 2
            #expect(!errors.mistakes.isEmpty, "number \(series * 100 + number)")
            for mistake in errors.mistakes {
                #expect((0...lines).contains(mistake.line) && mistake.column >= 0)
                #expect(mistake.remedy.hasSuffix(".") && !mistake.what.isEmpty && !mistake.what.hasSuffix("."))
                #expect(!mistake.description.contains("\n"))
            }
        }
    }

    /// A few changes of one kind: bytes, lines, or parts that are put elsewhere.
    private static func mutated(_ original: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        let kind = Int.random(in: 0..<6, using: &generator)
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            switch kind {
            case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[at] = Array("{}[]:,-#&*!|>'\"%@`\t\n ?".utf8).randomElement(using: &generator) ?? 0
            case 2, 3: editLine(&bytes, isDeletion: kind == 2, &generator)
            case 4: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...20, using: &generator)))
            default:
                let from = Int.random(in: 0..<bytes.count, using: &generator)
                bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 30)], at: at)
            }
        }
        return bytes
    }

    private static func editLine(_ bytes: inout [UInt8], isDeletion: Bool, _ generator: inout SeededGenerator) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let at = Int.random(in: 0..<lines.count, using: &generator)
        if isDeletion { lines.remove(at: at) } else { lines.insert(lines[at], at: at) }
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}
