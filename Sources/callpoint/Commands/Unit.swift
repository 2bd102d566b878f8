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
              callpoint unit M-17 out-of-service

            A unit that is out of service is on duty and cannot come: what it was on its way to goes to another at once,
            but for an order by name.
            """)

    @Argument(help: "The unit.")
    var unit: String

    @Argument(
        help: "available, busy, off-duty, out-of-service or standby (the last choice).",
        completion: .list(["available", "busy", "off-duty", "out-of-service", "standby"]),
        transform: UnitStatus.argument)
    var status: UnitStatus

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .status(UnitID(unit), status) }
    func done(_ say: Wording) -> String { say(.didStatus, unit, say.word(status.rawValue)) }
}

extension UnitStatus {
    /// As people type it: `off-duty` for what the log writes as `off_duty`.
    private var typed: String { String(rawValue.map { $0 == "_" ? "-" : $0 }) }

    /// A status from the command line, as people type it or as the log writes it.
    static func argument(_ text: String) throws -> UnitStatus {
        if let status = allCases.first(where: { $0.rawValue == text || $0.typed == text }) { return status }
        throw ValidationError("`\(text)` is no status. Give available, busy, off-duty, out-of-service or standby.")
    }
}
