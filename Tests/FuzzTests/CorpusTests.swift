import CallpointTesting
import FuzzProperties
import Glibc
import Testing

/// A fuzzer's target and the folder of its corpus: what holds for any input must hold for these, in every test run.
struct FuzzTarget: Sendable, CustomTestStringConvertible {
    let name: String
    let check: @Sendable ([UInt8]) throws(Violation) -> Void

    static let all = [
        FuzzTarget(name: "sentences", check: SentenceProperties.check),
        FuzzTarget(name: "contacts", check: ContactProperties.check),
    ]

    var testDescription: String { name }

    /// `Tests/Fuzz/Corpus/<name>`, from the place of this very file.
    private var folder: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
            + "/Fuzz/Corpus/\(name)"
    }

    /// The corpus, by file name.
    func corpus() throws -> [(name: String, bytes: [UInt8])] {
        let listing = try #require(opendir(folder), "\(folder) is not there")
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return try names.sorted().map { ($0, try bytes(of: "\(folder)/\($0)")) }
    }

    private func bytes(of path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        try #require(file >= 0, "\(path) cannot be read")
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(file, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }
}

@Suite struct `What a fuzzer holds` {
    @Test(arguments: FuzzTarget.all)
    func `holds for the whole corpus`(target: FuzzTarget) throws {
        let corpus = try target.corpus()
        #expect(corpus.count >= 10)
        for (name, bytes) in corpus {
            #expect(throws: Never.self, "Tests/Fuzz/Corpus/\(target.name)/\(name)") { try target.check(bytes) }
        }
    }

    /// The short walk of every test run; `make fuzz` goes further. A failure names the seed, which brings it back.
    @Test(arguments: FuzzTarget.all)
    func `holds for the corpus cut, joined and spoilt at random`(target: FuzzTarget) throws {
        let corpus = try target.corpus().map(\.bytes)
        for seed in 0..<2_000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bytes = random.pick(corpus) ?? []
            for _ in 0...random.int(0...4) { spoil(&bytes, with: random.pick(corpus) ?? [], &random) }
            do {
                try target.check(bytes)
            } catch {
                Issue.record("\(target.name), seed \(seed): \(error); the input: \(bytes)")
                return
            }
        }
    }

    private func spoil(_ bytes: inout [UInt8], with other: [UInt8], _ random: inout SeededGenerator) {
        let place = random.int(0...bytes.count)
        switch random.int(0...4) {
        case 0: bytes.insert(UInt8(random.int(0...255)), at: place)
        case 1: if place < bytes.count { bytes.remove(at: place) }
        case 2: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.int(0...7)) }
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.int(0...20)))
        default: bytes.insert(contentsOf: other.prefix(random.int(0...300)), at: place)
        }
    }
}
