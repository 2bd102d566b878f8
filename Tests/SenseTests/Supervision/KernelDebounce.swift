import CallpointCore

/// What the Linux kernel makes of the edges of a line that has a debounce period, written down from the outside:
/// no timer, no state, only the edges and where they leave a gap.
///
/// In `gpiolib-cdev.c` each edge puts the work off for one period (`mod_delayed_work`); the work reads the level and
/// tells of it, stamped with the time at which it runs, if it is not the level that it told of last. (There, "a
/// period" is rounded up to whole jiffies.)
enum KernelDebounce {
    struct Edge: Hashable {
        var isActive: Bool
        var at: Instant
    }

    /// The events that the kernel hands out for edges after a request that read `first`.
    static func events(of edges: [Edge], period: Duration, first: Bool) -> [Edge] {
        var told = first
        var events: [Edge] = []
        for (index, edge) in edges.enumerated() {
            let end = edge.at + period
            if index + 1 < edges.count, edges[index + 1].at < end { continue }
            if edge.isActive != told { events.append(Edge(isActive: edge.isActive, at: end)) }
            told = edge.isActive
        }
        return events
    }
}
