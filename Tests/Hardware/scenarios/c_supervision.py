"""Inputs that are not well."""

import time

from rig.log import expect
from rig.scenarios import scenario
from rig.site import point


@scenario(alarms=2)
def a_stuck_button_is_one_alarm_and_one_trouble_and_masks_no_other(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3), point(4)])
    chip.high(3)
    alarm = kiosk.log.wait("alarm.raised", call_point="CP-3")
    stuck = kiosk.log.wait("device.fault", kind="stuck", within=60)
    expect("CP-3" in str(stuck), f"it is CP-3 that is stuck: {stuck}")
    took = (stuck["mono_us"] - alarm["edge_us"]) / 1e6
    expect(29.9 < took < 33, f"a button is stuck after 30 s, and not after {took}")
    time.sleep(600)
    kiosk.log.count(1, "device.fault")
    kiosk.log.count(1, "alarm.raised")
    chip.high(4)
    kiosk.log.wait("alarm.raised", call_point="CP-4")
    chip.low(4)
    chip.low(3)
    kiosk.log.wait("device.restored", kind="stuck")


@scenario(alarms=1)
def a_chattering_button_is_one_alarm_and_one_trouble_a_minute(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, debounce="5ms")])
    started = time.monotonic()
    while time.monotonic() - started < 50:
        chip.high(3)
        time.sleep(0.1)
        chip.low(3)
        time.sleep(0.1)
    kiosk.log.wait("device.fault", kind="chatter")
    kiosk.log.count(1, "device.fault", during=5)
    kiosk.log.wait("device.restored", kind="chatter", within=300)


@scenario(alarms=1)
def a_button_that_rattles_at_1_kHz_for_5_s_and_stays_down_is_one_alarm(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    started = time.monotonic()
    while time.monotonic() - started < 5:
        chip.high(3)
        time.sleep(0.0005)
        chip.low(3)
        time.sleep(0.0005)
    chip.high(3)
    kiosk.log.wait("alarm.raised")
    time.sleep(5)
    expect(len(kiosk.log.all("device.fault")) <= 1, "one event of chatter a minute at most")


@scenario(alarms=1)
def an_open_housing_is_a_trouble_and_not_an_alarm(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, tamper=4)])
    chip.high(4)
    kiosk.log.wait("device.fault", kind="tamper")
    kiosk.log.none("alarm.raised", during=2)
    chip.high(3)  # and its button is heard all the same
    kiosk.log.wait("alarm.raised", call_point="CP-3")
    chip.low(4)
    kiosk.log.wait("device.restored", kind="tamper")


@scenario(alarms=0)
def a_door_and_the_mains_are_troubles_of_their_own(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3, door=4, mains=5)])
    chip.high(4)
    kiosk.log.wait("device.fault", kind="door")
    chip.high(5)
    kiosk.log.wait("device.fault", kind="mains")
    chip.low(4)
    kiosk.log.wait("device.restored", kind="door")
    kiosk.log.none("device.restored", kind="mains")
    chip.low(5)
    kiosk.log.wait("device.restored", kind="mains")


@scenario(alarms=1)
def a_wire_of_a_button_with_two_contacts_that_is_cut_is_a_fault_and_the_other_still_raises(bench):
    chip = bench.chip()
    chip.high(4)  # the break contact, closed at rest
    kiosk = bench.start([point(3, break_line=4)])
    kiosk.log.none("device.fault", during=2)
    chip.low(4)
    kiosk.log.wait("device.fault", kind="line")
    chip.high(3)
    kiosk.log.wait("alarm.raised", call_point="CP-3")
