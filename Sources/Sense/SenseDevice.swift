public import CallpointCore

/// The device behind an input, as the engine's loop sees it: one descriptor, one deadline, and never a wait.
///
/// Whatever it is, a device that is not there is an input that is down, never an error; it comes back by itself.
public protocol SenseDevice: AnyObject {
    /// The input's name in the site file.
    var name: InputName { get }
    /// What to wait for; nil while the device is not there. Changes when it is lost or opened again.
    var descriptor: Int32? { get }
    /// How often it has been opened: the kernel gives the number of a descriptor that was closed to the next one.
    var openings: UInt64 { get }
    /// Whether something waits for room on the line.
    var wantsWrite: Bool { get }
    /// When `tick` has something to do. All devices agree on whole and half seconds of the time line for what
    /// may wait, so that together they wake the loop no more often than one would.
    var nextDeadline: Instant? { get }
    /// Whether it is there and in our hands; asked every second, where `inputStatus` puts a thousand nodes in order.
    var isOpen: Bool { get }
    /// How it is, for people.
    var inputStatus: InputStatus { get }

    /// Takes over the faults of call points that a run before has said, and that stand; once, before it is opened.
    func recall(_ standing: [DeviceFault])
    /// First attempt to open it; up, or down with a fault.
    func open(at instant: Instant) -> [Input.Body]
    /// Takes in what the descriptor has, and notices when the device is gone.
    func ready(at instant: Instant, readable: Bool, writable: Bool) -> [Input.Body]
    /// Does what is due: tries again, looks whether the device is still there, lets time pass.
    func tick(at instant: Instant) -> [Input.Body]
    /// Tells a node that its press is in the journal, where there are nodes that ask.
    func answer(_ stamp: NodeStamp)
    /// What it has said and holds until everybody may see what that led to, by numbers of its own, each once.
    func takeOwed() -> [UInt64]
    /// What that led to is visible: it may let go of it.
    func receive(_ owed: UInt64, at instant: Instant)
    /// What is to be said when the site file has no such input any more: faults of call points that end with it.
    func farewell(at instant: Instant) -> [Input.Body]
    /// Closes it for good, and says nothing.
    func close()
    /// Lets go of it because the daemon ends; what somebody keeps open for the next start stays as it is.
    func leave()
    /// Waits for what closing began, lamps that go out for one, two seconds at most.
    func finish()
}

extension SenseDevice {
    /// Nothing waits, as long as a device does not say so.
    public var wantsWrite: Bool { false }

    /// It says anew what it finds.
    public func recall(_ standing: [DeviceFault]) {}

    /// Nothing hangs on it but the input itself.
    public func farewell(at instant: Instant) -> [Input.Body] { [] }

    /// It holds nothing.
    public func takeOwed() -> [UInt64] { [] }

    /// It held nothing.
    public func receive(_ owed: UInt64, at instant: Instant) {}

    /// A wire needs no answer.
    public func answer(_ stamp: NodeStamp) {}

    /// Nobody keeps it.
    public func leave() { close() }

    /// Closing is all there is to it.
    public func finish() {}
}

/// How the device of an input is, each kind in its own words.
public enum InputStatus: Sendable, Hashable {
    /// A serial line of nodes.
    case serial(SerialPortStatus)
    /// Lines of a GPIO chip.
    case gpio(GPIOStatus)
    /// A bus of Modbus slaves.
    case modbus(ModbusBusStatus)
}
