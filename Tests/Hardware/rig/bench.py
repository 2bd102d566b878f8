"""A scenario's bench: chips, a kiosk, and what must be true of it at the end whatever happened."""

import os
import shutil
import time

from rig.chip import Chip, Holder
from rig.kiosk import Kiosk
from rig.log import Failure, expect
from rig.site import site_file


class Bench:
    """Made for one scenario in one guest, and used up by it."""

    def __init__(self, programs, directory):
        self._programs = programs
        self._directory = directory
        self.kiosk = None

    def chip(self, label="panel", lines=8, names=None):
        """A chip, plugged in."""
        return Chip(label, lines, names)

    def holder(self, chip, line, consumer, is_output=False):
        """Somebody else who holds a line, and reads it, or drives it high."""
        return Holder(chip, line, consumer, is_output)

    def install(self, points, **chip):
        """A kiosk with a site file for these call points, and nothing started. Its chip is `label="panel"` where it is
        not said otherwise."""
        self.kiosk = Kiosk(self._programs, self._directory)
        self.kiosk.write(site_file(points, chip or {"label": "panel"}))
        return self.kiosk

    def start(self, points, **chip):
        """The same, started, and its chip's lines are held."""
        kiosk = self.install(points, **chip)
        kiosk.start()
        return kiosk

    def finish(self, alarms):
        """The end of every scenario: so many alarms and no more, an order with its ledger for each, a daemon that ends
        when it is asked to, and a record that verifies."""
        time.sleep(1)
        log = self.kiosk.log
        log.count(alarms, "alarm.raised")
        incidents = sorted(event["incident"] for event in log.all("alarm.raised"))
        for type in ("order.issued", "order.emitted"):
            told = sorted(event["incident"] for event in log.all(type))
            expect(told == incidents, f"{type} for {told}, alarms for {incidents}")
        for order in log.all("order.issued"):
            for stage in ("sense_us", "debounce_us", "decide_us"):
                expect(order.get(stage, -1) >= 0, f"{order['order']} has no {stage} in its ledger")
        for event in log.all("order.emitted"):
            expect(event["order_durable"], f"{event['order']} was shown before it was durable")
        self.kiosk.stop()
        self.kiosk.verify()

    def evidence(self):
        """The ends of the log and of what the daemon said."""
        return self.kiosk.evidence() if self.kiosk else ""

    def keep(self, folder):
        """Copies what the kiosk leaves to where the host sees it."""
        if self.kiosk:
            self.kiosk.kill()
        if os.path.isdir(self._directory):
            shutil.copytree(self._directory, folder + "/kiosk", ignore=lambda path, names: [
                name for name in names if name.endswith(".sock")], dirs_exist_ok=True)
