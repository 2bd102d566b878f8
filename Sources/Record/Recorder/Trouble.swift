import CallpointCore

/// What is wrong with the disks, since when, and what had to be shown early.
struct Trouble: Sendable {
    /// When the first batch missed its wait or the first write failed; nil while all is well.
    var since: Instant?
    /// Why the journal cannot write; nil while it can, as far as is known.
    var journal: String?
    /// What stood in the journal's way last, without being a trouble yet.
    var lock: String?
    /// Why the event log cannot be written; nil while it can.
    var file: String?
    /// Lines shown before they were durable.
    var early = 0

    /// What a person is told.
    var reason: String {
        switch (journal, file) {
        case (let journal?, let file?): "\(journal); \(file)"
        case (let journal?, nil): journal
        case (nil, let file?): file
        case (nil, nil): lock ?? "the journal has not answered in time"
        }
    }
}
