import CallpointCore
import LinuxIO
import Sense
import SiteFile

extension Daemon {
    /// Opens one input. One that is not there is a fault in the log; the others work.
    func open(_ input: InputDeclaration, keys: NodeKeys) {
        let device = device(for: input, keys: keys)
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
        case let bus as ModbusBus:
            take(bus.reconfigure(wiring: configuration.wiring(ofBus: bus.name)), from: bus.name)
        default: break
        }
    }

    /// What an input is heard by.
    private func device(for input: InputDeclaration, keys: NodeKeys) -> any SenseDevice {
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
        case .modbus(let line):
            let clock = timeLine.clock
            return ModbusBus(
                name: input.name, line: BusLine(line), wiring: configuration.wiring(ofBus: input.name),
                clock: { clock.now })
        }
    }

    private func silenceLimit(of name: InputName) -> Duration? {
        guard case .serial(let line)? = configuration.inputs.first(where: { $0.name == name })?.kind else { return nil }
        return line.heartbeat
    }
}
