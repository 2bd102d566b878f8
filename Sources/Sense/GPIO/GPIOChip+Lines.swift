import CallpointCore
import LinuxIO

// Asking for lines, reading edges and levels, driving outputs.

extension GPIOChip {
    /// Asks for the lines that are not had; of each that is refused its call point has a fault until it is.
    func requestMissing(into bodies: inout [Input.Body]) {
        guard let lines else { return }
        for index in states.indices where !states[index].isHeld {
            let state = states[index]
            do throws(GPIORefusal) {
                try lines.request(wish(of: state.wire), token: state.token)
            } catch {
                bodies += troubles.begin(state.place, of: state.wire.callPoint, error)
                continue
            }
            states[index].isHeld = true
            states[index].sequence = 0
            states[index].failures = 0
            states[index].needsLook = true
            bodies += troubles.end(state.place, of: state.wire.callPoint)
        }
    }

    private func wish(of wire: GPIOWire) -> GPIOWish {
        var debounce = Duration.zero
        if case .contact(let role) = wire.use, kernelDebounces(role) { debounce = wire.debounce }
        return GPIOWish(
            place: wire.place, isOutput: wire.use == .output, isActiveLow: wire.isActiveLow, bias: wire.bias,
            debounce: debounce)
    }

    // MARK: - Edges

    /// Reads the edges that wait, and the levels of lines of which some may be missing.
    func drain(at instant: Instant, into bodies: inout [Input.Body]) {
        guard let lines else { return }
        let ready = lines.ready()
        guard !ready.isEmpty else { return }
        for token in ready {
            guard let index = places[token], states[index].isHeld else { continue }
            do throws(SystemError) {
                try readEdges(of: index, lines, at: instant, into: &bodies)
            } catch {
                return lose(at: instant, reason: SystemError.text(error.number), into: &bodies)
            }
        }
        lookWhereNeeded(at: instant, into: &bodies)
    }

    private func readEdges(
        of index: Int, _ lines: any GPIOLines, at instant: Instant, into bodies: inout [Input.Body]
    ) throws(SystemError) {
        var left = GPIOChip.turnLimit
        while left > 0 {
            let count = try lines.edges(token: states[index].token, into: &buffer)
            for place in 0..<count { take(buffer[place], of: index, at: instant, into: &bodies) }
            // A full queue may have lost edges: the oldest, or the newest, and nobody says so.
            if count == GPIOEdge.queueDepth, buffer[0].sequence == 0 { noteGap(of: index, lost: 0) }
            if count < buffer.count { return }
            left -= count
        }
    }

    private func take(_ edge: GPIOEdge, of index: Int, at instant: Instant, into bodies: inout [Input.Body]) {
        states[index].edges += 1
        if edge.sequence > states[index].sequence + 1 {
            noteGap(of: index, lost: edge.sequence - states[index].sequence - 1)
        }
        states[index].sequence = edge.sequence
        let at = time(of: edge, readAt: instant)
        bodies += supervisor.take(
            ContactSample(
                contact: states[index].number, isActive: edge.isActive, at: at, readAt: max(at, instant),
                origin: .edge))
    }

    private func noteGap(of index: Int, lost: UInt64) {
        states[index].gaps += 1
        states[index].lost += lost
        states[index].needsLook = true
    }

    /// When an edge was, on the controller's time line. Kernels before 5.7 stamp with the wall clock: such a stamp
    /// lies far ahead, and the time of reading is believed instead.
    private func time(of edge: GPIOEdge, readAt instant: Instant) -> Instant {
        let at = self.instant(atNanoseconds: edge.nanoseconds)
        return at > instant + .seconds(1) ? instant : at
    }

    private func instant(atNanoseconds nanoseconds: Int64) -> Instant {
        Instant(microseconds: nanoseconds / 1_000 + clock.offsetMicroseconds)
    }

    // MARK: - Levels

    /// Reads the levels of lines that were just had, or that may have lost an edge.
    func lookWhereNeeded(at instant: Instant, into bodies: inout [Input.Body]) {
        // One that fails is tried with the others, once a second: a bus that hangs may take long to say so.
        for index in states.indices where states[index].needsLook && states[index].isHeld && states[index].failures == 0
        {
            look(at: index, instant, into: &bodies)
        }
    }

    /// Goes on reading all levels, for as long as a turn has for it.
    func sweep(at instant: Instant, into bodies: inout [Input.Body]) {
        guard let first = sweepNext, let due = sweepAt, instant >= due else { return }
        let begin = library.nanoseconds
        var index = first
        while index < states.count {
            if states[index].isHeld { look(at: index, instant, into: &bodies) }
            guard lines != nil else { return }
            index += 1
            let spent = (library.nanoseconds - begin) / 1_000
            if index < states.count, spent > GPIOChip.sweepSlice.microseconds {
                sweepNext = index
                sweepAt = instant + .microseconds(spent * (GPIOChip.sweepPauseFactor + 1))
                return
            }
        }
        sweepNext = nil
    }

    /// Reads a contact's level, or says once more what an output is to show.
    private func look(at index: Int, _ instant: Instant, into bodies: inout [Input.Body]) {
        guard let lines else { return }
        let state = states[index]
        do throws(SystemError) {
            if state.isOutput {
                try lines.set(token: state.token, isOn: state.isOn)
            } else {
                let level = try lines.level(token: state.token)
                let now = max(instant, self.instant(atNanoseconds: library.nanoseconds))
                // An edge that came meanwhile knows better, and comes at once; where one was lost, look after it.
                if lines.hasEdges(token: state.token) { return worked(index, into: &bodies) }
                bodies += supervisor.take(
                    ContactSample(
                        contact: state.number, isActive: level, at: now, readAt: now, origin: .level))
            }
        } catch {
            return failed(index, error, at: instant, into: &bodies)
        }
        states[index].needsLook = false
        worked(index, into: &bodies)
    }

    private func worked(_ index: Int, into bodies: inout [Input.Body]) {
        guard states[index].failures > 0 else { return }
        states[index].failures = 0
        bodies += troubles.end(states[index].place, of: states[index].wire.callPoint)
    }

    /// A read or a write failed. The chip is gone, or its bus had a bad moment: the second time in a row it is told.
    private func failed(_ index: Int, _ error: SystemError, at instant: Instant, into bodies: inout [Input.Body]) {
        if let reason = lines?.reasonGone() { return lose(at: instant, reason: reason, into: &bodies) }
        states[index].failures += 1
        guard states[index].failures == 2 else { return }
        bodies += troubles.begin(
            states[index].place, of: states[index].wire.callPoint,
            .failing(isOutput: states[index].isOutput, number: error.number))
    }

    // MARK: - Outputs

    /// Lights an output, or not; one that is not had shows it as soon as it is. A number that no output has means
    /// nothing. What fails shows, and is told, at the next look.
    public func set(_ output: Int, isOn: Bool) {
        guard outputs.indices.contains(output) else { return }
        let index = outputs[output]
        states[index].isOn = isOn
        guard states[index].isHeld else { return }
        try? lines?.set(token: states[index].token, isOn: isOn)
    }

    /// Puts all outputs out.
    public func allOff() {
        for output in outputs.indices { set(output, isOn: false) }
    }
}
