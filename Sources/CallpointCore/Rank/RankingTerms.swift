/// What is held against a unit in a ranking beside its time of arrival.
struct RankingTerms: Sendable {
    /// A unit that is there later than this is not worth sending; in milliseconds, nil where that does not matter.
    var latestUseful: Int?
    /// What a unit of another beat is put back by, in milliseconds; 0 where beats do not matter.
    var preferBeat = 0
    /// The beats in which the call point lies.
    var ownBeats: [BeatID] = []

    init() {}

    init(latestUseful: Int?, preferBeat: Duration?, point: CallPoint, beats: [Beat]) {
        self.latestUseful = latestUseful
        guard let preferBeat else { return }
        ownBeats = beats.filter { $0.contains(point.place) }.map(\.id)
        // Where the call point lies in no beat, nobody is at home.
        if !ownBeats.isEmpty { self.preferBeat = Int(preferBeat.milliseconds) }
    }

    /// Whether a unit is at home where the call point is.
    func isOwn(_ unit: PatrolUnit) -> Bool { unit.beats.contains { ownBeats.contains($0) } }
}
