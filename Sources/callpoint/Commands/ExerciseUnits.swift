import ArgumentParser
import CallpointCore
import Control

/// `callpoint exercise`.
struct ExerciseUnits: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exercise",
        abstract: "Plays incidents with the units that have joined; a live press goes before it.",
        discussion: """
            What is played goes the whole way and is answered with the same verbs, and every event of it has the mode
            exercise. It disarms nothing: a press of a button is live, and takes any unit out of the exercise. Nobody
            is told by a real channel. A call for help in an exercise is live. It ends by itself.

            EXAMPLES
              callpoint exercise start M-17 M-18 V-03 --for 2h
              callpoint exercise press NS-0412
              callpoint accept M-17
              callpoint exercise stop
            """,
        subcommands: [Start.self, Join.self, Leave.self, Play.self, Stop.self])

    /// `callpoint exercise start`.
    struct Start: ActCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begins an exercise of these units.",
            discussion: """
                EXAMPLES
                  callpoint exercise start M-17 M-18 V-03
                  callpoint exercise start --for 30min
                """)

        @Argument(help: "Units that are in it from the beginning, at most 32; others may join.")
        var units: [String] = []

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("It ends by itself after so long: 1min to 12h. Default: 2h.", valueName: "time"))
        var span: TimeSpan?

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        private var duration: Duration { span?.duration ?? Exercise.standardDuration }
        var deed: ControlAct.Deed { .exercise(.start(units.map { UnitID($0) }, for: duration)) }
        func done(_ say: Wording) -> String {
            say(.didStartExercise, String(units.count), Measures(say: say).limit(milliseconds: duration.milliseconds))
        }
    }

    /// `callpoint exercise join`.
    struct Join: ActCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has a unit join the exercise.",
            discussion: """
                EXAMPLES
                  callpoint exercise join M-17
                """)

        @Argument(help: "The unit.")
        var unit: String

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        var deed: ControlAct.Deed { .exercise(.join(UnitID(unit))) }
        func done(_ say: Wording) -> String { say(.didJoinExercise, unit) }
    }

    /// `callpoint exercise leave`.
    struct Leave: ActCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has a unit leave the exercise; what it played goes to another one.",
            discussion: """
                EXAMPLES
                  callpoint exercise leave M-17
                """)

        @Argument(help: "The unit.")
        var unit: String

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        var deed: ControlAct.Deed { .exercise(.leave(UnitID(unit))) }
        func done(_ say: Wording) -> String { say(.didLeaveExercise, unit) }
    }

    /// `callpoint exercise press`.
    struct Play: ActCommand {
        static let configuration = CommandConfiguration(
            commandName: "press",
            abstract: "Plays a press of a call point; nobody touches the button.",
            discussion: """
                EXAMPLES
                  callpoint exercise press NS-0412
                """)

        @Argument(help: "The call point.")
        var callPoint: String

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        var deed: ControlAct.Deed { .exercise(.press(CallPointID(callPoint))) }
        func done(_ say: Wording) -> String { say(.didPlay, callPoint) }
    }

    /// `callpoint exercise stop`.
    struct Stop: ActCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends the exercise, and closes what was played.",
            discussion: """
                EXAMPLES
                  callpoint exercise stop
                """)

        @OptionGroup var act: ActOptions
        @OptionGroup var daemon: DaemonOptions
        @OptionGroup var output: OutputOptions

        var deed: ControlAct.Deed { .exercise(.stop) }
        func done(_ say: Wording) -> String { say(.didStopExercise) }
    }
}
