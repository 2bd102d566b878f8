public import CallpointCore

/// All that a site file says, with defaults filled in.
///
/// `site` is what the core needs; the rest is the shell's: ports, wires, rights, limits.
public struct SiteConfiguration: Sendable {
    /// Places, plans, units and contacts; every place in WGS-84.
    public var site: Site
    /// Ports and chips, sorted by name.
    public var inputs: [InputDeclaration]
    /// One for each call point, in the order of the file.
    public var buttons: [ButtonBinding]
    /// Tamper contacts and lamps, in the order of the file.
    public var attachments: [Attachment]
    /// What stands around a call point, in the order of the file; for those that have any of it.
    public var surroundings: [Surroundings]
    /// Which accounts of this machine have which role.
    public var access: AccessRules
    /// How the journal is kept.
    public var record: RecordSettings
    /// How positions are taken in.
    public var positions: PositionSettings
    /// The datum in which the file writes places.
    public var datum: Datum
    /// The IANA name of the site's time zone: `Asia/Shanghai`.
    public var timeZone: String
    /// SHA-256, hex, of the file's meaning: comments, the order of keys and defaults left out make no difference.
    public var hash: String
    /// Plan times are multiplied by this, in thousandths; 1,000 as the file has them.
    public var planTimesPermille: Int
    /// What is allowed but probably not meant; at most `SiteErrors.shownLimit`, in the order of the file.
    public var warnings: [SiteMistake]
    /// The file as it was read.
    public var fileBytes: [UInt8]

    /// A configuration from its parts.
    public init(
        site: Site, inputs: [InputDeclaration] = [], buttons: [ButtonBinding] = [], attachments: [Attachment] = [],
        surroundings: [Surroundings] = [], access: AccessRules = AccessRules(),
        record: RecordSettings = RecordSettings(), positions: PositionSettings = PositionSettings(),
        datum: Datum = .wgs84, timeZone: String = "UTC", hash: String, planTimesPermille: Int = 1_000,
        warnings: [SiteMistake] = [], fileBytes: [UInt8] = []
    ) {
        self.site = site
        self.inputs = inputs
        self.buttons = buttons
        self.attachments = attachments
        self.surroundings = surroundings
        self.access = access
        self.record = record
        self.positions = positions
        self.datum = datum
        self.timeZone = timeZone
        self.hash = hash
        self.planTimesPermille = planTimesPermille
        self.warnings = warnings
        self.fileBytes = fileBytes
    }

    /// The site's offset from UTC in minutes at a time; where this is asked often, keep a `SiteTimeZone`.
    public func offsetMinutes(atMillisecondsSince1970 milliseconds: Int64) -> Int {
        var zone = SiteTimeZone(identifier: timeZone) ?? .utc
        return zone.offsetMinutes(atMillisecondsSince1970: milliseconds)
    }

    /// The addresses of the nodes on an input, and the call point of each.
    public func callPointsByAddress(on input: InputName) -> [String: CallPointID] {
        var found: [String: CallPointID] = [:]
        for button in buttons where button.input == input {
            if case .address(let address) = button.source { found[address] = button.callPoint }
        }
        return found
    }
}
