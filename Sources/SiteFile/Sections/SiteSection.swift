import CallpointCore

/// Reads `site`.
struct SiteSection {
    var id: String?
    var name: String?
    var datum: Datum?
    var timeZone: String?

    init(_ entry: Entry?) {
        guard let table = entry?.table(.site) else { return }
        id = table["id"]?.identifier()
        name = table["name"]?.text(limit: 100)
        datum = table["datum"]?.choice(Datum.self)
        timeZone = table["time_zone"].flatMap(Self.zone)
    }

    private static func zone(_ entry: Entry) -> String? {
        guard let identifier = entry.text(limit: 64) else { return nil }
        guard SiteTimeZone(identifier: identifier) != nil else {
            return entry.refuse(
                "time_zone \(Entry.quoted(identifier)) is not known",
                "Write an IANA name like Asia/Shanghai, or UTC.")
        }
        return identifier
    }
}

/// Reads `contacts`.
enum ContactsSection {
    /// Most contacts of a site.
    static let limit = 1_000

    static func read(_ entry: Entry?, _ declared: inout Declared) -> [Contact] {
        guard let entry else {
            declared.contacts = []
            return []
        }
        guard let named = entry.named("contact", limit: limit) else { return [] }
        declared.contacts = Set(named.map(\.name))
        return named.compactMap { name, _, entry in
            guard let table = entry.table(.contact), let title = table["name"]?.text(limit: 100) else { return nil }
            let channel = table["channel"].map { $0.identifier() } ?? "log"
            let answerWithin = table["answer_within"]?.duration(in: 10_000...3_600_000)
            return channel.map {
                Contact(id: ContactID(name), name: title, channel: $0, answerWithin: answerWithin)
            }
        }
    }
}
