import CLinux
import CallpointCore
import EventCodec
import Glibc
import Record

/// Names and free texts of persons, which the log holds only as tokens.
struct People {
    /// The token of each name in use; texts other than names get a new one each time.
    private var tokens: [String: TextToken] = [:]
    /// Texts for the next batch.
    private(set) var fresh: [PersonText] = []

    /// Most names that keep their token; then all are given new ones.
    static let nameLimit = 1_000

    /// The token of a person's name, the same for as long as the daemon runs.
    mutating func token(ofName name: String) -> TextToken {
        if let token = tokens[name] { return token }
        if tokens.count >= People.nameLimit { tokens.removeAll() }
        let token = token(ofText: name)
        tokens[name] = token
        return token
    }

    /// A token for a text.
    mutating func token(ofText text: String) -> TextToken {
        var salt = [UInt8](repeating: 0, count: 16)
        // 16 bytes are never cut short once the kernel's pool is up, and a daemon starts after that.
        _ = getrandom(&salt, salt.count, 0)
        let digest = Digest.sha256(salt + Array(text.utf8))
        let token = TextToken("p:" + Digest.hex(Array(digest.prefix(8))))
        fresh.append(PersonText(token: token, salt: salt, text: text))
        return token
    }

    /// Hands over the texts that the next batch must carry.
    mutating func takeFresh() -> [PersonText] {
        defer { fresh.removeAll(keepingCapacity: true) }
        return fresh
    }
}
