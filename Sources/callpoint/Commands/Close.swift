import ArgumentParser
import CallpointCore
import Control

/// `callpoint close`.
struct Close: ActCommand {
    static let configuration = CommandConfiguration(
        abstract: "Closes an incident with what it turned out to be, and frees its units.",
        discussion: """
            EXAMPLES
              callpoint close NS-03-7c1e-0007 --disposition genuine
              callpoint close NS-03-7c1e-0007 --disposition false-accidental --note "a child at the button"
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(
        help: ArgumentHelp(
            "genuine, false-accidental, false-malicious, test, duplicate, cancelled-en-route or unfounded.",
            valueName: "disposition"), completion: .list(Disposition.allCases.map(\.rawValue)),
        transform: Disposition.argument)
    var disposition: Disposition

    @Option(help: ArgumentHelp("A few words for the record; at most 1,000 bytes.", valueName: "text"))
    var note: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .close(IncidentID(incident), disposition, note: note) }
    func done(_ say: Wording) -> String { say(.didClose, incident, say.word(disposition.rawValue)) }
}

extension Disposition {
    /// A disposition from the command line; throws with the ones that there are.
    static func argument(_ text: String) throws -> Disposition {
        if let disposition = Disposition(rawValue: text) { return disposition }
        let all = Disposition.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("`\(text)` is no disposition. Give one of: \(all).")
    }
}
