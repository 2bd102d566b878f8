import ArgumentParser

/// `callpoint`: the command line for people.
struct Callpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callpoint",
        abstract: "Looks at a roadside alarm controller and answers its orders.",
        discussion: """
            Data goes to standard output, chatter to standard error. Texts are English or 中文, by LANG or --lang.

            EXAMPLES
              callpoint status
              callpoint tail -f
              callpoint accept M-17 --via radio
              callpoint explain NS-03-7c1e-0007

            EXIT STATUS
              0 ok; 1 failed or not valid; 2 usage; 3 the daemon cannot be reached; 4 denied; 5 degraded.
            """,
        version: "0.1.0",
        subcommands: [
            Status.self, Inputs.self, Units.self, Incidents.self, Tail.self, Explain.self, Review.self,
            Acknowledge.self, Accept.self,
            Decline.self, EnRoute.self, Staging.self, Delayed.self, OnScene.self, Clear.self, Assist.self,
            ReportIncident.self, Unit.self,
            RaiseTier.self, Hold.self,
            OrderUnit.self, StandDown.self, Watch.self, MoveUpUnit.self, Note.self, Confirm.self, Reclassify.self,
            Link.self, Split.self,
            HandOff.self, HandOver.self, Close.self, Reopen.self, ExerciseUnits.self, Press.self, WalkThrough.self,
            BypassFaults.self, Check.self, Verify.self, ReplayJournal.self, WhatIf.self,
        ])
}
