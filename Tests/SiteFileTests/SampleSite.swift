import SiteFile

/// The repository's own sample: the file that operators copy and the demo runs on.
enum SampleSite {
    static let path = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/devices.yaml"

    static func configuration() throws -> SiteConfiguration {
        try SiteFile.load(path: path).get()
    }
}
