public import CallpointCore
public import LinuxIO

/// `positions.warm`.
public final class WarmStartFile {
    /// Starts the thread that writes.
    public init(path: String) throws(SystemError) {}
    /// Reads what an earlier start left; `note` says why there is nothing.
    public static func load(path: String) -> (fixes: [Fix], note: String?) { ([], nil) }
    /// Hands over a snapshot where 10 s have gone by since the last; whether it did.
    @discardableResult
    public func offer(at: Instant, snapshot: () -> [Fix]) -> Bool { false }
    /// Writes a last snapshot and ends the thread.
    public func close(_ fixes: [Fix]?) {}
}
