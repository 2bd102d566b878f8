import CallpointCore
import Control
import EventCodec

/// Texts behind tokens and times of presses, asked of the daemon when a line needs them, and kept.
///
/// What cannot be found out (no right to names, no daemon) is asked once and then let be: a token is shown as it is.
final class NameBook {
    /// Most texts that are kept; then all are forgotten and asked for again.
    static let limit = 10_000

    private let connect: () throws -> ControlClient
    private var client: ControlClient?
    private var isRefused = false
    private var texts: [String: String?] = [:]
    private var presses: [String: Int64?] = [:]

    init(connect: @escaping () throws -> ControlClient) { self.connect = connect }

    /// The text behind a token; nil where nobody says.
    func text(_ token: String) -> String? {
        guard token.hasPrefix("p:") else { return nil }
        if let known = texts[token] { return known }
        if texts.count >= NameBook.limit { texts.removeAll() }
        let reply = ask(.names([TextToken(token)]))
        let text = reply?["names"]?[token]?.string
        texts[token] = .some(text)
        return text
    }

    /// When the button of an incident was pressed, in microseconds of the time line; nil where the log does not say.
    func pressTime(_ incident: String) -> Int64? {
        if let known = presses[incident] { return known }
        if presses.count >= NameBook.limit { presses.removeAll() }
        var found: Int64?
        let query = EventQuery(
            incident: IncidentID(incident), types: ["alarm.raised", "alarm.reported", "test.pressed", "test.started"],
            part: .firstAfter(0), limit: 1)
        _ = ask(.events(query)) { line in
            guard let event = EventLine(line) else { return }
            found = event.number("edge_us") ?? event.microseconds
        }
        presses[incident] = .some(found)
        return found
    }

    private func ask(_ verb: ControlVerb, onEvent: ([UInt8]) -> Void = { _ in }) -> JSON? {
        guard !isRefused else { return nil }
        do {
            let client = try client ?? connect()
            self.client = client
            return try client.request(verb) { _, line in onEvent(line) }
        } catch let failure as ControlFailure {
            isRefused = failure.code == .denied
            return nil
        } catch {
            client = nil
            return nil
        }
    }
}
