import CallpointCore
import Survey

/// One thing that is another than it was a moment ago: nil before it was there, or after it went.
struct ScanChange: Hashable {
    var item: SurveyItem
    var before: SurveyItem.State?
    var after: SurveyItem.State?
    /// Time since the scan began.
    var at: Duration
}

/// What has changed since a scan began, from one look to the next; pure.
///
/// Bounded by what the machine has: what is gone is forgotten once its change is told.
struct ScanLog {
    /// What is there, in the order of the last look.
    private(set) var items: [SurveyItem] = []
    private var states: [SurveyItem.Key: SurveyItem.State] = [:]
    private var tallies: [SurveyItem.Key: Tally] = [:]
    private var isFirst = true

    /// What has happened to one thing.
    struct Tally: Hashable {
        var changes: Int
        /// Time since the scan began.
        var lastAt: Duration
    }

    /// Takes in a look; what is new in it. All of the first look is as it is, and no change.
    mutating func take(_ look: [SurveyItem], at time: Duration) -> [ScanChange] {
        defer {
            items = look
            isFirst = false
        }
        var found: [ScanChange] = []
        var now: [SurveyItem.Key: SurveyItem.State] = [:]
        for item in look {
            now[item.key] = item.state
            let before = states[item.key]
            if !isFirst, before != item.state {
                found.append(ScanChange(item: item, before: before, after: item.state, at: time))
            }
        }
        for item in items where now[item.key] == nil {
            found.append(ScanChange(item: item, before: item.state, after: nil, at: time))
            tallies[item.key] = nil
        }
        for change in found where change.after != nil {
            let changes = tallies[change.item.key]?.changes ?? 0
            tallies[change.item.key] = Tally(changes: changes + 1, lastAt: time)
        }
        states = now
        return found
    }

    /// What has happened to a thing; nil for nothing.
    func tally(of item: SurveyItem) -> Tally? { tallies[item.key] }
}
