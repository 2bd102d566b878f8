"""Many at once."""

import time

from rig.log import expect
from rig.scenarios import scenario
from rig.site import point


@scenario(alarms=32)
def thirty_two_lines_at_once_are_thirty_two_alarms(bench):
    at_once(bench, 32)


@scenario(alarms=200)
def a_storm_of_200_presses_within_a_second_loses_none(bench):
    at_once(bench, 200)


def at_once(bench, count):
    chip = bench.chip(lines=count)
    kiosk = bench.start([point(line) for line in range(count)])
    started = time.monotonic()
    for line in range(count):
        chip.high(line)
    took = time.monotonic() - started
    expect(took < 5, f"this machine is too busy: {count} presses took {took} s")
    kiosk.log.wait("order.emitted", count, within=60)
    raised = sorted(event["call_point"] for event in kiosk.log.all("alarm.raised"))
    expect(raised == sorted(f"CP-{line}" for line in range(count)), f"others were raised: {raised}")
    for line in range(count):
        chip.low(line)
    kiosk.log.wait("alarm.restored", count, within=30)
