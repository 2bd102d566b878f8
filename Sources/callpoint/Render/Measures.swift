/// Times and distances as people write them.
struct Measures {
    let say: Wording

    /// Time since the press: `+20 ms`, `+6.5 s`, `+0:52`, `+1:02:03`. A negative time, which a line before its press
    /// can have, keeps its sign.
    func since(microseconds: Int64) -> String {
        let sign = microseconds < 0 ? "-" : "+"
        let milliseconds = Int64(microseconds.magnitude / 1_000)
        switch milliseconds {
        case ..<1_000: return sign + say(.milliseconds, String(milliseconds))
        case ..<9_950: return sign + say(.seconds, tenths((milliseconds + 50) / 100))
        default: return sign + clock(seconds: (milliseconds + 500) / 1_000)
        }
    }

    /// `1:34`, `1:02:03`.
    func clock(seconds: Int64) -> String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    /// How long ago or for how long, roughly: `412 ms`, `3.2 s`, `41 s`, `3 min`, `5 h`, `12 d`.
    func age(milliseconds: Int64) -> String {
        switch milliseconds {
        case ..<1_000: return say(.milliseconds, String(max(0, milliseconds)))
        case ..<10_000: return say(.seconds, tenths(milliseconds / 100))
        case ..<120_000: return say(.seconds, String(milliseconds / 1_000))
        case ..<7_200_000: return say(.minutes, String(milliseconds / 60_000))
        case ..<172_800_000: return say(.hours, String(milliseconds / 3_600_000))
        default: return say(.days, String(milliseconds / 86_400_000))
        }
    }

    /// A limit as the plan has it: `30 s`, `3 min`, `1.5 s`.
    func limit(milliseconds: Int64) -> String {
        if milliseconds >= 60_000, milliseconds % 60_000 == 0 { return say(.minutes, String(milliseconds / 60_000)) }
        if milliseconds % 1_000 == 0 { return say(.seconds, String(milliseconds / 1_000)) }
        if milliseconds < 1_000 { return say(.milliseconds, String(milliseconds)) }
        return say(.seconds, tenths(milliseconds / 100))
    }

    /// `612 m`, `2.1 km`.
    func distance(metres: Int64) -> String {
        metres < 1_000 ? say(.metres, String(metres)) : say(.kilometres, tenths((metres + 50) / 100))
    }

    /// Milliseconds from microseconds, with three places below 1 ms and fewer above: `0.041`, `6.20`, `20.2`, `412`.
    func milliseconds(microseconds: Int64) -> String {
        switch microseconds {
        case ..<1_000: return "0." + padded(microseconds, 3)
        case ..<9_995:
            let hundredths = (microseconds + 5) / 10
            return "\(hundredths / 100)." + padded(hundredths % 100, 2)
        case ..<99_950: return tenths((microseconds + 50) / 100)
        default: return String((microseconds + 500) / 1_000)
        }
    }

    private func tenths(_ value: Int64) -> String { "\(value / 10).\(value % 10)" }

    private func two(_ value: Int64) -> String { padded(value, 2) }

    private func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(max(0, value))
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
