import CallpointCore
import Record
import SiteFile

/// Reads the site file as the command line asks for it.
enum SiteLoader {
    /// The site file with its plan times multiplied and its inputs pointed elsewhere, where the command line says so.
    static func load(_ settings: DaemonSettings) throws(StartError) -> SiteConfiguration {
        switch SiteFile.load(path: settings.siteFile) {
        case .failure(let errors): throw StartError("\(errors)")
        case .success(let configuration): return try fit(configuration, settings)
        }
    }

    private static func fit(_ read: SiteConfiguration, _ settings: DaemonSettings) throws(StartError)
        -> SiteConfiguration
    {
        var configuration = read
        if settings.planTimesPermille != 1_000 {
            configuration = configuration.scaled(byPermille: settings.planTimesPermille)
        }
        for (name, path) in settings.inputPaths.sorted(by: { $0.key < $1.key }) {
            guard let index = configuration.inputs.firstIndex(where: { $0.name.text == name }) else {
                let known = configuration.inputs.map(\.name.text).joined(separator: ", ")
                throw StartError(
                    "--input \(name)=\(path): \(settings.siteFile) has no input \(name). Name one of: \(known).")
            }
            configuration.inputs[index] = configuration.inputs[index].pointed(at: path)
        }
        return configuration
    }

    /// What the log says of a site file.
    static func summary(of configuration: SiteConfiguration, file: String) -> ConfigurationSummary {
        ConfigurationSummary(
            file: file, hash: configuration.hash, callPoints: configuration.site.callPoints.count,
            units: configuration.site.units.count, planTimesPermille: configuration.planTimesPermille)
    }

    /// What the journal keeps of it.
    static func stored(_ configuration: SiteConfiguration) -> StoredConfiguration {
        StoredConfiguration(
            hash: configuration.hash, file: configuration.fileBytes,
            planTimesPermille: configuration.planTimesPermille)
    }

    /// A site file that the journal kept; nil where this version cannot read it any more.
    ///
    /// It has the hash under which the journal names it, whatever this version would give it.
    static func restored(_ stored: StoredConfiguration) -> Site? {
        guard var site = SiteFile.site(inFile: stored.file, planTimesPermille: stored.planTimesPermille) else {
            return nil
        }
        site.hash = stored.hash
        return site
    }

    static func recordOptions(
        _ settings: DaemonSettings, _ configuration: SiteConfiguration, progress: @escaping @Sendable () -> Void
    ) -> RecordOptions {
        let record = configuration.record
        var options = RecordOptions(
            stateDirectory: settings.stateDirectory, logDirectory: settings.logDirectory,
            durabilityWait: record.durabilityWait, segmentBytes: Int(record.segmentBytes),
            segmentAge: record.segmentAge, retention: record.retention, retentionBytes: Int(record.retentionBytes))
        options.notesCrashes = true
        options.progress = progress
        return options
    }
}
