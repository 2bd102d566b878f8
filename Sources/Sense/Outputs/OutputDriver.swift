/// What lights lamps and sounds sounders: an input's device that has outputs too.
///
/// Outputs are known by their place among those of the device, from 0. A lamp never delays a press: no call waits, and
/// a level is a wish of which only the newest counts. A driver that is behind leaves out the ones between, and reads its
/// buttons first; a device that is not there shows what it was told as soon as it is back.
public protocol OutputDriver: AnyObject {
    /// Switches one output. A number that no output has means nothing.
    func set(_ output: Int, isOn: Bool)
    /// Switches all outputs off: the safe state.
    func allOff()
}
