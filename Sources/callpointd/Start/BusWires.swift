import CallpointCore
import Sense
import SiteFile

// What the site file says of a Modbus bus, as the bus wants it.

extension BusLine {
    init(_ line: ModbusLine) {
        self.init(
            path: line.path, baud: line.baud, parity: BusLine.Parity(line.parity), isRS485: line.isRS485,
            interval: line.poll, timeout: line.timeout)
    }
}

extension BusLine.Parity {
    fileprivate init(_ parity: SerialParity) {
        self =
            switch parity {
            case .none: .none
            case .even: .even
            case .odd: .odd
            }
    }
}

extension SiteConfiguration {
    /// The contacts and lamps on a bus, in the order of the file.
    func wiring(ofBus input: InputName) -> BusWiring {
        var wiring = BusWiring(contacts: [])
        for button in buttons where button.input == input {
            wiring.add(.button, of: button.callPoint, at: button.source, name: button.text)
            if let twin = button.breakSource, let name = button.breakText {
                wiring.add(.buttonBreak, of: button.callPoint, at: twin, name: name)
            }
        }
        for attachment in attachments where attachment.wire.input == input {
            let wire = attachment.wire
            if let role = ContactRole(attachment.role) {
                wiring.add(role, of: wire.callPoint, at: wire.source, name: wire.text)
            } else if case .bit(let bit) = wire.source {
                wiring.lamps.append(BusLamp(of: wire.callPoint, at: bit.address, isActiveLow: bit.isActiveLow))
            }
        }
        return wiring
    }
}

extension BusWiring {
    fileprivate mutating func add(
        _ role: ContactRole, of callPoint: CallPointID, at source: ButtonBinding.Source, name: String
    ) {
        switch source {
        case .address, .line: return
        case .bit(let bit):
            let contact = WiredContact(callPoint: callPoint, role: role, name: name, debounce: bit.debounce)
            contacts.append(BusContact(contact, at: bit.address, isActiveLow: bit.isActiveLow, reset: bit.reset))
        case .counter(let counter):
            let table: BusTable = counter.register == .input ? .inputRegisters : .holdingRegisters
            let address = BusAddress(slave: counter.slave, number: counter.number, table: table)
            contacts.append(BusContact(WiredContact(callPoint: callPoint, role: role, name: name), at: address))
        }
    }
}

extension ContactRole {
    /// What an attachment tells of; nil for one that is driven.
    fileprivate init?(_ role: Attachment.Role) {
        switch role {
        case .tamper: self = .tamper
        case .door: self = .door
        case .mains: self = .mains
        case .lamp, .sounder: return nil
        }
    }
}

extension BitWire {
    fileprivate var address: BusAddress { BusAddress(slave: slave, number: number) }
}
