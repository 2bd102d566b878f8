import ArgumentParser
import CallpointCore
import Control

/// `callpoint unit`.
struct Unit: ActCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a unit is up to, apart from any order.",
        discussion: """
            EXAMPLES
              callpoint unit M-17 off-duty
              callpoint unit M-17 available --via radio
            """)

    @Argument(help: "The unit.")
    var unit: String

    @Argument(
        help: "available, busy, off-duty or standby (the last choice).",
        completion: .list(["available", "busy", "off-duty", "standby"]),
        transform: UnitStatus.argument)
    var status: UnitStatus

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .status(UnitID(unit), status) }
    func done(_ say: Wording) -> String { say(.didStatus, unit, say.word(status.rawValue)) }
}

extension UnitStatus {
    /// A status from the command line: `off-duty` is how people type what the log writes as `off_duty`.
    static func argument(_ text: String) throws -> UnitStatus {
        if let status = UnitStatus(rawValue: text == "off-duty" ? "off_duty" : text) { return status }
        throw ValidationError("`\(text)` is no status. Give available, busy, off-duty or standby.")
    }
}
