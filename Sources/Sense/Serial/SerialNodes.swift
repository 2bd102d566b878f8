public import CallpointCore

/// The nodes behind one serial input.
public struct SerialNodes: Sendable {
    /// Nodes by address.
    public init(input: InputName, callPoints: [String: CallPointID], keys: NodeKeys = NodeKeys()) {}
}
