/// What is to be done and when, earliest first; what is due at the same time keeps the order in which it was put down.
struct Agenda<Item>: Sendable where Item: Sendable {
    private struct Entry: Sendable {
        var at: Int64
        var number: Int
        var item: Item
    }
    private var heap: [Entry] = []
    private var count = 0

    /// When the first is due, in microseconds; nil where nothing is.
    var first: Int64? { heap.first?.at }

    mutating func add(_ item: Item, at: Int64) {
        count += 1
        heap.append(Entry(at: at, number: count, item: item))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Agenda.precedes(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first out, where it is due by then.
    mutating func take(by now: Int64) -> (at: Int64, item: Item)? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return (first.at, first.item) }
        heap[0] = last
        sink()
        return (first.at, first.item)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if Agenda.precedes(heap[child], heap[least]) { least = child }
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        a.at != b.at ? a.at < b.at : a.number < b.number
    }
}
