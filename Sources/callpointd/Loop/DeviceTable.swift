import CallpointCore
import LinuxIO
import Sense

/// The devices of the site's inputs, of whatever kind, and the numbers under which the loop waits for them.
///
/// A number is never given twice: what is still ready under one that is gone means nobody.
struct DeviceTable {
    private struct Entry {
        var device: any SenseDevice
        /// The descriptor as the loop's list has it, nil while it has none.
        var watched: Watched?
        /// Its opening that was told last; nil for a device that is not there.
        var told: UInt64?
    }

    private struct Watched {
        var openings: UInt64
        var isWritable: Bool
    }

    private var entries: [UInt64: Entry] = [:]
    private var tokens: [InputName: UInt64] = [:]
    private var nextToken: UInt64

    init(firstToken: UInt64) { nextToken = firstToken }

    subscript(name: InputName) -> (any SenseDevice)? { tokens[name].flatMap { entries[$0]?.device } }

    subscript(token: UInt64) -> (any SenseDevice)? { entries[token]?.device }

    mutating func add(_ device: any SenseDevice) {
        tokens[device.name] = nextToken
        entries[nextToken] = Entry(device: device)
        nextToken += 1
    }

    /// Closes a device and forgets it.
    mutating func remove(_ name: InputName, from epoll: Epoll) {
        guard let token = tokens.removeValue(forKey: name), let entry = entries.removeValue(forKey: token) else {
            return
        }
        if let descriptor = entry.device.descriptor { epoll.remove(descriptor) }
        entry.device.close()
    }

    /// Lets go of all of them: the daemon ends.
    func leaveAll() {
        for entry in entries.values { entry.device.leave() }
    }

    /// Waits for what closing them began.
    func finish() {
        for entry in entries.values { entry.device.finish() }
    }

    /// When the first of them has something to do.
    var nextDeadline: Instant? {
        var next: Instant?
        for entry in entries.values {
            guard let due = entry.device.nextDeadline else { continue }
            next = next.map { min($0, due) } ?? due
        }
        return next
    }

    /// Those that have something to do by now.
    func due(at now: Instant) -> [any SenseDevice] {
        entries.values.compactMap { entry in
            guard let due = entry.device.nextDeadline, due <= now else { return nil }
            return entry.device
        }
    }

    /// Devices that were opened, or lost, or both, since the last call.
    mutating func turnovers() -> [any SenseDevice] {
        var turned: [any SenseDevice] = []
        for (token, entry) in entries {
            let opening = entry.device.descriptor == nil ? nil : entry.device.openings
            guard entry.told != opening else { continue }
            entries[token]?.told = opening
            turned.append(entry.device)
        }
        return turned
    }

    /// Makes the loop's list of descriptors fit the devices, which come and go.
    mutating func watch(in epoll: Epoll) {
        for (token, entry) in entries {
            let device = entry.device
            // A descriptor that was closed has left the list by itself, whoever has its number now.
            let known = entry.watched?.openings == device.openings ? entry.watched : nil
            guard let descriptor = device.descriptor else {
                entries[token]?.watched = nil
                continue
            }
            let wanted = Watched(openings: device.openings, isWritable: device.wantsWrite)
            guard known?.isWritable != wanted.isWritable else { continue }
            do {
                if known == nil {
                    try epoll.add(descriptor, token: token, writable: wanted.isWritable)
                } else {
                    try epoll.change(descriptor, token: token, writable: wanted.isWritable)
                }
                entries[token]?.watched = wanted
            } catch {
                Console.say("input \(device.name): \(error). It is tried again within a second.")
                entries[token]?.watched = nil
            }
        }
    }
}
