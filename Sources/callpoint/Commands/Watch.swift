import ArgumentParser
import CallpointCore
import Control

/// `callpoint watch`.
struct Watch: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Takes the watch over an incident by your name (盯办): nobody is reminded of it any more.",
        discussion: """
            EXAMPLES
              callpoint watch NS-03-7c1e-0007 --as anowak
            """)

    @Argument(help: "The incident.")
    var incident: String

    @OptionGroup var act: ActOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    var deed: ControlAct.Deed { .direct(.watch(IncidentID(incident))) }
    func done(_ say: Wording) -> String { say(.didWatch, incident) }
}
