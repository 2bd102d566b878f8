/// A counter of presses, 16 bits, that somebody else keeps: what another value of it means.
///
/// A press is a counter that has moved. How far does not matter: between two looks nobody presses twice, and
/// a contact that bounces is counted more than once.
///
/// | the counter | means |
/// |---|---|
/// | is read for the first time | nothing: what it counted before was before our time |
/// | has moved, over its end too | a press |
/// | fell to 0 | its module has started anew, and has counted nothing since: no press |
/// | fell to something else | its module has started anew, and has counted since: a press |
///
/// In doubt it is a press: an alarm raised twice does less harm than one not raised. A fall to 0 alone is
/// none, or each time that its supply comes back a module would call the police; that nobody was pressing in the moment
/// when the supply went cannot be known, and what happened after it would show as a count above 0.
struct PressCounter: Sendable, Hashable {
    /// A counter that arrives at 0 with a step of at most so many ran over its end; with a longer one it fell.
    static let wrapLimit: UInt16 = 256

    /// What was read last; nil before the first look.
    private(set) var value: UInt16?

    /// Takes in what was read; whether it means a press.
    mutating func read(_ new: UInt16) -> Bool {
        defer { value = new }
        guard let value, new != value else { return false }
        return new != 0 || new &- value <= PressCounter.wrapLimit
    }
}
