"""The event log as a reader sees it while the daemon writes."""

import json
import time


class Failure(Exception):
    """A rule that was broken."""


class Log:
    """Whole lines of `events.jsonl`, once each."""

    def __init__(self, path):
        self.path = path
        self.events = []
        self._offset = 0

    def read(self):
        """Takes in what has been added."""
        try:
            with open(self.path, "rb") as file:
                file.seek(self._offset)
                added = file.read()
        except FileNotFoundError:
            return
        whole = added[: added.rfind(b"\n") + 1]
        self._offset += len(whole)
        self.events += [json.loads(line) for line in whole.splitlines()]

    def all(self, type, **fields):
        """Events of a type whose fields are these; of a callable, those for which it is true."""
        self.read()
        return [event for event in self.events if event["type"] == type and _fits(event, fields)]

    def wait(self, type, count=1, within=5, **fields):
        """The `count`th such event, once it is there; a failure where it is not there in time."""
        deadline = time.monotonic() + within
        while True:
            found = self.all(type, **fields)
            if len(found) >= count:
                return found[count - 1]
            if time.monotonic() > deadline:
                wish = ", ".join(f"{key} {value}" for key, value in fields.items() if not callable(value))
                raise Failure(f"{len(found)} of {count} {type} ({wish or 'any'}) within {within} s")
            time.sleep(0.005)

    def none(self, type, during=0, **fields):
        """No such event, and none to come for some seconds."""
        time.sleep(during)
        found = self.all(type, **fields)
        if found:
            raise Failure(f"nobody asked for this {type}: {json.dumps(found[0], ensure_ascii=False)}")

    def count(self, number, type, during=0, **fields):
        """Exactly so many such events, now and after some seconds."""
        if number:
            self.wait(type, number, **fields)
        time.sleep(during)
        found = len(self.all(type, **fields))
        if found != number:
            raise Failure(f"{found} {type} where {number} are right")

    def monotonic(self, event, field="mono_us"):
        """A time of an event on the kernel's monotonic clock, in seconds; the daemon's own time line is tied to it by
        the last `clock.epoch` before."""
        epoch = [e for e in self.events if e["type"] == "clock.epoch" and e["seq"] <= event["seq"]][-1]
        return (event[field] - epoch["mono_us"] + epoch["monotonic_us"]) / 1e6


def _fits(event, fields):
    for key, wish in fields.items():
        value = event.get(key)
        if not (wish(value) if callable(wish) else value == wish):
            return False
    return True


def expect(holds, message):
    """What is to be true, and what to say where it is not."""
    if not holds:
        raise Failure(message)
