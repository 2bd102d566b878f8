/// The program's version, as `--version`, `callpoint status` and `daemon.started` say it.
enum Version {
    static let text = "0.1.0"
}
