import ArgumentParser
import CallpointCore
import Control

/// `callpoint ack`.
struct Acknowledge: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Claims an incident by your name: its sounds stop, its deadlines do not.",
        discussion: """
            EXAMPLES
              callpoint ack NS-03-7c1e-0007
              callpoint ack NS-03-7c1e-0007 --as anowak --via phone
              callpoint ack NS-03-7c1e-0007 --notice nanshan-command
            """)

    @Argument(help: "The incident.")
    var incident: String

    @Option(
        help: ArgumentHelp(
            "Do not claim it: say that this contact has heard of it, so that it is not told again.",
            valueName: "contact"))
    var notice: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed {
        let incident = IncidentID(incident)
        return notice.map { .direct(.answerNotice(incident, ContactID($0))) } ?? .acknowledge(incident)
    }

    func done(_ say: Wording) -> String {
        notice.map { say(.didHear, $0, incident) } ?? say(.didAcknowledge, incident)
    }
}
