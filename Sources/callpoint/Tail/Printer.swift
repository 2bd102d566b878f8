/// Shows events as lines for people, or as they are, and says loudly where some are missing.
final class Printer {
    private var view: TailView
    private let isJSON: Bool
    let say: Wording
    var proof = SequenceProof()

    init(view: TailView, say: Wording, isJSON: Bool) {
        self.view = view
        self.say = say
        self.isJSON = isJSON
    }

    /// Shows an event.
    func show(_ event: EventLine, _ line: [UInt8]) {
        if isJSON { Output.bytes(line) } else { Output.lines(view.lines(event)) }
    }

    /// Counts an event, and says what is missing before it.
    func count(_ sequence: Int64) {
        if let gap = proof.note(sequence) { Output.say("! " + say(gap: gap)) }
    }
}
