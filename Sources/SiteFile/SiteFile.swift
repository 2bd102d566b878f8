import CallpointCore

/// Reads `devices.yaml`.
public enum SiteFile {
    /// Most bytes that a site file may have.
    ///
    /// 10,000 call points and 100,000 units, each fully described, are about 12 MB.
    public static let sizeLimit = 16 << 20

    /// Reads a site file from disk; every mistake in it at once, or what it says.
    public static func load(path: String) -> Result<SiteConfiguration, SiteErrors> {
        .failure(SiteErrors([]))
    }

    /// Reads a site file from bytes; `name` stands in front of every mistake.
    public static func parse(_ bytes: [UInt8], name: String) -> Result<SiteConfiguration, SiteErrors> {
        .failure(SiteErrors([]))
    }
}
