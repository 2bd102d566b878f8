public import CallpointCore
import Glibc

/// Reads `devices.yaml`.
///
/// Nothing is taken from a file with a mistake in it: better no start, with
/// every mistake named at once, than a button that goes nowhere.
public enum SiteFile {
    /// Most bytes that a site file may have.
    ///
    /// 10,000 call points and 100,000 units, each fully described, are about 12 MB.
    public static let sizeLimit = 16 << 20

    /// The keys that a site file may have, by the table that they stand in; `""` is the file itself.
    public static let knownKeys: [(table: String, keys: [String])] =
        SchemaTable.all.map { ($0.path, $0.keys.map(\.name)) }

    /// Reads a site file from disk: what it says, or every mistake in it at once.
    ///
    /// The file's name in a mistake is `path`'s last part.
    public static func load(path: String) -> Result<SiteConfiguration, SiteErrors> {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        switch contents(of: path) {
        case .success(let bytes):
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            return parse(bytes, name: name, folder: (path.hasPrefix("/") ? "/" : "./") + folder)
        case .failure(let failure):
            let reason = String(cString: strerror(failure.code))
            let mistake = SiteMistake(
                file: path, line: 0, column: 0, what: "the file cannot be read: \(reason)",
                remedy: failure.code == ENOENT
                    ? "Name the file with --config, or copy the sample there."
                    : "Make it a file that this account may read.")
            return .failure(SiteErrors([mistake]))
        }
    }

    /// Reads a site file from bytes; `name` stands in front of every mistake.
    ///
    /// Any bytes give a configuration or mistakes. A file that it names is looked for in `folder`, unless it is kept
    /// with the bytes, as in `SiteConfiguration.fileBytes`.
    public static func parse(
        _ bytes: [UInt8], name: String, folder: String? = nil
    ) -> Result<SiteConfiguration, SiteErrors> {
        let (text, kept) = BesideFile.split(bytes)
        let beside = BesideFile(folder: folder, kept: kept)
        return SourceText.checked(text, name: name).flatMap(Document.compose).flatMap { document in
            let findings = Findings(file: name, maskedKeys: document.maskedKeys)
            var reader = SiteReader(findings: findings, beside: beside)
            let read = reader.read(document.root)
            if let errors = findings.errors { return .failure(errors) }
            guard var configuration = read else {
                let mistake = SiteMistake(
                    file: name, line: 0, column: 0, what: "the file says too little to start with",
                    remedy: "Compare it with the sample.")
                return .failure(SiteErrors([mistake]))
            }
            configuration.fileBytes = beside.joined(to: text)
            configuration.warnings = Array(findings.warnings.sorted().prefix(SiteErrors.shownLimit))
            configuration.hash = CanonicalForm.hash(of: configuration)
            configuration.site.hash = configuration.hash
            return .success(configuration)
        }
    }

    /// The site of a file that a journal kept, with its plan times multiplied as they were, under the hash that this version
    /// gives it; nil where this version cannot read it.
    public static func site(inFile bytes: [UInt8], planTimesPermille: Int) -> Site? {
        guard case .success(let read) = parse(bytes, name: "journal"), (1...1_000_000).contains(planTimesPermille)
        else { return nil }
        return planTimesPermille == 1_000 ? read.site : read.scaled(byPermille: planTimesPermille).site
    }

    struct ReadFailure: Error {
        var code: Int32
    }

    /// Reads one byte more than allowed at most, so that an endless file is refused and not read.
    static func contents(of path: String, limit: Int = sizeLimit) -> Result<[UInt8], ReadFailure> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(ReadFailure(code: errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                return .failure(ReadFailure(code: errno))
            }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return .success(bytes)
    }
}
