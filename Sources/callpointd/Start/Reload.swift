import CLinux
import CallpointCore
import Control
import EventCodec
import LinuxIO
import Sense
import SiteFile

/// A site file with what goes with it, read on a thread of its own: a large one takes a quarter of a second.
struct ReadSite: Sendable {
    var configuration: Result<SiteConfiguration, StartError>
    var zone = SiteTimeZone.utc
    var loadedKeys = LoadedKeys()

    init(_ settings: DaemonSettings) {
        configuration = Result { () throws(StartError) in try SiteLoader.load(settings) }
        if case .success(let read) = configuration {
            zone = SiteTimeZone(identifier: read.timeZone) ?? .utc
            loadedKeys = LoadedKeys.load()
        }
        // Reading a site file takes ten times the memory that holding one does.
        clinux_give_back()
    }
}

extension Daemon {
    /// Has the site file read again. While that is under way a second wish is kept, and further ones are the same one.
    func reload() {
        guard siteReader?.ask(()) == true else {
            isReloadWanted = true
            return
        }
        notifier.send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.kernelMicroseconds)")
    }

    /// Takes over the site file that was read. One with mistakes changes nothing, and the log says where the first is.
    func takeSiteFile() {
        for read in siteReader?.take() ?? [] {
            do {
                try adopt(read.configuration.get(), read)
            } catch {
                let text = "\(error)"
                Console.say("\(text)\ncallpointd: \(settings.siteFile) is not taken over; the old one stays in force.")
                let mistakes = text.split(separator: "\n")
                feed(
                    .configurationRefused(
                        file: settings.siteFile, mistakes: mistakes.count,
                        first: mistakes.first.map(String.init) ?? text))
            }
            notifier.send("READY=1")
            guard isReloadWanted else { continue }
            isReloadWanted = false
            reload()
        }
    }

    private func adopt(_ new: SiteConfiguration, _ read: ReadSite) throws(StartError) {
        guard new.site.id == configuration.site.id else {
            throw StartError(
                "\(settings.siteFile): the site's id changed from \(configuration.site.id) to \(new.site.id). "
                    + "Restart callpointd for that: ids of open incidents begin with it.")
        }
        let old = configuration
        configuration = new
        wall.change(zone: read.zone)
        turn.configurations.append(SiteLoader.stored(new))
        feed(.configuration(new.site, summary: SiteLoader.summary(of: new, file: settings.siteFile)))
        control?.roles = CallerRoles(rules: new.access)
        control?.identity = identity
        refit(old, read.loadedKeys)
        Console.say("\(settings.siteFile) is in force: \(new.site.callPoints.count) call points.")
    }

    /// Closes devices that are gone or changed, opens new ones, and tells the others what hangs on them now.
    private func refit(_ old: SiteConfiguration, _ loaded: LoadedKeys) {
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
        restoreOrphans()
    }
}
