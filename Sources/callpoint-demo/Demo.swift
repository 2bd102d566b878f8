import Glibc

/// `callpoint-demo`: the site of `devices.yaml`, alive on this machine for half a minute.
///
/// Not installed. Each part is a process of its own, as in service: the daemon,
/// a node that presses its button over a pty, a fleet that says where it is, a
/// dispatcher's `callpoint tail`; this program tells them when.
enum Demo {
    static func main(_ arguments: [String]) {
        // A child that has gone is an error of a write, not the end of the demo.
        signal(SIGPIPE, SIG_IGN)
        let words = Array(arguments.dropFirst())
        switch words.first {
        case "node": exit(SimulatedNode.run(Array(words.dropFirst())))
        case "fleet": exit(Fleet.run(Array(words.dropFirst())))
        default: break
        }
        guard let options = DemoOptions(words) else { exit(2) }
        do {
            exit(try Stage.run(options))
        } catch {
            say("callpoint-demo: \(error)")
            exit(1)
        }
    }

    /// A line for whoever watches.
    static func say(_ text: String) {
        var line = Array((text + "\n").utf8)
        _ = write(STDOUT_FILENO, &line, line.count)
    }
}

/// What the command line asks for.
struct DemoOptions {
    var siteFile = "devices.yaml"
    var binaries = ""
    /// Keeps state, log and run directories here, and leaves them; a temporary directory otherwise.
    var directory: String?
    var stays = false
    /// Plan times are divided by this.
    var hurry = 10

    static let usage = """
        usage: callpoint-demo [--config devices.yaml] [--keep DIR] [--stay]
          --stay       stays up: Enter presses the button, keys answer for the units
          --keep       keeps the journal and the event log there, and leaves them
        """

    init?(_ words: [String]) {
        var words = words[...]
        binaries = DemoOptions.ownDirectory
        while let word = words.popFirst() {
            switch word {
            case "--config": siteFile = words.popFirst() ?? siteFile
            case "--keep": directory = words.popFirst()
            case "--stay": stays = true
            case "--help", "-h":
                Demo.say(DemoOptions.usage)
                return nil
            default:
                Demo.say("callpoint-demo: there is no option \(word).\n\(DemoOptions.usage)")
                return nil
            }
        }
    }

    /// Where this program stands: the daemon and the command line stand beside it.
    private static var ownDirectory: String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return "." }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }
}

/// What went wrong in the demo, and what to do.
struct DemoError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
