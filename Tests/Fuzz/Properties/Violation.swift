/// A property that some input breaks: which, and what was seen.
public struct Violation: Error, Sendable, Hashable, CustomStringConvertible {
    /// What must hold, and what was there instead.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Throws what is said where something that must hold does not.
func hold(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws(Violation) {
    if !holds { throw Violation(otherwise()) }
}
