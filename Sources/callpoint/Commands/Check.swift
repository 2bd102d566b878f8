import ArgumentParser
import EventCodec
import SiteFile

/// `callpoint check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads a site file and tells every mistake in it at once, or what it says.",
        discussion: """
            Each mistake stands on a line: file:line:column: what is wrong. What to do. No daemon is needed.

            EXAMPLES
              callpoint check devices.yaml
              callpoint check /etc/callpoint/devices.yaml && systemctl reload callpointd

            EXIT STATUS
              0 the file is good; 1 it has mistakes, or cannot be read.
            """)

    @Argument(help: "The site file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        switch SiteFile.load(path: file) {
        case .success(let configuration):
            let summary = SiteSummary(configuration)
            Output.line(output.json ? summary.json.text : summary.text().trimmedLineEnds)
        case .failure(let errors):
            if output.json {
                Output.line(json(errors).text)
            } else {
                Output.line(
                    "\(errors)".split(separator: "\n").map { TextWidth.plain(String($0)) }.joined(separator: "\n"))
                Output.say(output.say(.checkFailed, file, String(errors.count)))
            }
            throw ExitCode(ExitStatus.failed.rawValue)
        }
    }

    private func json(_ errors: SiteErrors) -> JSON {
        [
            "ok": false, "mistakes": .integer(Int64(errors.count)),
            "shown": .array(
                errors.mistakes.map { mistake in
                    [
                        "file": .string(mistake.file), "line": .integer(Int64(mistake.line)),
                        "column": .integer(Int64(mistake.column)), "what": .string(mistake.what),
                        "remedy": .string(mistake.remedy),
                    ]
                }),
        ]
    }
}

extension String {
    /// Without the line ends at its end.
    var trimmedLineEnds: String {
        var text = Substring(self)
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
