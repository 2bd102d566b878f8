import CallpointCore
import LinuxIO
import Sense
import SiteFile

extension Daemon {
    /// Opens one input. One that is not there is a fault in the log; the others work.
    func open(_ input: InputDeclaration, keys: NodeKeys) {
        guard let device = device(for: input, keys: keys) else { return refuse(input) }
        device.recall(engine.standingFaults.map(\.fault).filter { $0.input == input.name })
        devices.add(device)
        lamps.board.forget(input.name)
        let kept = keptPorts.removeValue(forKey: input.name)
        if let port = device as? SerialPort {
            port.willClose = { [epoll] in epoll.remove($0) }
            take(port.open(at: timeLine.now, kept: kept), from: input.name)
        } else {
            take(device.open(at: timeLine.now), from: input.name)
        }
    }

    /// Tells a device that stays what hangs on it in the new site file.
    func reconfigure(_ device: any SenseDevice, keys: NodeKeys) {
        switch device {
        case let port as SerialPort:
            port.reconfigure(
                callPoints: configuration.callPointsByAddress(on: port.name), keys: keys,
                silenceLimit: silenceLimit(of: port.name))
        case let chip as GPIOChip:
            take(chip.reconfigure(wires: configuration.gpioWires(on: chip.name), at: timeLine.now), from: chip.name)
        default: break
        }
    }

    /// What an input is heard by; nil for a kind that this version does not drive.
    private func device(for input: InputDeclaration, keys: NodeKeys) -> (any SenseDevice)? {
        switch input.kind {
        case .serial(let line):
            let nodes = SerialNodes(
                input: input.name, callPoints: configuration.callPointsByAddress(on: input.name), keys: keys,
                silenceLimit: line.heartbeat)
            return SerialPort(name: input.name, path: line.path, baud: line.baud, nodes: nodes)
        case .gpio(let chip):
            return GPIOChip(
                name: input.name, chip: GPIOChipName(chip), wires: configuration.gpioWires(on: input.name),
                clock: timeLine.clock)
        case .modbus: return nil
        }
    }

    private func silenceLimit(of name: InputName) -> Duration? {
        guard case .serial(let line)? = configuration.inputs.first(where: { $0.name == name })?.kind else { return nil }
        return line.heartbeat
    }

    private func refuse(_ input: InputDeclaration) {
        let detail = "\(input.kindName) \(input.location) is not driven by this version; its buttons are not heard"
        feed(.inputDown(input.name, detail: detail))
        feed(
            .fault(
                DeviceFault(
                    input: input.name, kind: .offline,
                    detail: "\(input.name): \(detail). Put these buttons on a serial input.")))
    }
}
