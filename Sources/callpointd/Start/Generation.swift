import CLinux

/// The short random word of a start, part of every id that it derives.
enum Generation {
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

    /// Four letters of 32, other than those of earlier starts that the record knows.
    static func draw(otherThan used: Set<String>) -> String {
        while true {
            var bytes = [UInt8](repeating: 0, count: 4)
            guard getrandom(&bytes, bytes.count, 0) == bytes.count else { continue }
            let word = String(bytes.map { letters[Int($0 & 31)] })
            if !used.contains(word) { return word }
        }
    }
}
