import CallpointCore

/// Parts of sentences.
extension LineWriter {
    mutating func say(_ before: StaticString, text: String, _ after: StaticString = "") {
        json.raw(before)
        say(text: text)
        json.raw(after)
    }

    mutating func say(_ before: StaticString, name: String, _ after: StaticString = "") {
        json.raw(before)
        say(name: name)
        json.raw(after)
    }

    mutating func say(_ before: StaticString, _ number: Int, _ after: StaticString) {
        json.raw(before)
        json.integer(Int64(number))
        json.raw(after)
    }

    mutating func say(_ number: Int, one: StaticString, many: StaticString) {
        json.integer(Int64(number))
        json.raw(number == 1 ? one : many)
    }

    mutating func sayPlace(_ event: Event, _ after: StaticString, text: String? = nil) {
        say(name: event.callPoint?.text ?? "A call point")
        json.raw(after)
        if let text { say(text: text) }
    }

    mutating func sayIncidentName(_ event: Event, _ after: StaticString, name: String? = nil) {
        say(name: event.incident?.text ?? "An incident")
        json.raw(after)
        if let name { say(name: name) }
    }

    mutating func sayDevice(_ fault: DeviceFault) {
        say(name: fault.callPoint?.text ?? fault.input?.text ?? "The controller")
        json.raw(": fault ")
        rawWord(fault.kind.rawValue)
    }
}
