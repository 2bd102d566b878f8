
/// The keys with which nodes prove who they are.
public struct NodeKeys: Sendable, Hashable {
    /// No keys: every sentence is believed and says `auth:none`.
    public init() {}
}
