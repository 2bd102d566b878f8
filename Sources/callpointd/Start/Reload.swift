import CLinux
import CallpointCore
import Control
import EventCodec
import LinuxIO
import Sense
import SiteFile

extension Daemon {
    /// Reads the site file again. One with mistakes changes nothing, and the log says where the first is.
    func reload() {
        notifier.send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.kernelMicroseconds)")
        defer { notifier.send("READY=1") }
        do {
            try adopt(SiteLoader.load(settings))
        } catch {
            let text = "\(error)"
            Console.say("\(text)\ncallpointd: \(settings.siteFile) is not taken over; the old one stays in force.")
            let mistakes = text.split(separator: "\n")
            feed(
                .configurationRefused(
                    file: settings.siteFile, mistakes: mistakes.count, first: mistakes.first.map(String.init) ?? text))
        }
    }

    private func adopt(_ new: SiteConfiguration) throws {
        guard new.site.id == configuration.site.id else {
            throw StartError(
                "\(settings.siteFile): the site's id changed from \(configuration.site.id) to \(new.site.id). "
                    + "Restart callpointd for that: ids of open incidents begin with it.")
        }
        let old = configuration
        configuration = new
        wall.change(zone: SiteTimeZone(identifier: new.timeZone) ?? .utc)
        turn.configurations.append(SiteLoader.stored(new))
        feed(.configuration(new.site, summary: SiteLoader.summary(of: new, file: settings.siteFile)))
        control?.roles = CallerRoles(rules: new.access)
        control?.identity = identity
        refit(old)
        clinux_give_back()
        Console.say("\(settings.siteFile) is in force: \(new.site.callPoints.count) call points.")
    }

    /// Closes devices that are gone or changed, opens new ones, and tells the others what hangs on them now.
    private func refit(_ old: SiteConfiguration) {
        let loaded = LoadedKeys.load()
        let keys = loaded.keys
        tell(loaded)
        for input in old.inputs where !configuration.inputs.contains(input) {
            if let device = devices[input.name] { take(device.farewell(at: timeLine.now), from: input.name) }
            devices.remove(input.name, from: epoll)
            forgetPort(of: input.name)
            let detail = "taken out of the site file, or changed there"
            feed(.inputDown(input.name, detail: detail))
            for kind in [DeviceFault.Kind.offline, .noise, .line] {
                feed(.restored(DeviceFault(input: input.name, kind: kind, detail: "\(input.name) was \(detail).")))
            }
        }
        lamps.rewire(configuration.outputWires, after: encoder.head.sequence)
        for input in configuration.inputs {
            if let device = devices[input.name] {
                reconfigure(device, keys: keys)
            } else if !old.inputs.contains(input) {
                open(input, keys: keys)
            }
        }
    }
}
