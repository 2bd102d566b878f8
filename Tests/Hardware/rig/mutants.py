"""Breakages that the hardware tests have to notice: for each, what is taken away, and the rules that then must fail."""

GPIO = "Sources/Sense/GPIO/"
SUPERVISION = "Sources/Sense/Supervision/"

MUTANTS = {
    "no level is ever read": {
        "edits": [(
            GPIO + "GPIOChip+Lines.swift",
            "                let level = try lines.level(token: state.token)\n",
            "                let level = try lines.level(token: state.token)\n"
            "                if level || !level { return states[index].needsLook = false }\n")],
        "rules": ["between_two_daemons", "began_while_no_daemon_ran", "no_room_for_the_last_edge"],
    },
    "no level is read after a line was had": {
        "edits": [(GPIO + "GPIOChip+Lines.swift", "            states[index].needsLook = true\n            bodies += troubles.end",
                   "            bodies += troubles.end")],
        "rules": ["began_while_no_daemon_ran", "press_that_began_between_two_daemons"],
    },
    "a chip that goes is not noticed": {
        "edits": [(GPIO + "GPIOChip.swift",
                   "        let place = lines?.place ?? chip.text\n",
                   "        if lines != nil { return }\n        let place = lines?.place ?? chip.text\n")],
        "rules": ["a_chip_that_goes"],
    },
    "a line that somebody holds is not asked for again": {
        "edits": [(GPIO + "GPIOChip.swift", "        requestMissing(into: &bodies)\n        sweepNext = 0\n",
                   "        sweepNext = 0\n")],
        "rules": ["somebody_else_holds"],
    },
}
