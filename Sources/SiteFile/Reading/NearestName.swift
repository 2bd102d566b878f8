/// Which known name somebody meant.
enum NearestName {
    /// The nearest of the known names, or nil where none is near enough to be meant:
    /// more than a third of the letters differ, or more than three, and neither begins with the other.
    static func of(_ name: String, among known: some Collection<String>) -> String? {
        let name = name.lowercased()
        let limit = min(3, name.unicodeScalars.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = isBeginning(name, candidate) ? limit : editDistance(name, candidate.lowercased())
            if distance <= limit, distance < (best?.distance ?? .max) { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `lat` and `latitude`: one is the other cut short, to two letters at least.
    private static func isBeginning(_ a: String, _ b: String) -> Bool {
        min(a.count, b.count) >= 2 && (a.hasPrefix(b) || b.hasPrefix(a))
    }

    /// Inserted, deleted, changed and swapped neighbouring letters between two names
    /// (optimal string alignment). Names longer than 64 letters are never near.
    static func editDistance(_ a: String, _ b: String) -> Int {
        let a = Array(a.unicodeScalars)
        let b = Array(b.unicodeScalars)
        guard a.count <= 64, b.count <= 64, abs(a.count - b.count) <= 3 else { return .max }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(change, last[j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
