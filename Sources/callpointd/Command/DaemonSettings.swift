/// What the command line says.
struct DaemonSettings: Sendable {
    var siteFile: String
    var stateDirectory: String
    var logDirectory: String
    var runDirectory: String
    /// Inputs that are read elsewhere than the site file says.
    var inputPaths: [String: String]
    /// Plan times are multiplied by this, in thousandths.
    var planTimesPermille: Int
}

/// Why the daemon does not start: where, what, and what to do.
struct StartError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
