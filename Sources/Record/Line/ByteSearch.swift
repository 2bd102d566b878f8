import Glibc

extension UnsafeRawBufferPointer {
    /// Where a pattern of at least one byte first stands.
    func firstIndex(of pattern: [UInt8], from start: Int = 0) -> Int? {
        guard let first = pattern.first, let base = baseAddress else { return nil }
        var at = start
        while at + pattern.count <= count {
            guard let hit = memchr(base + at, Int32(first), count - at - pattern.count + 1) else { return nil }
            let index = UnsafeRawPointer(hit) - base
            if memcmp(base + index, pattern, pattern.count) == 0 { return index }
            at = index + 1
        }
        return nil
    }

    /// Where a pattern of at least one byte last stands.
    func lastIndex(of pattern: [UInt8]) -> Int? {
        guard let base = baseAddress else { return nil }
        var at = count - pattern.count
        while at >= 0 {
            if memcmp(base + at, pattern, pattern.count) == 0 { return at }
            at -= 1
        }
        return nil
    }
}
