/// Which names a file's declarations call unordered, and which not.
struct UnorderedNames {
    /// Declared as a dictionary or a set.
    var unordered: Set<String>
    /// Declared as something else.
    var ordered: Set<String>

    /// Declared as unordered each time.
    var certain: Set<String> { unordered.subtracting(ordered) }

    private static let unorderedDeclaration = Expression(
        #"(\w+)\s*(?::\s*(?:inout\s+)?(?:\[[^\[\]():]+:|Set<|Dictionary<)|=\s*(?:\[[\w.]+\s*:[^\]]*\]+\s*\(|\[:\]|Set\s*[<(]|Dictionary\s*[<(]))"#
    )
    private static let declaration = Expression(#"(?:\b(?:let|var)\s+|[(,]\s*(?:\w+\s+)?)(\w+)\s*(?::|=(?!=))"#)

    init(unordered: Set<String>, ordered: Set<String>) {
        self.unordered = unordered
        self.ordered = ordered
    }

    /// What the declarations of a file say.
    init(of file: SourceFile) {
        self.init(unordered: [], ordered: [])
        for line in file.code {
            let here = Set(Self.unorderedDeclaration.matches(in: line))
            unordered.formUnion(here)
            // A label before a value (`f(units: units)`) looks like a declaration with a type; a type begins with a
            // capital or a bracket, so that only those count.
            let typed = Self.declaration.matches(in: line).filter { name in
                !here.contains(name)
                    && Expression("\\b\(name)\\s*(?::\\s*(?:inout\\s+|borrowing\\s+)?[\\[A-Z(]|=)").matches(line)
            }
            ordered.formUnion(typed)
        }
    }

    private static let loop = Expression(
        #"\bfor\s+(?:case\s+)?.+?\s+in\s+(?:[\w?!]+(?:\[[^\]]*\])?\.)*(\w+)\s*(?:\.enumerated\(\)\s*)?(?:where\b|\{|$)"#
    )
    private static let call = Expression(
        #"(\w+)[?!]?\.(?:map|compactMap|flatMap|forEach|reduce|first|min|max|enumerated|lazy|prefix|dropFirst|popFirst|makeIterator|joined)\b(?!:)"#
    )
    private static let copy = Expression(#"\bArray\s*\(\s*(?:\w+\.)*(\w+)\s*\)"#)
    private static let parts = Expression(
        #"(\w+[?!]?\.(?:keys(?!\s*\.\s*(?:sorted|contains|count|isEmpty)\b)|values))\b(?!\s*[:(=])"#)

    /// The uses of watched names in a line whose result hangs on their order.
    static func uses(of watched: Set<String>, in line: String) -> [String] {
        let named = [loop, call, copy].flatMap { $0.matches(in: line) }.filter(watched.contains)
        return named + parts.matches(in: line)
    }
}
