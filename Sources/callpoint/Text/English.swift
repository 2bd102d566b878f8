extension Wording {
    /// Every phrase in English.
    static let english: [Phrase: String] = [
        .milliseconds: "{0} ms", .seconds: "{0} s", .minutes: "{0} min", .hours: "{0} h", .days: "{0} d",
        .metres: "{0} m", .kilometres: "{0} km",

        .markAlarm: "{0} ALARM", .markAgain: "AGAIN", .markLocated: "located", .markReleased: "released",
        .markClosed: "CLOSED", .markClaimed: "CLAIMED", .markLinked: "linked", .markTier: "TIER {0}",
        .markRanked: "ranked", .markShortfall: "SHORTFALL", .markNotice: "notice", .markOrder: "ORDER t{0}",
        .markOut: "out", .markAccepted: "ACK", .markDeclined: "DECLINED", .markNoAnswer: "NO ANSWER",
        .markReassigned: "reassigned", .markConflict: "CONFLICT", .markStoodDown: "stood down",
        .markEnRoute: "EN ROUTE", .markOnScene: "ON SCENE", .markClear: "CLEAR", .markUnit: "unit",
        .markFault: "FAULT", .markRestored: "restored", .markInputUp: "input up", .markInputDown: "INPUT DOWN",
        .markJournal: "journal", .markPositions: "positions", .markClock: "clock", .markSite: "site file",
        .markDaemon: "callpointd", .markTest: "TEST", .markTestOrder: "WOULD GO {0}", .markTestDone: "TEST DONE",
        .markUnknown: "event",

        .notDurableYet: "shown before it was on disk", .by: "by {0}", .byVia: "by {0}, {1}", .pressed: "pressed",
        .pressedAgain: "pressed again, {0} presses", .linkedTo: "linked to {0}", .unproven: "sender not proven",
        .heldFor: "held for {0}", .onSceneWithin: "somebody on scene within {0}", .watched: "watched by name",
        .shortfall: "wanted {0}, found {1}", .byChannel: "by {0}", .nearerButOut: "nearer but out: {0}",
        .nobodyFits: "nobody fits", .onLastFixes: "on last fixes", .countOf: "{0} {1}",
        .answerWithin: "answer within {0}", .nobodySent: "nobody was sent", .late: "late",
        .noAnswerWithin: "no answer within {0}", .durable: "durable", .shownBeforeDurable: "shown before it was durable",
        .withinBudget: "{0} of {1} ms", .beyondBudget: "{0} ms, BEYOND the budget of {1} ms",
        .behind: "behind; orders go out all the same:", .keepsUp: "keeps up again after {0} lines",
        .silentFor: "no position for {0}; ranking on last fixes", .backAfter: "back after {0}",
        .clockSet: "wall clock set by {0} ms; timers do not follow it", .generation: "generation {0}",
        .siteLoaded: "{0} in force: {1} call points, {2} units",
        .siteRefused: "{0} refused, {1} mistakes; the old one stays:", .started: "{0} started, {1} open incidents",
        .stopping: "stops: {0}", .planTimes: "plan times × {0}",

        .site: "site", .service: "service", .log: "log", .incidentsHeading: "incidents", .unitsHeading: "units",
        .fixes: "fixes", .journal: "journal", .latency: "latency", .subscribers: "subscribers",
        .serviceOK: "in order, {0}, up for {1}", .serviceDegraded: "DEGRADED, {0}, up for {1}",
        .logHead: "{0}  {1}…, last event {2} ago", .openIncidents: "{0} open, {1} unclaimed", .inAll: "{0} in all",
        .noFix: "none yet", .fixAges: "newest {0} old, oldest {1}", .accepted: "{0} accepted", .refused: "refused: {0}",
        .journalOK: "keeps up, durable through {0}, {1} waiting",
        .journalDegraded: "BEHIND, durable through {0}, {1} waiting", .noOrderYet: "no order yet",
        .pressToOrder: "press to order, {0} so far: p50 {1} ms, p99 {2} ms, longest {3} ms",
        .input: "INPUT", .kind: "KIND", .state: "STATE", .callPoints: "CALL POINTS", .sentences: "SENTENCES",
        .lastHeard: "LAST HEARD", .detail: "DETAIL", .fault: "FAULT", .place: "WHERE", .since: "FOR",

        .noUnits: "no units", .unit: "UNIT", .callSign: "CALL SIGN", .status: "STATUS", .order: "ORDER",
        .fixAge: "FIX AGE", .distance: "DISTANCE", .eta: "ETA", .out: "OUT",
        .noIncidents: "no open incidents", .tierOf: "tier {0} of {1}", .presses: "{0} presses",
        .claimedBy: "claimed by {0}", .unclaimed: "UNCLAIMED", .tooFew: "too few units",
        .orderedAgo: "ordered {0} ago",

        .pressedOn: "pressed {0} on {1}, plan {2}", .thisWasTest: "a test: nobody was sent",
        .locatedAt: "located: {0}", .claimedAfter: "claimed {0} {1}", .closedAfter: "closed {0}: {1}",
        .stillOpen: "still open", .tier: "Tier {0}", .told: "{0}  told {1}", .weighed: "{0} units weighed",
        .weighedMany: "all units weighed", .requirement: "requirement {0}, {1}: {2}", .fixOld: "fix {0} old",
        .outBecause: "out: {0}", .outInAll: "out in all: {0}",
        .rankedOnLastFixes: "the whole feed was silent: ranked on last fixes",
        .wouldOrder: "{0}  would order {1} ({2})", .ordered: "{0}  ordered {1} ({2})",
        .sense: "SENSE", .debounce: "DEBOUNCE", .decide: "DECIDE", .emit: "EMIT", .total: "TOTAL", .budget: "BUDGET",
        .verdict: "VERDICT", .latencyInMilliseconds: "Latency of each order, in milliseconds",

        .lostDaemon: "{0}; trying again", .connectedAgain: "connected again; going on after {0}",
        .gap: "GAP: {0} events are missing, after {1} and before {2}", .seenAll: "saw seq {0}…{1}, nothing missing",
        .seenWithGaps: "saw seq {0}…{1}, {2} MISSING", .seenNothing: "saw nothing, nothing missing",
        .fileRotated: "{0} was rotated; read the old one to its end",
        .fileTruncated: "{0} became shorter: what it held may be lost (copytruncate?). Rotate by renaming.",
        .notAnEvent: "{0}: a line after seq {1} is not an event",

        .didAcknowledge: "{0} claimed", .didAccept: "{0} accepted", .didDecline: "{0} declined",
        .didEnRoute: "{0} en route", .didOnScene: "{0} on scene", .didClear: "{0} clear", .didStatus: "{0}: {1}",
        .didClose: "{0} closed: {1}", .didTest: "test of {0}: nobody was sent",

        .checkFailed: "{0}: {1} mistakes", .verifyOK: "{0} lines, {1}…{2}: the chain is whole",
        .verifyFailed: "{0} findings: the chain is NOT whole",

        .errorRefused: "refused", .errorDenied: "denied", .errorUnreachable: "cannot reach the daemon",
        .errorFailed: "failed", .unknownIncident: "no event of {0} is in the log. Look at `callpoint incidents`.",
        .badTime: "--since {0}: give 90s, 10m, 2h, 3d, 14:03, or 2026-04-12T14:03:07+08:00.",
        .cannotRead: "{0}: cannot be read: {1}.",
    ]

    /// Words of the log, in English.
    static let englishWords: [String: String] = [
        "off_duty": "off duty", "en_route": "en route", "on_scene": "on scene", "timed_out": "no answer",
        "stood_down": "stood down", "issued": "ordered", "not_on_scene": "nobody on scene",
        "unacknowledged": "nobody answered", "low_battery": "low battery", "unknown_address": "unknown address",
        "unknown_unit": "unknown unit", "table_full": "table full", "out_of_range": "out of range",
        "out_of_order": "out of order", "kind": "of another kind", "capability": "without the capability",
        "radius": "beyond the radius", "unlocated": "without a fix", "tried": "tried already", "up": "up",
        "down": "DOWN", "unsupported": "not supported yet", "within": "within", "exceeded": "EXCEEDED",
        "because.kind": "of another kind", "because.capability": "lacks a capability", "because.off_duty": "off duty",
        "because.ordered": "has an order already", "because.busy": "busy", "because.tried": "tried already here",
        "because.radius": "beyond the radius", "because.stale": "its fix is too old",
        "because.unlocated": "no fix seen", "farther": "farther than those ranked",
    ]
}
