import LinuxIO

/// Where chips are opened, and on what clock their edges are stamped.
///
/// Behind it stands `LibGPIOD`. Tests put something else there for what a real chip cannot be made to do at will:
/// lose an edge, refuse a read, vanish between two calls.
protocol GPIOLibrary {
    /// Whether the kernel debounces where it is asked to.
    var debounces: Bool { get }
    /// CLOCK_MONOTONIC, in nanoseconds: the clock on which edges are stamped.
    var nanoseconds: Int64 { get }

    /// Opens a chip.
    func open(_ name: GPIOChipName) throws(GPIORefusal) -> any GPIOLines
}

/// The lines of one chip that is open: what the driver needs of libgpiod, and no more.
protocol GPIOLines: AnyObject {
    /// Wait for this one, and some line has edges.
    var descriptor: Int32 { get }
    /// Which chip it is, for people: `/dev/gpiochip0 [pinctrl-bcm2711]`.
    var place: String { get }
    /// How many lines it has.
    var count: Int { get }

    /// Takes a line for ourselves, known by `token` from then on.
    func request(_ wish: GPIOWish, token: Int) throws(GPIORefusal)
    /// Gives a line back; harmless where it was never had.
    func release(token: Int)
    /// The tokens of lines whose edges wait, at most 64.
    func ready() -> [Int]
    /// Reads edges that wait, at most as many as fit, and says how many. With fewer than fit, none are left.
    func edges(token: Int, into buffer: inout [GPIOEdge]) throws(SystemError) -> Int
    /// Whether edges of this line wait.
    func hasEdges(token: Int) -> Bool
    /// Whether the line is active now.
    func level(token: Int) throws(SystemError) -> Bool
    /// Lights an output, or not.
    func set(token: Int, isOn: Bool) throws(SystemError)
    /// Why the chip is gone, or nil while it is there. A chip that is pulled wakes nobody, so somebody has to look.
    func reasonGone() -> String?
}

/// How a line is to be had.
struct GPIOWish: Hashable {
    var place: GPIOWire.Place
    var isOutput: Bool
    var isActiveLow: Bool
    var bias: GPIOWire.Bias
    /// What the kernel is asked to debounce; zero for nothing.
    var debounce: Duration
}

/// One edge of a line.
struct GPIOEdge: Hashable {
    /// CLOCK_MONOTONIC.
    var nanoseconds: Int64
    /// Counts the line's edges from 1, lost ones too; 0 where libgpiod does not count.
    var sequence: UInt64
    /// Whether the line is active since.
    var isActive: Bool

    /// Edges that the kernel keeps for a line that nobody reads; the others are lost without a word.
    static let queueDepth = 16
}
