/// First in, first out, with a bound that its owner sets.
struct Queue<Element> {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var first: Element? { head < elements.count ? elements[head] : nil }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func removeAll(where isGone: (Element) -> Bool) {
        elements = elements[head...].filter { !isGone($0) }
        head = 0
    }

    mutating func removeFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: elements.capacity <= 1_024)
            head = 0
        } else if head >= 1_024 {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }
}
