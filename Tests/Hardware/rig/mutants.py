"""Breakages that the hardware tests have to notice: for each, what is taken away, and the rules that then must fail.

`only` says with which generation of libgpiod a mutant is played; with both where it is not there."""

GPIO = "Sources/Sense/GPIO/"
SUPERVISION = "Sources/Sense/Supervision/"

NO_LEVEL = (
    GPIO + "GPIOChip+Lines.swift",
    "                let level = try lines.level(token: state.token)\n",
    "                let level = try lines.level(token: state.token)\n"
    "                if level || !level { return states[index].needsLook = false }\n")

MUTANTS = {
    "no button is debounced": {
        "edits": [(GPIO + "GPIOChip.swift", "debounce: isKernels ? .zero : wire.debounce,", "debounce: .zero,")],
        "rules": ["contacts_that_bounce", "a_press_shorter_than_the_debounce"],
    },
    "no door is debounced by us": {
        "only": "1",
        "edits": [(GPIO + "GPIOChip.swift", "debounce: isKernels ? .zero : wire.debounce,", "debounce: .zero,")],
        "rules": ["a_door_that_rattles"],
    },
    "no door is debounced by the kernel": {
        "only": "2",
        "edits": [(GPIO + "GPIOChip+Lines.swift",
                   "        if case .contact(let role) = wire.use, kernelDebounces(role) { debounce = wire.debounce }\n",
                   "        if case .contact(let role) = wire.use, kernelDebounces(role) { debounce = .zero }\n")],
        "rules": ["a_door_that_rattles"],
    },
    "no level is ever read": {
        "edits": [NO_LEVEL],
        "rules": ["between_two_daemons", "began_while_no_daemon_ran"],
    },
    # The newer generation loses the oldest edges of a full queue, and so knows the level from the last.
    "no level is read where the kernel had no room for an edge": {
        "only": "1",
        "edits": [NO_LEVEL],
        "rules": ["no_room_for_the_last_edge"],
    },
    "no level is read after a line was had": {
        "edits": [(GPIO + "GPIOChip+Lines.swift", "            states[index].needsLook = true\n            bodies += troubles.end",
                   "            bodies += troubles.end")],
        "rules": ["began_while_no_daemon_ran", "press_that_began_between_two_daemons"],
    },
    "a press has the time of reading": {
        "edits": [(GPIO + "GPIOChip+Lines.swift", "let at = time(of: edge, readAt: instant)\n",
                   "let at = max(instant, time(of: edge, readAt: instant))\n")],
        "rules": ["the_kernels_stamp_however_late"],
    },
    "no button is ever stuck": {
        "edits": [(SUPERVISION + "PressWatch.swift", "if let stuckAt, instant >= stuckAt {",
                   "if let stuckAt, instant >= stuckAt + .seconds(100_000) {"),
                  (SUPERVISION + "PressWatch.swift",
                   "private var stuckAt: Instant? { stuck.isBegun ? nil : heldSince.map { $0 + PressWatch.stuckLimit } }",
                   "private var stuckAt: Instant? { stuck.isBegun ? nil : heldSince.map { $0 + .seconds(100_000) } }")],
        "rules": ["a_stuck_button", "no_room_for_the_last_edge"],
    },
    "a chip that goes is not noticed": {
        "edits": [(GPIO + "LibGPIODLines.swift", "        if info(of: 0) == nil { return SystemError.text(errno) }\n", ""),
                  (GPIO + "LibGPIODLines.swift", "        return identity.reasonGone(from: path)\n", "        return nil\n")],
        "rules": ["a_chip_that_goes", "began_while_the_chip_was_away"],
    },
    "a scan takes what somebody holds, and outputs": {
        "edits": [("Sources/CGPIOD/Common.c", "    return info->is_used || info->is_output;\n", "    return false;\n"),
                  ("Sources/Survey/Survey.swift", "let isOpen = !info.is_used && !info.is_output\n",
                   "let isOpen = info.is_used || !info.is_used\n")],
        "rules": ["a_scan_changes_no_output"],
    },
    "a scan does not look again": {
        "edits": [("Sources/callpoint/LineScan.swift", "let changes = log.take(survey.look(), at: now)",
                   "let changes = log.take(isFirst ? survey.look() : log.items, at: now)")],
        "rules": ["a_scan_shows_the_line", "a_scan_in_a_pipe"],
    },
    "a line that somebody holds is not asked for again": {
        "edits": [(GPIO + "GPIOChip.swift", "        requestMissing(into: &bodies)\n        sweepNext = 0\n",
                   "        sweepNext = 0\n")],
        "rules": ["somebody_else_holds"],
    },
}
