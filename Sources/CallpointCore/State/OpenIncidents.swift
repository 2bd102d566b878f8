/// Open incidents, oldest first, found by id and by call point without looking at all of them.
///
/// With 1,000 open, a plain search for each event of a press took longer than deciding it.
struct OpenIncidents: Sendable, Hashable {
    private var all: [Incident] = []
    /// Where each id stands in `all`.
    private var placeOf: [IncidentID: Int] = [:]
    /// Where the newest incident of each call point stands in `all`. Those of an exercise are none of its: a press is live.
    private var newestAt: [CallPointID: Int] = [:]
    /// When something is due in each of `all`, in microseconds; `Int64.max` for never. Apart, so that the
    /// earliest is found in a microsecond.
    private var dues: [Int64] = []
    /// Whether each of `all` waits with nobody under way.
    private var waits: [Bool] = []
    /// How many do.
    private(set) var waitingCount = 0

    /// When something is due first; nil for never.
    var earliestDue: Instant? {
        guard let due = dues.min(), due < .max else { return nil }
        return Instant(microseconds: due)
    }

    /// Whether something is due in an incident.
    func isDue(_ index: Int, at now: Instant) -> Bool { dues[index] <= now.microseconds }

    func index(of incident: IncidentID) -> Int? { placeOf[incident] }

    /// An incident has taken in another call point, at which nothing was open.
    mutating func noteRelated(_ callPoint: CallPointID, at index: Int) {
        if newestAt[callPoint] == nil { newestAt[callPoint] = index }
    }

    /// A call point is an incident's no more.
    mutating func noteTakenOut(_ callPoint: CallPointID, of index: Int) {
        if newestAt[callPoint] == index { newestAt[callPoint] = nil }
    }

    private mutating func noteNewest(of incident: Incident, at index: Int?) {
        newestAt[incident.callPoint.id] = index
        for point in incident.related { newestAt[point.callPoint] = index }
    }

    /// The newest at a call point.
    func newest(at callPoint: CallPointID) -> Incident? { newestAt[callPoint].map { all[$0] } }

    mutating func append(_ incident: Incident) {
        placeOf[incident.id] = all.count
        if !incident.isExercise { noteNewest(of: incident, at: all.count) }
        all.append(incident)
        dues.append(OpenIncidents.due(incident))
        waits.append(incident.isWaiting)
        if incident.isWaiting { waitingCount += 1 }
    }

    mutating func remove(at index: Int) {
        let gone = all.remove(at: index)
        dues.remove(at: index)
        if waits.remove(at: index) { waitingCount -= 1 }
        placeOf[gone.id] = nil
        if !gone.isExercise { noteNewest(of: gone, at: nil) }
        for later in index..<all.count { placeOf[all[later].id] = later }
        for place in all.indices where !all[place].isExercise { noteNewest(of: all[place], at: place) }
    }

    private mutating func note(_ isWaiting: Bool, at index: Int) {
        guard waits[index] != isWaiting else { return }
        waits[index] = isWaiting
        waitingCount += isWaiting ? 1 : -1
    }

    private static func due(_ incident: Incident) -> Int64 { incident.nextDeadline?.microseconds ?? .max }

    static func == (a: OpenIncidents, b: OpenIncidents) -> Bool { a.all == b.all }

    func hash(into hasher: inout Hasher) { hasher.combine(all) }
}

extension OpenIncidents: RandomAccessCollection, MutableCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { all.count }

    subscript(index: Int) -> Incident {
        _read { yield all[index] }
        _modify {
            defer {
                dues[index] = OpenIncidents.due(all[index])
                note(all[index].isWaiting, at: index)
            }
            yield &all[index]
        }
    }
}
