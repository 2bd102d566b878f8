/// Everything that the program says, by name. `{0}`, `{1}`… are filled in.
///
/// A phrase stands here once and in both tables beside this file; a test finds one that is missing.
enum Phrase: String, CaseIterable {
    // Measures
    case comma, milliseconds, seconds, minutes, hours, days, metres, kilometres
    // Marks of `tail`
    case markAlarm, markAgain, markLocated, markReleased, markClosed, markClaimed, markLinked, markTier, markRanked
    case markShortfall, markNotice, markOrder, markOut, markAccepted, markDeclined, markNoAnswer, markReassigned
    case markConflict, markStoodDown, markEnRoute, markStaging, markDelayed, markOnScene, markClear, markUnit,
        markFault, markRestored
    case markInputUp, markInputDown, markJournal, markPositions, markClock, markSite, markDaemon, markTest
    case markTestOrder, markTestDone, markUnknown, markBypass, markBypassEnded, markWalkTest, markAsked
    case markWithdrawn, markSeen, markWalkTestEnded, markTestPressed
    case markHeld, markReleasedHold, markWatch, markNote, markHeard, markNudged, markAssist, markReported
    // What happened
    case notDurableYet, by, byVia, pressed, pressedAgain, linkedTo, unproven, heldFor, onSceneWithin, watched
    case shortfall, byChannel, nearerButOut, nobodyFits, onLastFixes, countOf, answerWithin, nobodySent, late
    case noAnswerWithin, durable, shownBeforeDurable, withinBudget, beyondBudget, behind, keepsUp, silentFor
    case backAfter, clockSet, generation, siteLoaded, siteRefused, started, stopping, planTimes
    case forAtMost, allCallPoints, onePressIsTest, everyPressIsLive, senseAndDebounce, timeIsOver, bypassed
    case alternative, foundOf, firstThereIn, spared, camerasAre, channelIs, otherSide, otherBeat
    case silentAlarm, nobodyIsSent, floodWaiting, floodLasted, flood
    case markFlood, markFloodOver, markRelated, markVerified, awayFrom, recently, didConfirm, alsoAt
    case cover, nobodyFree, goesBack, notAskedFor, nobodyFreeOf, couldMoveUp, movesUp, stays, markUncovered,
        markCovered, markMoveUp, didMoveUp, didDismiss
    case reportedOn, byName, calledAgainAfter, heldStill, watchedBy
    // Status
    case site, service, log, incidentsHeading, unitsHeading, fixes, journal, latency, subscribers
    case serviceOK, serviceDegraded, logHead, openIncidents, inAll, noFix, fixAges, accepted, refused
    case journalOK, journalDegraded, noOrderYet, pressToOrder
    case input, kind, state, callPoints, heard, lastHeard, detail, fault, place, since
    case walkTest, bypasses, onePressOf
    // Inputs
    case callPoint, role, level, edges, bounces, shortPulses, gaps, seen, pressedAgo, faults
    // A scan
    case line, changes, lastChange, scanAsks, scanLeft, scanNothing, scanGone, scanHeld, scanOutput, scanDriven
    case scanLines, scanUnopenable, scanFree, scanReceived, scanKernel, scanFoundNothing
    case scanUntouched
    // Bypasses and walk tests
    case noBypasses, left, who, placeName, seenAt, released, faultsSeen, notSeen
    case noWalkTest, walkOf, walkIsOpen, walkExpired, walkStopped, seenOf
    case pressNow, letGo, pressSeen, pressSeenIn, noRelease, notSeenInTime, walkIsOver, walkGoesOn, walkIsWhole
    // Units and incidents
    case noUnits, unit, callSign, status, order, fixAge, distance, eta, out
    case noIncidents, tierOf, presses, claimedBy, unclaimed, tooFew, orderedAgo
    // Explain
    case pressedOn, thisWasTest, locatedAt, claimedAfter, closedAfter, stillOpen, tier, told, weighed, weighedMany
    case requirement, fixOld, outBecause, outInAll, rankedOnLastFixes, wouldOrder, ordered
    case moreFit, sense, debounce, decide, journalStage, emit, total, budget, verdict, latencyInMilliseconds
    // Following
    case lostDaemon, connectedAgain, gap, seenAll, seenWithGaps, seenNothing, fileRotated, fileTruncated, notAnEvent
    // Acts
    case didAcknowledge, didAccept, didDecline, didEnRoute, didStaging, didDelayed, delayedThereIn, didOnScene,
        didClear, didStatus, didClose, didTest
    case didHold, didRelease, didRaise, didOrder, didStandDown, didWatch, didNote, didHear, didAssist, didReport
    case didBypass, didEndBypass, didStartWalk, didAsk, didWithdraw
    case didReopen, didReclassify, didLink, didUnlink, didSplit, didHandOff
    // Exercises
    case exercise, playedIncidents, markExercise, markJoined, markLeft, markExerciseEnded
    case didStartExercise, didJoinExercise, didLeaveExercise, didPlay, didStopExercise
    // Changes of an incident itself, and the list for the next shift
    case markUnlinked, markSplit, markReopened, markReclassified, markHandedOff
    case wasClosedAs, ordersCount, handedTo, handOverOf, noFaults, allUnitsAvailable, nobodyWatches, notHeardBy
    // Check and verify
    case checkFailed, verifyOK, verifyFailed, head
    // Errors
    case errorRefused, errorDenied, errorUnreachable, unknownIncident, badTime, cannotRead, cannotWrite
}
