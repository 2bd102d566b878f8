/// How much of each text and list a line may hold.
///
/// Nearly every event fits whole. One that does not is written again under
/// the next, stricter limits, until it does; the last fit whatever comes:
/// twelve bytes of text are at most 72 escaped, and no type has room for more
/// than a dozen texts and three lists of three.
struct LineLimits: Hashable {
    /// Bytes of a text for people before escaping; a longer one ends in `…`.
    var text: Int
    /// Bytes of a name; a longer one ends in `…` and 16 hex digits of its
    /// SHA-256, so that two names stay two.
    var name: Int
    /// Elements of a list.
    var list: Int

    /// From the widest to the strictest.
    static let steps = [
        LineLimits(text: 3_600, name: 3_600, list: 32), LineLimits(text: 1_200, name: 800, list: 8),
        LineLimits(text: 400, name: 160, list: 5), LineLimits(text: 100, name: 48, list: 5),
        LineLimits(text: 12, name: 12, list: 3),
    ]
}
