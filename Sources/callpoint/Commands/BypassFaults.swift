import ArgumentParser
import CallpointCore
import Control
import EventCodec

/// `callpoint bypass`.
struct BypassFaults: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bypass",
        abstract: "Keeps faults of a call point from being trouble while somebody works there. Presses stay presses.",
        discussion: """
            Without a call point it lists the bypasses in force. A bypass ends by itself, a day later at most; what then
            still stands is said again. It is of faults alone: a button cannot be disarmed.

            KIND is tamper, door, mains, stuck, chatter, line, offline, low_battery or all.

            EXAMPLES
              callpoint bypass NS-0412 tamper --for 2h --reason "new glass"
              callpoint bypass NS-0412 --end
              callpoint bypass
            """)

    @Argument(help: "The call point; without one the bypasses are listed.")
    var callPoint: String?

    @Argument(
        help: ArgumentHelp("The kind of fault, or all.", valueName: "kind"),
        completion: .list(DeviceFault.Kind.allCases.filter(\.canBeBypassed).map(\.rawValue) + ["all"]))
    var kind: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long: 90s, 30min, 2h; at most 24h. Default: 1h.", valueName: "time"))
    var span: TimeSpan?

    @Option(help: ArgumentHelp("Why, for the record; at most 1,000 bytes.", valueName: "text"))
    var reason: String?

    @Flag(help: "End it: of this kind, or every one of the call point.")
    var end = false

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let kind, kind != "all", DeviceFault.Kind(rawValue: kind)?.canBeBypassed != true {
            let all = DeviceFault.Kind.allCases.filter(\.canBeBypassed).map(\.rawValue).joined(separator: ", ")
            throw ValidationError("`\(kind)` cannot be bypassed. Give one of: \(all), all.")
        }
        guard callPoint == nil else {
            if end, span != nil || reason != nil {
                throw ValidationError("--end takes neither --for nor --reason.")
            }
            if !end, kind == nil {
                throw ValidationError("Say which kind of fault, or all: callpoint bypass \(callPoint ?? "") tamper.")
            }
            return
        }
        guard !end, span == nil, reason == nil else {
            throw ValidationError("Name the call point: callpoint bypass NS-0412 tamper.")
        }
    }

    func run() throws {
        let client = try daemon.connect()
        guard let callPoint else { return try list(client) }
        let fault = kind.flatMap(DeviceFault.Kind.init)
        let span = span?.duration ?? Bypass.standardDuration
        let deed: ControlAct.Deed =
            end
            ? .endBypass(CallPointID(callPoint), fault)
            : .bypass(CallPointID(callPoint), fault, for: span, reason: reason)
        let reply = try client.request(.act(ControlAct(deed, via: act.via, actingFor: act.actingFor)))
        guard !output.json else { return Output.line(reply.text) }
        let say = output.say
        let what = say.word(fault?.rawValue ?? "all")
        let limit = Measures(say: say).limit(milliseconds: span.milliseconds)
        Output.line(end ? say(.didEndBypass, callPoint, what) : say(.didBypass, callPoint, what, limit))
    }

    private func list(_ client: ControlClient) throws {
        let status = try client.request(.status)
        guard !output.json else { return Output.line((status["bypasses"] ?? []).text) }
        let book = NameBook(connect: daemon.connect)
        Output.lines(
            BypassesView(say: output.say, isColoured: Style.isShown, name: book.text).lines(status["bypasses"] ?? []))
    }
}
