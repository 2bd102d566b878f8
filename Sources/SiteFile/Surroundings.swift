public import CallpointCore

/// Who and what stands around a call point.
public struct Surroundings: Sendable, Hashable {
    /// The call point.
    public var callPoint: CallPointID
    /// The police station whose ground it is.
    public var station: ContactID?
    /// Cameras that see it; at most 16.
    public var cameras: [Camera]
    /// The SIP address of its intercom.
    public var intercom: String?

    /// Surroundings from their parts.
    public init(callPoint: CallPointID, station: ContactID? = nil, cameras: [Camera] = [], intercom: String? = nil) {
        self.callPoint = callPoint
        self.station = station
        self.cameras = cameras
        self.intercom = intercom
    }

    /// A camera.
    public struct Camera: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// Where its picture is: rtsp, rtsps, http or https.
        public var url: String

        /// A camera from its parts.
        public init(id: String, url: String) {
            self.id = id
            self.url = url
        }
    }
}
