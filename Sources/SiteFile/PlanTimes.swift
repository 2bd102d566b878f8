import CallpointCore
import EventCodec

extension SiteConfiguration {
    /// The same site with every plan time multiplied, for drills and demonstrations.
    ///
    /// Deadlines of answers, calls and arrivals are multiplied and stay at least
    /// 1 ms; the latency budget is the machine's and stays. The hash changes, so
    /// that no log of a drill passes for one in service. `permille` is 1…1,000,000, and
    /// 1,000 changes nothing. Only a configuration that is not scaled yet can be scaled.
    public func scaled(byPermille permille: Int) -> SiteConfiguration {
        precondition((1...1_000_000).contains(permille), "a factor of plan times from 0.001 to 1,000")
        precondition(planTimesPermille == 1_000, "plan times are scaled once")
        guard permille != 1_000 else { return self }
        var scaled = self
        for plan in scaled.site.plans.indices {
            let gain = scaled.site.plans[plan].swapGain
            scaled.site.plans[plan].swapGain = gain?.scaled(byPermille: permille)
            scaled.site.plans[plan].scaleWindows(byPermille: permille)
            for tier in scaled.site.plans[plan].tiers.indices {
                scaled.site.plans[plan].tiers[tier].scaleTimes(byPermille: permille)
            }
        }
        for kind in UnitKind.allCases {
            guard let rest = scaled.site.kinds[kind].restAfter else { continue }
            scaled.site.kinds[kind].restAfter = rest.scaled(byPermille: permille)
        }
        for contact in scaled.site.contacts.indices {
            guard let wait = scaled.site.contacts[contact].answerWithin else { continue }
            scaled.site.contacts[contact].answerWithin = wait.scaled(byPermille: permille)
        }
        scaled.hash = Digest.hex(Digest.sha256(Array("\(hash) plan times \(permille)/1000".utf8)))
        scaled.site.hash = scaled.hash
        scaled.planTimesPermille = permille
        return scaled
    }
}

extension Plan {
    fileprivate mutating func scaleWindows(byPermille permille: Int) {
        if let window = related?.vicinity.window { related?.vicinity.window = window.scaled(byPermille: permille) }
        if let window = crossZone?.window { crossZone?.window = window.scaled(byPermille: permille) }
    }
}

extension Tier {
    fileprivate mutating func scaleTimes(byPermille permille: Int) {
        func scale(_ time: Duration) -> Duration { time.scaled(byPermille: permille) }
        ackWithin = scale(ackWithin)
        nudgeAfter = nudgeAfter.map(scale)
        onSceneWithin = onSceneWithin.map(scale)
    }
}

extension Duration {
    fileprivate func scaled(byPermille permille: Int) -> Duration {
        .milliseconds(max(1, milliseconds * Int64(permille) / 1_000))
    }
}
