"""Contacts that bounce, and presses that are none. The debounce is long here, so that a busy machine does not turn a
short pulse into a long one."""

import time

from rig.log import expect
from rig.scenarios import scenario
from rig.site import point


@scenario(alarms=1)
def contacts_that_bounce_are_one_press_and_one_release(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, debounce="400ms")])
    for move, other in ((chip.high, chip.low), (chip.low, chip.high)):
        for _ in range(15):
            move(3)
            time.sleep(0.007)
            other(3)
            time.sleep(0.005)
        move(3)
        time.sleep(2)
    kiosk.log.count(1, "alarm.restored")
    kiosk.log.none("alarm.repeated")


@scenario(alarms=0)
def a_press_shorter_than_the_debounce_is_not_raised(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, debounce="500ms")])
    chip.high(3)
    started = time.monotonic()
    time.sleep(0.1)
    chip.low(3)
    expect(time.monotonic() - started < 0.4, "this machine is too busy to press for 100 ms")
    kiosk.log.none("alarm.raised", during=3)


@scenario(alarms=1)
def a_press_as_long_as_the_debounce_is_raised(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, debounce="100ms")])
    chip.high(3)
    time.sleep(0.2)
    chip.low(3)
    kiosk.log.wait("alarm.raised")
    kiosk.log.wait("alarm.restored")


@scenario(alarms=0)
def a_door_that_rattles_is_no_trouble_and_one_that_opens_is(bench):
    # One generation leaves this to the kernel.
    chip = bench.chip()
    kiosk = bench.start([point(3, door={"line": 4, "debounce": "500ms"})])
    for _ in range(10):
        started = time.monotonic()
        chip.high(4)
        time.sleep(0.1)
        chip.low(4)
        expect(time.monotonic() - started < 0.4, "this machine is too busy to open a door for 100 ms")
        time.sleep(0.7)
    kiosk.log.none("device.fault")
    chip.high(4)
    kiosk.log.wait("device.fault", kind="door")
    chip.low(4)
    kiosk.log.wait("device.restored", kind="door")
