public import CallpointCore
import Glibc

extension Carriageway {
    /// The carriageway on which traffic heads so, in degrees clockwise from north, 0…359.
    public init(heading degrees: Int) {
        let radians = Double(degrees) * .pi / 180
        self.init(
            headingDegrees: degrees, north: Int((cos(radians) * 1_000_000).rounded()),
            east: Int((sin(radians) * 1_000_000).rounded()))
    }

    /// The directions of travel that have a heading of their own.
    private static let headings: [(word: String, chinese: String, degrees: Int)] = [
        ("north", "北", 0), ("northeast", "东北", 45), ("east", "东", 90), ("southeast", "东南", 135), ("south", "南", 180),
        ("southwest", "西南", 225), ("west", "西", 270), ("northwest", "西北", 315),
    ]

    /// Those directions, for messages.
    public static var words: String { headings.map(\.word).joined(separator: ", ") }

    /// The heading of a direction of travel as people write it: `east`, `东`, `东向`; nil for other words.
    public static func heading(_ direction: String) -> Int? {
        let word = direction.hasSuffix("向") ? String(direction.dropLast()) : direction.lowercased()
        return headings.first { $0.word == word || $0.chinese == word }?.degrees
    }
}
