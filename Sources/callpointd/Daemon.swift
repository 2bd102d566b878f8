import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Record
import Sense
import SiteFile

/// The shell round the pure core: one thread, one loop, everything that touches the world.
///
/// Each turn drains what is ready, lets the engine decide, hands one batch to
/// the record, and goes on; what the record makes visible is shown on a later
/// turn. Nothing here waits for a disk, a reader or a network.
final class Daemon {
    let settings: DaemonSettings
    let notifier = ServiceNotifier()
    let signals: SignalWatch
    let timeLine = TimeLine()
    let epoll: Epoll

    var configuration: SiteConfiguration
    var engine: Engine
    var wall: WallClock
    var encoder = EventEncoder(head: ChainHead(generation: "none"))
    var people = People()

    var recorder: Recorder
    /// What the inputs are heard by.
    var devices = DeviceTable(firstToken: LoopToken.firstDevice)
    var lamps = Lamps()
    /// Serial ports that stayed open over the restart, until their inputs are opened.
    var keptPorts: [InputName: Int32] = [:]
    var control: ControlServer?
    var positionSocket: PositionSocket?
    var positionDoor: PositionDoor?
    var warmStart: WarmStartFile?
    var clerk: HistoryClerk?
    var accounts: Clerk<AccountWant, AccountAnswer>?
    var siteReader: Clerk<Void, ReadSite>?
    /// The site file is to be read once more when the reading that is under way has ended.
    var isReloadWanted = false

    /// The events of this turn as lines, not yet handed to the record.
    var turn = Turn()
    /// Lines handed to the record and not yet visible, oldest first.
    var unseen = Queue<UnseenLine>()
    var answers = NodeAnswers()
    /// What devices hold until it is visible, oldest first: one entry for each latch at most, and each time that its slave
    /// came back.
    var receipts = Queue<Receipt>()
    /// Replies to people that wait until what they did is visible, oldest first.
    var replies = Queue<PendingReply>()
    var durableThrough: Int64 = 0
    var visibleThrough: Int64 = 0

    var latency = LatencyHistogram()
    /// Statuses that a feed changed within the last second, and the newest that waits for its second to end.
    var statusChangedAt: [UnitID: Instant] = [:]
    var heldStatuses: [UnitID: Input.Body] = [:]
    var fixCounts = [Int](repeating: 0, count: FixOutcome.allCases.count)
    var startedAt = Instant(microseconds: 0)
    var lastEventAt = Instant(microseconds: 0)
    var journalState = JournalState()
    var nextSecondAt = Instant(microseconds: 0)
    var nextWatchdogAt: Instant?
    var nextHeartbeatAt = Instant(microseconds: 0)
    var stopReason: String?

    /// Reads the site file and claims the state directory. Throws what is not fit, in words for people.
    init(_ settings: DaemonSettings) throws {
        self.settings = settings
        signals = try SignalWatch()
        epoll = try Epoll()
        configuration = try SiteLoader.load(settings)
        engine = Engine(site: configuration.site)
        wall = WallClock(zone: SiteTimeZone(identifier: configuration.timeZone) ?? .utc)
        try Directories.prepare(settings)
        let line = timeLine
        let patience = StartExtension(notifier)
        let options = SiteLoader.recordOptions(settings, configuration) { patience.goesOn(at: MonotonicClock().now) }
        recorder = try Recorder(options: options, clock: { line.now })
    }

    /// Runs until somebody asks it to stop.
    func run() throws {
        do { try start() } catch {
            // Given up in words: nothing is wrong with the record.
            recorder.startIsOver()
            throw error
        }
        takeFirstTurn()
        while stopReason == nil { loop() }
        stop()
    }

    /// What is due from before is done in the first turn, so that a start is over only then: one that would end in it for
    /// ever must come to be believed less.
    func takeFirstTurn() {
        loop()
        recorder.startIsOver()
    }

    func stop() {
        notifier.send("STOPPING=1")
        feed(.stopping(reason: stopReason ?? "asked to"))
        flush()
        devices.leaveAll()
        // The record first: what else there is to close may wait for a disk.
        recorder.close()
        settle(recorder.takeReports())
        clerk?.close()
        positionDoor?.close()
        warmStart?.close(engine.fixes)
        control = nil
        positionSocket?.close()
        devices.finish()
        Console.say("stopped: \(stopReason ?? "asked to").")
    }
}

/// Whether the journal keeps up, as the record last said.
struct JournalState {
    var isDegraded = false
    var reason = ""
}
