import CallpointCore

/// What a contact tells of.
public enum ContactRole: String, Sendable, Hashable, CaseIterable {
    /// The button's normally-open contact: active means pressed.
    case button
    /// The normally-closed twin of a dual-contact button, read with the same polarity: active at rest, not active
    /// while pressed, so that both active, and neither, are impossible.
    case buttonBreak = "button_break"
    /// The housing of the call point: active means open.
    case tamper
    /// The door of the cabinet: active means open.
    case door
    /// The supply: active means that the mains are lost.
    case mains

    /// Whether it is one of the button's two contacts.
    public var isButton: Bool { self == .button || self == .buttonBreak }

    /// The fault that stands for as long as the contact is active; nil for a button's.
    var fault: DeviceFault.Kind? {
        switch self {
        case .button, .buttonBreak: nil
        case .tamper: .tamper
        case .door: .door
        case .mains: .mains
        }
    }

    /// What is wrong while the contact is active, and what to do.
    func trouble(at callPoint: CallPointID, place: String) -> String {
        switch self {
        case .button, .buttonBreak: "\(place): the button of \(callPoint) is pressed."
        case .tamper:
            "\(place): the housing of \(callPoint) is open. Send somebody to look; a press there still counts."
        case .door: "\(place): the cabinet door of \(callPoint) is open. Close it, or send somebody to look."
        case .mains: "\(place): \(callPoint) has lost its mains supply. Bring it back before the battery is empty."
        }
    }

    /// That it is right again.
    func relief(at callPoint: CallPointID, place: String) -> String {
        switch self {
        case .button, .buttonBreak: "\(place): the button of \(callPoint) is released."
        case .tamper: "\(place): the housing of \(callPoint) is closed."
        case .door: "\(place): the cabinet door of \(callPoint) is closed."
        case .mains: "\(place): \(callPoint) has its mains supply again."
        }
    }
}
