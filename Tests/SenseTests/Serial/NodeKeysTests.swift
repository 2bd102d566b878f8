import CallpointCore
import Glibc
import Sense
import Testing

@Suite struct `Keys of nodes` {
    @Test func `hex and raw bytes are read and belong to input and address of the name`() throws {
        let scratch = try Scratch()
        try scratch.write(Array("000102030405060708090A0b0c0d0e0f\n".utf8), to: "node-field-0413.key")
        let raw = [UInt8](200..<232)
        try scratch.write(raw, to: "node-north-gate-07.key")
        try scratch.write([1], to: "tls.pem")
        let (keys, problems) = NodeKeys.load(directory: scratch.path)
        #expect(problems == [])
        #expect(keys.count == 2)
        #expect(keys["field", "0413"] == Array(0..<16))
        #expect(keys["north-gate", "07"] == raw)
        #expect(keys["field", "07"] == nil)
    }

    @Test(arguments: [15, 65, 0])
    func `a key of another length is named and the others stay`(length: Int) throws {
        let scratch = try Scratch()
        try scratch.write([UInt8](repeating: 200, count: length), to: "node-field-1.key")
        try scratch.write([UInt8](repeating: 200, count: 16), to: "node-field-2.key")
        let (keys, problems) = NodeKeys.load(directory: scratch.path)
        #expect(problems == [.length(path: scratch("node-field-1.key"), bytes: length)])
        #expect(keys["field", "1"] == nil)
        #expect(keys["field", "2"]?.count == 16)
    }

    @Test(arguments: ["node-0413.key", "node--0413.key", "node-field-.key", "node-field-04_13.key"])
    func `a name that says no node is a problem`(name: String) throws {
        let scratch = try Scratch()
        try scratch.write([UInt8](repeating: 200, count: 16), to: name)
        let (keys, problems) = NodeKeys.load(directory: scratch.path)
        #expect(problems == [.name(path: scratch(name))])
        #expect(keys.count == 0)
    }

    @Test func `a directory that is not there is a problem with a remedy`() {
        let (keys, problems) = NodeKeys.load(directory: "/nonexistent")
        #expect(keys.count == 0)
        #expect(
            problems.map(\.description) == [
                "/nonexistent: opendir failed: No such file or directory. "
                    + "Check LoadCredential= in callpointd.service and the file's owner."
            ])
    }
}
