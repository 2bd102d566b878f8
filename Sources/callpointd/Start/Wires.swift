import CallpointCore
import Sense
import SiteFile

// What the site file says of wires, in the words of those who read and drive them.

extension SiteConfiguration {
    /// Everything that is wired to lines of a chip, in the order of the file: buttons, then what else there is.
    func gpioWires(on input: InputName) -> [GPIOWire] {
        var wires: [GPIOWire] = []
        for button in buttons where button.input == input {
            append(button.source, of: button.callPoint, .contact(.button), to: &wires)
            if let twin = button.breakSource {
                append(twin, of: button.callPoint, .contact(.buttonBreak), to: &wires)
            }
        }
        for attachment in attachments where attachment.wire.input == input {
            append(attachment.wire.source, of: attachment.wire.callPoint, use(attachment.role), to: &wires)
        }
        return wires
    }

    private func append(
        _ source: ButtonBinding.Source, of callPoint: CallPointID, _ use: GPIOWire.Use, to wires: inout [GPIOWire]
    ) {
        guard case .line(let line) = source else { return }
        wires.append(
            GPIOWire(
                callPoint: callPoint, use: use, place: place(line.line), isActiveLow: line.isActiveLow,
                bias: bias(line.bias), debounce: line.debounce))
    }

    private func use(_ role: Attachment.Role) -> GPIOWire.Use {
        switch role {
        case .tamper: .contact(.tamper)
        case .door: .contact(.door)
        case .mains: .contact(.mains)
        case .lamp, .sounder: .output
        }
    }

    private func place(_ line: LineReference) -> GPIOWire.Place {
        switch line {
        case .offset(let number): .offset(number)
        case .name(let name): .name(name)
        }
    }

    private func bias(_ bias: LineWire.Bias) -> GPIOWire.Bias {
        switch bias {
        case .asIs: .asIs
        case .pullUp: .pullUp
        case .pullDown: .pullDown
        case .disabled: .disabled
        }
    }
}

extension GPIOChipName {
    /// As the site file names it.
    init(_ chip: ChipReference) {
        switch chip {
        case .name(let name): self = .name(name)
        case .label(let label): self = .label(label)
        case .path(let path): self = .path(path)
        }
    }
}
