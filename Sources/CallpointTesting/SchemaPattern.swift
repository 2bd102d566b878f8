/// A small part of regular expressions: between `^` and `$`, characters, `.`,
/// `\.` and `[a-z]`, each once or `+`, `*`, `{n}`, `{n,}` or `{n,m}` times.
struct SchemaPattern: Sendable, Hashable {
    private var steps: [Step] = []

    private struct Step: Hashable {
        /// Nil for any character.
        var ranges: [ClosedRange<Unicode.Scalar>]?
        var least = 1
        var most = 1

        func matches(_ scalar: Unicode.Scalar) -> Bool { ranges?.contains { $0.contains(scalar) } ?? true }
    }

    /// Nil for a pattern with anything else in it.
    init?(_ text: String) {
        guard text.hasPrefix("^"), text.hasSuffix("$"), text.count >= 2 else { return nil }
        var rest = text.dropFirst().dropLast().unicodeScalars[...]
        while let first = rest.popFirst() {
            guard var step = Self.step(first, &rest), Self.repeats(&step, &rest) else { return nil }
            if step.most < step.least { return nil }
            steps.append(step)
        }
    }

    private static func step(_ first: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) -> Step? {
        switch first {
        case ".": return Step(ranges: nil)
        case "\\":
            guard let escaped = rest.popFirst(), ".[]{}+*^$\\/".unicodeScalars.contains(escaped) else { return nil }
            return Step(ranges: [escaped...escaped])
        case "[":
            var ranges: [ClosedRange<Unicode.Scalar>] = []
            while let scalar = rest.popFirst(), scalar != "]" {
                guard scalar != "^", scalar != "\\" else { return nil }
                if rest.first == "-", let last = rest.dropFirst().first, last != "]" {
                    rest = rest.dropFirst(2)
                    guard scalar <= last else { return nil }
                    ranges.append(scalar...last)
                } else {
                    ranges.append(scalar...scalar)
                }
            }
            return ranges.isEmpty ? nil : Step(ranges: ranges)
        case "(", ")", "|", "?", "+", "*", "{", "}", "^", "$", "]": return nil
        default: return Step(ranges: [first...first])
        }
    }

    /// Reads how often a step may stand; false where that cannot be read.
    private static func repeats(_ step: inout Step, _ rest: inout Substring.UnicodeScalarView) -> Bool {
        switch rest.first {
        case "?": return false
        case "+":
            rest.removeFirst()
            step.most = .max
        case "*":
            rest.removeFirst()
            step.least = 0
            step.most = .max
        case "{":
            guard let end = rest.firstIndex(of: "}") else { return false }
            let numbers = rest[..<end].dropFirst().split(separator: ",", omittingEmptySubsequences: false)
            rest = rest[rest.index(after: end)...]
            guard let least = numbers.first.flatMap({ Int(String($0)) }), numbers.count <= 2 else { return false }
            step.least = least
            step.most = least
            if numbers.count == 2 {
                guard let most = numbers[1].isEmpty ? Int.max : Int(String(numbers[1])) else { return false }
                step.most = most
            }
        default: break
        }
        return true
    }

    /// Whether the whole text is what the pattern says.
    func matches(_ text: String) -> Bool { matches(Array(text.unicodeScalars)[...], steps[...]) }

    private func matches(_ text: ArraySlice<Unicode.Scalar>, _ steps: ArraySlice<Step>) -> Bool {
        guard let step = steps.first else { return text.isEmpty }
        var longest = 0
        for scalar in text {
            guard longest < step.most, step.matches(scalar) else { break }
            longest += 1
        }
        guard longest >= step.least else { return false }
        for count in stride(from: longest, through: step.least, by: -1)
        where matches(text.dropFirst(count), steps.dropFirst()) {
            return true
        }
        return false
    }
}
