"""Lamps and sounders, read back from the lines that they hang on."""

import time

from rig.log import expect
from rig.scenarios import scenario
from rig.site import point


@scenario(alarms=1)
def a_lamp_is_dark_then_blinks_then_is_steady_and_dark_in_the_end(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, lamp=5)])
    expect(levels(chip, 5, 3) == {False}, "nobody has pressed, and the lamp is lit")
    chip.high(3)
    order = kiosk.log.wait("order.issued")
    time.sleep(1)
    expect(levels(chip, 5, 5) == {True, False}, "it was heard, and its lamp does not blink")
    kiosk.ask("accept", order=order["order"])
    time.sleep(1)
    expect(levels(chip, 5, 5) == {True}, "a unit has accepted, and the lamp is not steady")
    chip.low(3)
    kiosk.ask("close", incident=order["incident"], disposition="test")
    time.sleep(1)
    expect(levels(chip, 5, 3) == {False}, "it is closed, and the lamp is lit")


@scenario(alarms=1)
def a_sounder_sounds_from_the_press_until_somebody_acknowledges(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, sounder=6)])
    chip.high(3)
    alarm = kiosk.log.wait("alarm.raised")
    time.sleep(1)
    expect(True in levels(chip, 6, 3), "nothing sounds")
    kiosk.ask("acknowledge", incident=alarm["incident"])
    time.sleep(1)
    expect(levels(chip, 6, 3) == {False}, "it was acknowledged, and still sounds")


@scenario(alarms=1)
def outputs_are_off_when_the_daemon_has_ended(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, lamp=5, sounder=6)])
    chip.high(3)
    order = kiosk.log.wait("order.issued")
    kiosk.ask("accept", order=order["order"])
    time.sleep(1)
    expect(chip.is_high(5), "a unit has accepted, and the lamp is dark")
    kiosk.stop()
    expect(not chip.is_high(5) and not chip.is_high(6), "the daemon has ended, and an output is lit")
    kiosk.start()


def levels(chip, line, seconds):
    """What an output was during some seconds."""
    seen = set()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        seen.add(chip.is_high(line))
        time.sleep(0.02)
    return seen
