/// The glyph, word and colour that an event has in `tail`.
struct Mark {
    var glyph: String
    var word: Phrase
    var style: Style

    init(_ glyph: String, _ word: Phrase, _ style: Style = .plain) {
        self.glyph = glyph
        self.word = word
        self.style = style
    }

    /// The mark of a type; nil for one that this program does not know.
    static func of(type: String) -> Mark? { marks[type] }

    /// Every type that the log knows; a test holds them against `EventType`.
    static let marks: [String: Mark] = [
        "alarm.raised": Mark("▲", .markAlarm, .emergency),
        "alarm.reported": Mark("▲", .markReported, .emergency),
        "alarm.repeated": Mark("▲", .markAgain, .emergency),
        "alarm.related": Mark("▲", .markRelated, .emergency),
        "alarm.verified": Mark("✓", .markVerified, .good),
        "alarm.located": Mark("·", .markLocated, .dim),
        "alarm.restored": Mark("·", .markReleased, .dim),
        "alarm.closed": Mark("■", .markClosed, .bold),
        "incident.acknowledged": Mark("✓", .markClaimed, .good),
        "incident.linked": Mark("·", .markLinked),
        "incident.unlinked": Mark("·", .markUnlinked),
        "incident.split": Mark("⑂", .markSplit, .trouble),
        "incident.reopened": Mark("▲", .markReopened, .emergency),
        "incident.reclassified": Mark("↻", .markReclassified, .trouble),
        "incident.handed_off": Mark("→", .markHandedOff, .good),
        "incident.held": Mark("‖", .markHeld, .trouble),
        "incident.released": Mark("·", .markReleasedHold),
        "incident.watch": Mark("◉", .markWatch, .good),
        "incident.note": Mark("·", .markNote),
        "coverage.lost": Mark("!", .markUncovered, .trouble),
        "coverage.restored": Mark("✓", .markCovered, .good),
        "moveup.proposed": Mark("→", .markMoveUp),
        "moveup.accepted": Mark("✓", .markMoveUp, .good),
        "moveup.dismissed": Mark("○", .markMoveUp),
        "tier.raised": Mark("⇑", .markTier, .trouble),
        "units.ranked": Mark("·", .markRanked, .dim),
        "shortfall": Mark("!", .markShortfall, .emergency),
        "flood.started": Mark("≋", .markFlood, .emergency),
        "flood.ended": Mark("≋", .markFloodOver, .good),
        "notice.sent": Mark("→", .markNotice),
        "notice.acknowledged": Mark("✓", .markHeard, .good),
        "order.issued": Mark("→", .markOrder, .bold),
        "order.emitted": Mark("·", .markOut, .dim),
        "order.acknowledged": Mark("✓", .markAccepted, .good),
        "order.declined": Mark("✗", .markDeclined, .trouble),
        "order.nudged": Mark("→", .markNudged, .trouble),
        "order.timed_out": Mark("✗", .markNoAnswer, .trouble),
        "order.reassigned": Mark("↻", .markReassigned),
        "order.conflicted": Mark("!", .markConflict, .trouble),
        "order.stood_down": Mark("○", .markStoodDown),
        "unit.en_route": Mark("»", .markEnRoute, .good),
        "unit.staging": Mark("»", .markStaging, .good),
        "unit.delayed": Mark("!", .markDelayed, .trouble),
        "unit.on_scene": Mark("⌂", .markOnScene, .good),
        "unit.clear": Mark("○", .markClear),
        "unit.assist": Mark("▲", .markAssist, .emergency),
        "unit.status": Mark("·", .markUnit),
        "device.fault": Mark("!", .markFault, .trouble),
        "device.restored": Mark("✓", .markRestored, .good),
        "input.up": Mark("✓", .markInputUp, .good),
        "input.down": Mark("!", .markInputDown, .trouble),
        "journal.degraded": Mark("!", .markJournal, .emergency),
        "journal.restored": Mark("✓", .markJournal, .good),
        "positions.stalled": Mark("!", .markPositions, .trouble),
        "positions.resumed": Mark("✓", .markPositions, .good),
        "clock.stepped": Mark("!", .markClock, .trouble),
        "clock.epoch": Mark("·", .markClock, .dim),
        "config.loaded": Mark("·", .markSite),
        "config.refused": Mark("!", .markSite, .trouble),
        "daemon.started": Mark("·", .markDaemon, .bold),
        "daemon.stopping": Mark("·", .markDaemon, .bold),
        "bypass.set": Mark("◌", .markBypass, .trouble),
        "bypass.ended": Mark("●", .markBypassEnded),
        "walktest.started": Mark("◇", .markWalkTest, .test),
        "walktest.asked": Mark("◇", .markAsked, .test),
        "walktest.withdrawn": Mark("◇", .markWithdrawn, .test),
        "walktest.seen": Mark("◇", .markSeen, .test),
        "walktest.ended": Mark("◇", .markWalkTestEnded, .test),
        "exercise.started": Mark("◇", .markExercise, .test),
        "exercise.joined": Mark("◇", .markJoined, .test),
        "exercise.left": Mark("◇", .markLeft, .test),
        "exercise.ended": Mark("◇", .markExerciseEnded, .test),
        "test.pressed": Mark("◇", .markTestPressed, .test),
        "test.released": Mark("◇", .markReleased, .test),
        "test.started": Mark("◇", .markTest, .test),
        "test.ordered": Mark("◇", .markTestOrder, .test),
        "test.finished": Mark("◇", .markTestDone, .test),
    ]
}
