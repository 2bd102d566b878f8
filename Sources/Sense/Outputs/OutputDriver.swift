/// What lights lamps and sounds sounders: an input's device that has outputs too.
///
/// Outputs are known by their place among those of the device, from 0. A call never waits; a device that is not there
/// shows what it was told as soon as it is back.
public protocol OutputDriver: AnyObject {
    /// Switches one output. A number that no output has means nothing.
    func set(_ output: Int, isOn: Bool)
    /// Switches all outputs off: the safe state.
    func allOff()
}
