"""Site files for scenarios."""


def point(line, name=None, tamper=None, lamp=None, sounder=None, door=None, mains=None, **button):
    """A call point whose button is on a line; `debounce="200ms"`, `active="low"` and so on go to the button's keys. Its
    other contacts and outputs are given by their lines, or by their keys: `door={"line": 4, "debounce": "500ms"}`."""
    attachments = {"tamper": tamper, "lamp": lamp, "sounder": sounder, "door": door, "mains": mains}
    return {
        "id": name or f"CP-{line}",
        "button": {"line": line, **button},
        **{role: at if isinstance(at, dict) else {"line": at} for role, at in attachments.items() if at is not None},
    }


def site_file(points, chip):
    """A site with these call points, with a unit for each of them that is near, and a plan that asks for one unit and
    has no deadline that a test could meet."""
    lines = [
        "version: 1",
        "site: {id: HW-01, name: 硬件试验, datum: wgs84, time_zone: Asia/Shanghai}",
        f"inputs: {{panel: {{gpio: {_flow(chip)}}}}}",
        # A busy machine is no failing disk: an order waits for its journal, so that every one can be held to it.
        "record: {durability_wait: 10s}",
        "contacts: {station: {name: 粤海派出所, channel: log}}",
        "call_points:",
    ]
    for index, point in enumerate(points):
        wires = ", ".join(
            f"{role}: {_flow({'input': 'panel', **wire})}" for role, wire in point.items() if role != "id")
        lines.append(f"  - {{id: {point['id']}, location: {_place(index)}, {wires}, station: station, plan: one}}")
    lines += [
        "plans:",
        "  one:",
        "    tiers: [{name: nearest, send: [{kinds: [foot], count: 1}], notify: [station], ack_within: 1h}]",
        "units:",
    ]
    lines += [f"  - {{id: F-{index}, kind: foot, post: {_place(index)}}}" for index in range(len(points))]
    return "\n".join(lines) + "\n"


def _place(index):
    return f"{{lat: {22.5 + index % 20 * 0.001:.4f}, lon: {113.9 + index // 20 * 0.001:.4f}}}"


def _flow(keys):
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"
