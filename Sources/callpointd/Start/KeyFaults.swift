import CallpointCore
import Glibc
import Sense
import SiteFile

/// Keys of nodes as systemd's credentials gave them, and what of them cannot be used.
struct LoadedKeys: Sendable {
    var keys = NodeKeys()
    var problems: [NodeKeys.Problem] = []

    /// Reads the credentials folder; without one no node has a key, and nothing is wrong.
    static func load() -> LoadedKeys {
        guard let directory = getenv("CREDENTIALS_DIRECTORY") else { return LoadedKeys() }
        let (keys, problems) = NodeKeys.load(directory: String(cString: directory))
        return LoadedKeys(keys: keys, problems: problems)
    }

    /// The problems as faults: on the call point of the node, where it has one; on its input; and on every serial input
    /// where nobody can tell which node goes without its key. One for each of them.
    func faults(in site: SiteConfiguration) -> [DeviceFault] {
        var faults: [DeviceFault] = []
        func add(_ input: InputName, _ callPoint: CallPointID?, _ detail: String) {
            guard !faults.contains(where: { $0.input == input && $0.callPoint == callPoint }) else { return }
            faults.append(DeviceFault(input: input, callPoint: callPoint, kind: .key, detail: detail))
        }
        let lines = site.inputs.filter { if case .serial = $0.kind { true } else { false } }.map(\.name)
        for problem in problems {
            guard let node = problem.node else {
                for line in lines {
                    add(line, nil, "\(problem) Until then the node that it is for is believed unproven.")
                }
                continue
            }
            // A key for an input that the site file does not have keeps nobody from being heard.
            guard lines.contains(node.input) else { continue }
            add(
                node.input, site.callPointsByAddress(on: node.input)[node.address],
                "\(problem) Until then node \(node.input)/\(node.address) is believed unproven: auth none.")
        }
        return faults
    }
}

extension Daemon {
    /// Says of each key that cannot be used that it is so, once, and of each that can again.
    func tell(_ loaded: LoadedKeys) {
        for problem in loaded.problems { Console.say("\(problem)") }
        let faults = loaded.faults(in: configuration)
        for standing in engine.standingFaults.map(\.fault) where standing.kind == .key {
            guard !faults.contains(where: { $0.input == standing.input && $0.callPoint == standing.callPoint }) else {
                continue
            }
            var restored = standing
            restored.detail = "the keys were read again, and none of this is wrong."
            feed(.restored(restored))
        }
        for fault in faults { feed(.fault(fault)) }
    }
}
