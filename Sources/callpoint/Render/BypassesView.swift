import EventCodec

/// The bypasses in force, for people.
struct BypassesView {
    let say: Wording
    var isColoured = false
    var name: (String) -> String?

    /// A line for each, or that there is none.
    func lines(_ bypasses: JSON) -> [String] {
        let bypasses = bypasses.array ?? []
        guard !bypasses.isEmpty else { return [say(.noBypasses)] }
        let measures = Measures(say: say)
        var table = Table([.callPoint, .fault, .left, .who, .detail].map { Table.Column(title: say($0)) })
        for bypass in bypasses {
            let person = bypass.text("by")
            let reason = bypass["reason"]?.string.map { name($0).map(TextWidth.plain) ?? $0 } ?? ""
            table.add([
                bypass.text("call_point"), say.word(bypass.text("kind")),
                measures.age(milliseconds: bypass.count("left_ms")),
                name(person).map(TextWidth.plain) ?? person, reason,
            ])
        }
        return table.lines(isColoured: isColoured)
    }
}
