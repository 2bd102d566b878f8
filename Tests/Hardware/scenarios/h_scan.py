"""`callpoint inputs --scan`: finds out what is wired where, and touches nothing."""

import json
import subprocess
import time

from rig.log import Failure, expect
from rig.scenarios import scenario
from rig.site import point


@scenario(alarms=1)
def a_scan_shows_the_line_that_changes_and_leaves_what_others_hold_alone(bench):
    chip = bench.chip(names={6: "SPARE"})
    kiosk = bench.start([point(3, lamp=5)])
    scan = Scan(kiosk, chip)
    there = scan.first()
    expect(there[3]["state"] == "held" and there[3]["by"] == "callpointd", f"the button's line: {there[3]}")
    expect(there[5]["state"] == "driven" and there[5]["by"] == "callpointd", f"the lamp's line: {there[5]}")
    expect(there[6]["state"] == "low" and there[6]["name"] == "SPARE", f"a line that nobody holds: {there[6]}")
    for level, was in (("high", "low"), ("low", "high")):
        getattr(chip, level)(6)
        change = scan.change(6)
        expect(change["state"] == level and change["was"] == was, f"it went {level}: {change}")
    chip.high(3)  # the daemon sees its button all the while
    kiosk.log.wait("alarm.raised", call_point="CP-3")
    chip.low(3)
    kiosk.log.wait("alarm.restored")
    expect(scan.change(3, within=0.5) is None, "a line that the daemon holds was read")
    scan.interrupt()
    kiosk.log.none("device.fault")


@scenario(alarms=1)
def a_daemon_that_starts_while_a_scan_looks_has_its_lines(bench):
    chip = bench.chip()
    kiosk = bench.install([point(line) for line in range(8)])
    scan = Scan(kiosk, chip)
    scan.first()
    for _ in range(3):
        kiosk.start()
        kiosk.log.none("device.fault", during=1)
        kiosk.stop()
    kiosk.start()
    expect(scan.change(3)["state"] == "held", "the scan does not see that somebody holds the line now")
    chip.high(3)
    kiosk.log.wait("alarm.raised", call_point="CP-3")
    scan.interrupt()
    kiosk.log.none("device.fault")


@scenario(alarms=0)
def a_scan_changes_no_output(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    held = bench.holder(chip, 4, "valve", is_output=True)
    left = bench.holder(chip, 5, "valve", is_output=True)
    left.let_go()
    expect(chip.is_high(4), "the valve is not driven")
    for _ in range(2):
        scan = Scan(kiosk, chip, "--for", "2s")
        there = scan.first()
        expect(there[4]["state"] == "driven" and there[4]["by"] == "valve", f"an output that is held: {there[4]}")
        expect(there[5]["state"] == "output", f"an output that nobody holds: {there[5]}")
        scan.end()
        expect(chip.is_high(4), "the valve was closed")
    held.let_go()


@scenario(alarms=0)
def a_scan_in_a_pipe_is_lines_and_ends_by_itself(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    words = [kiosk.programs + "/callpoint", "inputs", "--scan", "--for", "3s"]
    scan = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    time.sleep(1)
    chip.high(6)
    time.sleep(0.5)
    chip.pull_out()
    said = scan.communicate(timeout=60)[0].splitlines()
    expect(scan.returncode == 0, f"it ended with {scan.returncode}")
    expect(f"{chip.device} 3  held by callpointd" in said, said)
    expect(any(line.endswith(f"s  {chip.device} 6  0 → 1") for line in said), said)
    expect(any(line.endswith(f"s  {chip.device}  panel  8 lines → gone") for line in said), said)
    chip.plug_in()
    kiosk.log.wait("input.up", 2, within=30)


class Scan:
    """A scan that runs, and what it has said of one chip."""

    def __init__(self, kiosk, chip, *words):
        words = [kiosk.programs + "/callpoint", "inputs", "--scan", "--json", *words]
        self._path = f"{kiosk.directory}/scan"
        self._device = chip.device
        with open(self._path, "wb") as file:
            self._process = subprocess.Popen(words, stdout=file)
        self._read = 0

    def _said(self):
        with open(self._path, "rb") as file:
            whole = file.read().rpartition(b"\n")[0]
        said = [json.loads(line) for line in whole.splitlines()]
        return [line for line in said if line["device"] == self._device and "line" in line]

    def first(self, within=10):
        """The chip's eight lines as the first look found them, by number."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            there = {said["line"]: said for said in self._said() if "changed" not in said}
            if len(there) == 8:
                return there
            time.sleep(0.02)
        raise Failure(f"the scan does not show the chip's lines within {within} s")

    def change(self, line, within=5):
        """The next change of a line; None where there is none in time."""
        deadline = time.monotonic() + within
        while True:
            changes = [said for said in self._said()[self._read :] if said["line"] == line and "changed" in said]
            if changes:
                self._read = self._said().index(changes[0]) + 1
                return changes[0]
            if time.monotonic() > deadline:
                return None
            time.sleep(0.02)

    def interrupt(self):
        """As Ctrl-C does."""
        self._process.send_signal(2)
        self.end()

    def end(self):
        expect(self._process.wait(10) == 0, f"the scan ended with {self._process.returncode}")
