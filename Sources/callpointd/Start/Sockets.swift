import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Sense
import SiteFile

/// What people, readers and feeds come in by. None of it stands between a press and its orders: what cannot be opened is a
/// fault in the log, and is tried again every second.
extension Daemon {
    /// The group whose members may say where the units are, and nothing else.
    static let feedGroup = "callpoint-feed"

    /// Whether everything is open that should be.
    private var areSocketsOpen: Bool { control != nil && positionSocket != nil }

    /// Opens what is not open. The threads that the control socket's requests need come before it.
    func openSockets() {
        guard !areSocketsOpen else { return }
        var troubles: [String] = []
        for open in [openHistory, openAccounts, openSiteReader, openControl, openPositions] {
            do { try open() } catch { troubles.append("\(error)") }
        }
        guard let first = troubles.first else {
            return feed(.restored(socketFault("control.sock and positions.sock are open.")))
        }
        let fault = socketFault("\(first) Presses are heard and answered all the same; it is tried again every second.")
        guard !engine.standingFaults.contains(where: { $0.fault.detail == fault.detail }) else { return }
        for trouble in troubles { Console.say(trouble) }
        feed(.fault(fault))
    }

    /// One for all of them: it is on no input and on no call point.
    private func socketFault(_ detail: String) -> DeviceFault { DeviceFault(kind: .offline, detail: detail) }

    private func openHistory() throws {
        guard clerk == nil else { return }
        let clerk = try HistoryClerk(stateDirectory: settings.stateDirectory)
        try epoll.add(clerk.descriptor, token: LoopToken.history)
        self.clerk = clerk
    }

    private func openAccounts() throws {
        guard accounts == nil else { return }
        let accounts = try Clerk<AccountWant, AccountAnswer>(
            name: "accounts", questionLimit: Daemon.accountLimit, answerLimit: Daemon.accountLimit
        ) { want, _ in AccountAnswer(want: want, names: AccountDirectory.machine.names(of: want.caller)) }
        try epoll.add(accounts.descriptor, token: LoopToken.accounts)
        self.accounts = accounts
    }

    private func openSiteReader() throws {
        guard siteReader == nil else { return }
        let settings = settings
        let siteReader = try Clerk<Void, ReadSite>(name: "site-file", questionLimit: 1, answerLimit: 1) { _, _ in
            ReadSite(settings)
        }
        try epoll.add(siteReader.descriptor, token: LoopToken.siteFile)
        self.siteReader = siteReader
        guard isReloadWanted else { return }
        isReloadWanted = false
        reload()
    }

    private func openControl() throws {
        guard control == nil, clerk != nil, accounts != nil else { return }
        // Anybody may knock: the kernel says who it is, and the site file what they may do.
        let server = try ControlServer(
            path: settings.runDirectory + "/control.sock", roles: CallerRoles(rules: configuration.access),
            head: EventPosition(generation: encoder.head.generation, sequence: visibleThrough), mode: 0o666)
        server.identity = identity
        try epoll.add(server.descriptor, token: LoopToken.control)
        control = server
    }

    private func openPositions() throws {
        guard positionSocket == nil else { return }
        let path = settings.runDirectory + "/positions.sock"
        let group = getgrnam(Daemon.feedGroup)?.pointee.gr_gid
        let socket = try PositionSocket(path: path, datum: configuration.datum, group: group)
        if group != socket.group {
            Console.say(
                "\(path): cannot be given to the group \(Daemon.feedGroup), and is this account's alone. Make this account "
                    + "a member of the group.")
        }
        try epoll.add(socket.descriptor, token: LoopToken.positionSocket)
        positionSocket = socket
    }

    /// The database into which other programs write positions; off unless the site file asks for it.
    func openDoor() {
        guard configuration.positions.isDoorEnabled else { return }
        do {
            let door = try PositionDoor(
                path: settings.stateDirectory + "/positions.db", datum: configuration.datum,
                units: configuration.positions.doorUnits.map { Set($0) },
                group: getgrnam(Daemon.feedGroup)?.pointee.gr_gid, interval: configuration.positions.doorPoll)
            positionDoor = door
            try epoll.add(door.descriptor, token: LoopToken.positionDoor)
        } catch {
            Console.say("\(error). Positions come by positions.sock alone.")
        }
    }
}
