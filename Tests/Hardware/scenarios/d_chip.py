"""Chips that go and come back, and lines that somebody else has."""

import time

from rig.log import expect
from rig.scenarios import scenario
from rig.site import point

# A fault has to be told within a second; a busy machine is given one more.
LIMIT = 2


@scenario(alarms=2)
def a_chip_that_goes_is_a_fault_within_a_second_and_comes_back_by_itself(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    chip.high(3)
    kiosk.log.wait("alarm.raised")
    chip.low(3)
    kiosk.log.wait("alarm.restored")
    close(kiosk)
    gone = time.monotonic()
    chip.pull_out()
    for type in ("input.down", "device.fault"):
        event = kiosk.log.wait(type, input="panel", within=30)
        took = kiosk.log.monotonic(event) - gone
        expect(took < LIMIT, f"{type} came after {took} s")
    time.sleep(60)
    kiosk.log.count(1, "device.fault")
    chip.plug_in()
    kiosk.log.wait("input.up", 2)
    kiosk.log.wait("device.restored", kind="offline")
    kiosk.log.count(1, "alarm.raised", during=1)
    chip.high(3)
    kiosk.log.wait("alarm.raised", 2)


@scenario(alarms=1)
def a_press_that_began_while_the_chip_was_away_is_raised_when_it_is_back(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    chip.pull_out()
    kiosk.log.wait("input.down", within=30)
    chip.plug_in()
    chip.high(3)  # at once, before the daemon has seen the chip
    alarm = kiosk.log.wait("alarm.raised", within=30)
    expect(alarm["call_point"] == "CP-3", f"it is another one: {alarm}")


@scenario(alarms=1)
def a_button_that_is_held_while_the_chip_goes_and_comes_is_the_same_press(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    chip.high(3)
    kiosk.log.wait("alarm.raised")
    chip.pull_out()
    kiosk.log.wait("input.down", within=30)
    kiosk.log.none("alarm.restored")  # nobody has seen a release
    chip.plug_in()
    chip.high(3)
    kiosk.log.wait("input.up", 2, within=30)
    kiosk.log.none("alarm.repeated", during=2)


@scenario(alarms=2)
def a_line_that_somebody_else_holds_is_a_fault_that_names_them_and_costs_no_other_line(bench):
    chip = bench.chip()
    holder = bench.holder(chip, 3, "doorbell")
    kiosk = bench.install([point(3), point(4)])
    kiosk.start(awaits="device.fault")
    fault = kiosk.log.all("device.fault")[0]
    expect("doorbell" in fault["detail"], f"who holds the line is not named: {fault['detail']}")
    chip.high(4)
    kiosk.log.wait("alarm.raised", call_point="CP-4")
    holder.let_go()
    kiosk.log.wait("device.restored", within=60)
    chip.high(3)
    kiosk.log.wait("alarm.raised", call_point="CP-3")


@scenario(alarms=1)
def a_chip_that_is_not_there_at_the_start_is_taken_when_it_comes(bench):
    kiosk = bench.install([point(3)])
    kiosk.start(awaits="device.fault")
    time.sleep(30)
    chip = bench.chip()
    kiosk.log.wait("input.up", within=30)
    chip.high(3)
    kiosk.log.wait("alarm.raised")


def close(kiosk):
    """A person closes the one open incident, so that the next press is one of its own."""
    incident = kiosk.ask("incidents")["incidents"][0]["incident"]
    kiosk.ask("close", incident=incident, disposition="test")
