"""The level is the truth: presses whose beginning nobody saw, and edges that were lost."""

import time

from rig.log import expect
from rig.scenarios import scenario
from rig.site import point


@scenario(alarms=1)
def a_press_that_began_while_no_daemon_ran_is_raised(bench):
    chip = bench.chip()
    chip.high(3)
    kiosk = bench.start([point(3)])
    alarm = kiosk.log.wait("alarm.raised", call_point="CP-3")
    expect(alarm.get("by_level") is True, "nobody saw it begin, and the alarm has to say so")
    at_once(kiosk, alarm)


@scenario(alarms=1)
def a_press_that_began_between_two_daemons_is_raised(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    kiosk.stop()
    chip.high(3)
    kiosk.start()
    at_once(kiosk, kiosk.log.wait("alarm.raised", call_point="CP-3"))


@scenario(alarms=1)
def a_button_that_is_held_over_a_restart_is_the_same_press(bench):
    held_over(bench, lambda kiosk: kiosk.stop())


@scenario(alarms=1)
def a_button_that_is_held_over_a_kill_is_the_same_press(bench):
    held_over(bench, lambda kiosk: kiosk.kill())


@scenario(alarms=1)
def a_release_between_two_daemons_is_seen_from_the_level(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    chip.high(3)
    kiosk.log.wait("alarm.raised")
    kiosk.stop()
    chip.low(3)
    kiosk.start()
    kiosk.log.wait("alarm.restored")


@scenario(alarms=1)
def the_level_counts_where_the_kernel_had_no_room_for_the_last_edge(bench):
    # The kernel keeps 16 edges of a line. The older generation loses what comes after them: here the ninth press, which
    # stays. Who believes the edges alone sees a button at rest, and never that it is stuck.
    chip = bench.chip()
    kiosk = bench.start([point(3, debounce="5ms")])
    kiosk.freeze()
    for _ in range(8):
        chip.high(3)
        time.sleep(0.05)
        chip.low(3)
        time.sleep(0.05)
    chip.high(3)
    time.sleep(0.05)
    kiosk.thaw()
    kiosk.log.wait("alarm.raised", call_point="CP-3")
    kiosk.log.wait("device.fault", kind="stuck", within=60)


def at_once(kiosk, alarm):
    """A level is read when the line is had, and not only with all others, once a second."""
    up = kiosk.log.all("input.up")[-1]
    took = (alarm["mono_us"] - up["mono_us"]) / 1e6
    expect(took < 0.3, f"the line was had, and its level was read {took} s later")


def held_over(bench, end):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    chip.high(3)
    alarm = kiosk.log.wait("alarm.raised")
    kiosk.log.wait("order.emitted")
    end(kiosk)
    kiosk.start()
    kiosk.log.none("alarm.repeated", during=3)
    chip.low(3)
    kiosk.log.wait("alarm.restored", incident=alarm["incident"])
