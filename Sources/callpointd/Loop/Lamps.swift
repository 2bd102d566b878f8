import CallpointCore
import Sense
import SiteFile

/// Lamps and sounders in the daemon: which scene may be shown by now, and the board that shows it.
///
/// A lamp says what everybody can see in the log, never more: a call point is shown anew once no line about it waits to
/// be visible. Visible is durable, or shown from memory after `durability_wait` while the disk fails: then its order
/// is out too, and a person at a dark lamp would press again for nothing.
struct Lamps {
    var board = LampBoard()
    /// Call points to be shown anew, once all up to this line is visible.
    private var dueAfter: [CallPointID: Int64] = [:]
    /// Call points that were tried just now, and until when their lamps say so; no more than have lamps.
    private var tried: [CallPointID: Instant] = [:]

    /// So long a lamp says that a press was heard which was a test: whoever asked for it stands there.
    static let trialDuration: Duration = .seconds(10)

    /// Takes over a site file's wires; all call points are to be shown once all up to a line is visible.
    mutating func rewire(_ wires: [OutputWire], after sequence: Int64) {
        board.rewire(wires)
        dueAfter = Dictionary(board.callPoints.map { ($0, sequence) }) { first, _ in first }
    }

    /// Takes note of a line that may change what a call point shows.
    mutating func note(_ event: Event, sequence: Int64) {
        switch event.body {
        case .walkTestStarted, .walkTestEnded:
            for callPoint in board.callPoints { dueAfter[callPoint] = sequence }
        case .orderEmitted, .testFinished: break
        default:
            guard let callPoint = event.callPoint, board.has(callPoint) else { return }
            dueAfter[callPoint] = sequence
            switch event.body {
            case .testPressed, .testStarted: tried[callPoint] = event.at + Lamps.trialDuration
            default: break
            }
        }
    }

    /// Whether a call point was tried just now.
    func isTried(_ callPoint: CallPointID, at now: Instant) -> Bool { tried[callPoint].map { now < $0 } ?? false }

    /// Call points whose trial has just ended, each once.
    mutating func takeTried(at now: Instant) -> Set<CallPointID> {
        guard tried.contains(where: { $0.value <= now }) else { return [] }
        let over = Set(tried.filter { $0.value <= now }.keys)
        tried = tried.filter { $0.value > now }
        return over
    }

    /// When there is something to switch, or a trial ends.
    var nextDeadline: Instant? {
        guard let ends = tried.values.min() else { return board.nextDeadline }
        return board.nextDeadline.map { min($0, ends) } ?? ends
    }

    /// Call points that may be shown now that all up to a line is visible, each once.
    mutating func takeDue(through visible: Int64) -> Set<CallPointID> {
        guard !dueAfter.isEmpty else { return [] }
        let due = Set(dueAfter.filter { $0.value <= visible }.keys)
        if !due.isEmpty { dueAfter = dueAfter.filter { $0.value > visible } }
        return due
    }
}

extension Event {
    /// Whether it only counts what was done already.
    var isBookkeeping: Bool {
        switch body {
        case .orderEmitted, .testFinished: true
        default: false
        }
    }
}

extension CallPointScene {
    /// Adds what is known of an open incident.
    fileprivate mutating func add(_ incident: Incident) {
        let isAcknowledged = incident.acknowledgedBy != nil
        self.isAcknowledged = isHeard ? self.isAcknowledged && isAcknowledged : isAcknowledged
        isAccepted = isAccepted || incident.orders.contains { $0.state.isAnswered }
        isHeard = true
    }
}

extension SiteConfiguration {
    /// Lamps and sounders. Those of one input are numbered from 0 in the order in which its driver is given them.
    var outputWires: [OutputWire] {
        var counts: [InputName: Int] = [:]
        var wires: [OutputWire] = []
        for attachment in attachments {
            let kind: OutputWire.Kind
            switch attachment.role {
            case .lamp: kind = .lamp
            case .sounder: kind = .sounder
            case .tamper, .door, .mains: continue
            }
            let wire = attachment.wire
            wires.append(
                OutputWire(
                    callPoint: wire.callPoint, kind: kind, input: wire.input, output: counts[wire.input, default: 0]))
            counts[wire.input, default: 0] += 1
        }
        return wires
    }
}

extension Daemon {
    /// Gives the board the scenes of call points of which nothing waits to be visible.
    func showLamps() {
        showLamps(of: lamps.takeDue(through: visibleThrough))
    }

    private func showLamps(of callPoints: Set<CallPointID>) {
        guard !callPoints.isEmpty else { return }
        let now = timeLine.now
        for (callPoint, scene) in scenes(of: callPoints, at: now) {
            lamps.board.show(scene, of: callPoint, at: now)
        }
    }

    /// Switches what is to change by now. Called when the turn's lines are with the record: a lamp delays no order.
    func switchLamps() {
        let now = timeLine.now
        guard let due = lamps.nextDeadline, due <= now else { return }
        showLamps(of: lamps.takeTried(at: now))
        for level in lamps.board.levels(at: now) {
            guard let driver = devices[level.input] as? any OutputDriver else { continue }
            driver.set(level.output, isOn: level.isOn)
        }
    }

    /// What is known of call points, in one walk over what is open. A silent alarm is not known: whoever stands there must
    /// not see that it was heard.
    private func scenes(of callPoints: Set<CallPointID>, at now: Instant) -> [CallPointID: CallPointScene] {
        let walk = engine.walkTest
        var scenes: [CallPointID: CallPointScene] = [:]
        for callPoint in callPoints {
            scenes[callPoint] = CallPointScene(
                isTried: lamps.isTried(callPoint, at: now), isWalkTested: walk?.covers(callPoint) ?? false)
        }
        for incident in engine.openIncidents(where: { incident in
            !incident.isExercise && !incident.nature.isSilent
                && incident.callPoints.contains(where: callPoints.contains)
        }) {
            for callPoint in incident.callPoints where callPoints.contains(callPoint) {
                scenes[callPoint, default: CallPointScene()].add(incident)
            }
        }
        for standing in engine.standingFaults {
            if let callPoint = standing.fault.callPoint { scenes[callPoint]?.hasFault = true }
        }
        return scenes
    }
}
