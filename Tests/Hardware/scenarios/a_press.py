"""Press and release: what everything else is for."""

import time

from rig.log import expect
from rig.scenarios import scenario
from rig.site import point


@scenario(alarms=1)
def a_press_becomes_an_order_that_begins_at_the_kernels_stamp(bench):
    chip = bench.chip()
    kiosk = bench.start([point(2), point(3)])
    before = time.monotonic()
    chip.high(3)
    after = time.monotonic()
    alarm = kiosk.log.wait("alarm.raised", call_point="CP-3")
    expect(alarm["input"] == "panel" and alarm["auth"] == "wired", f"it came from elsewhere: {alarm}")
    expect("by_level" not in alarm, "an edge was seen, and not a level")
    order = kiosk.log.wait("order.issued", incident=alarm["incident"])
    edge = kiosk.log.monotonic(alarm, "edge_us")
    # Where the kernel debounces its stamp is the period's end, and debounce_us tells how long that was.
    expect(before - 0.01 <= edge <= after + 0.03, f"the press was at {before} to {after}, its stamp is {edge}")
    expect(order["sense_us"] < 1_000_000, f"sense_us {order['sense_us']}")
    expect(order["debounce_us"] >= 19_000, f"debounce_us {order['debounce_us']} of a debounce of 20 ms")
    ledger = kiosk.log.wait("order.emitted", order=order["order"])
    expect(ledger["total_us"] >= order["debounce_us"], f"a total of {ledger['total_us']} is less than its parts")
    time.sleep(2)
    chip.low(3)
    restored = kiosk.log.wait("alarm.restored", incident=alarm["incident"])
    expect(1_900 < restored["held_ms"] < 4_000, f"it was held for 2 s, and not for {restored['held_ms']} ms")
    kiosk.log.none("device.fault")


@scenario(alarms=1)
def a_press_keeps_the_kernels_stamp_however_late_it_is_read(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    kiosk.freeze()
    before = time.monotonic()
    chip.high(3)
    after = time.monotonic()
    time.sleep(1)
    kiosk.thaw()
    alarm = kiosk.log.wait("alarm.raised", call_point="CP-3")
    edge = kiosk.log.monotonic(alarm, "edge_us")
    expect(before - 0.01 <= edge <= after + 0.03, f"the press was at {before} to {after}, its stamp is {edge}")
    order = kiosk.log.wait("order.issued", incident=alarm["incident"])
    expect(900_000 < order["sense_us"] < 3_000_000, f"it was read a second later, and sense_us is {order['sense_us']}")
    ledger = kiosk.log.wait("order.emitted", order=order["order"])
    expect(ledger["total_us"] >= order["sense_us"], f"a total of {ledger['total_us']} is less than its parts")


@scenario(alarms=1)
def a_line_that_is_active_low_is_pressed_by_ground(bench):
    chip = bench.chip()
    chip.high(3)
    kiosk = bench.start([point(3, active="low", bias="pull-up")])
    kiosk.log.none("alarm.raised", during=2)
    chip.low(3)
    kiosk.log.wait("alarm.raised", call_point="CP-3")
    chip.high(3)
    kiosk.log.wait("alarm.restored")


@scenario(alarms=1)
def a_line_is_found_by_its_name(bench):
    chip = bench.chip(names={5: "BUTTON"})
    kiosk = bench.start([point("BUTTON", name="CP-5")])
    chip.high(5)
    kiosk.log.wait("alarm.raised", call_point="CP-5")


@scenario(alarms=1)
def a_second_press_joins_the_first_and_a_third_too(bench):
    chip = bench.chip()
    kiosk = bench.start([point(3)])
    for presses in range(1, 4):
        chip.high(3)
        time.sleep(0.5)
        chip.low(3)
        time.sleep(25)  # three within a minute are chatter
        kiosk.log.count(presses - 1, "alarm.repeated")
