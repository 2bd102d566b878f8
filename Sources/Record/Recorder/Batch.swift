public import CallpointCore
public import EventCodec

/// What one turn of the engine gives to the record: it becomes durable as a whole or not at all.
public struct Batch: Sendable {
    /// The turn's events, in order, going on where the last batch ended.
    public var lines: [EncodedLine]
    /// Names and free text of persons that the lines name by token.
    public var texts: [PersonText]
    /// Site files that the lines name by hash.
    public var configurations: [StoredConfiguration]
    /// Whether somebody waits for it. Bookkeeping waits for the next urgent batch, or a few milliseconds.
    public var isUrgent: Bool

    /// A batch from its parts.
    public init(
        lines: [EncodedLine], texts: [PersonText] = [], configurations: [StoredConfiguration] = [],
        isUrgent: Bool = true
    ) {
        self.lines = lines
        self.texts = texts
        self.configurations = configurations
        self.isUrgent = isUrgent
    }
}

/// A person's name or free text, which stands beside the chain and not in it.
public struct PersonText: Sendable, Hashable {
    /// What the lines say in its place.
    public var token: TextToken
    /// Drawn for this text alone, so that a short name cannot be guessed from its token.
    public var salt: [UInt8]
    /// The name or text.
    public var text: String

    /// A text from its parts.
    public init(token: TextToken, salt: [UInt8], text: String) {
        self.token = token
        self.salt = salt
        self.text = text
    }
}

/// A site file as it was in force: an incident keeps the plan that it began with.
public struct StoredConfiguration: Sendable, Hashable {
    /// The normalised file's SHA-256 in hex, as the lines write it.
    public var hash: String
    /// The file's bytes.
    public var file: [UInt8]
    /// The factor on every plan time, in thousandths; 1,000 for a real site.
    public var planTimesPermille: Int

    /// A configuration from its parts.
    public init(hash: String, file: [UInt8], planTimesPermille: Int) {
        self.hash = hash
        self.file = file
        self.planTimesPermille = planTimesPermille
    }
}
