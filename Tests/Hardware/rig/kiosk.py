"""A kiosk: the release programs, in directories of their own."""

import json
import os
import signal
import socket
import subprocess

from rig.log import Failure, Log, expect


class Kiosk:
    """`callpointd` with a site file, a state, a log and a control socket."""

    def __init__(self, programs, directory):
        self.programs = programs
        self.directory = directory
        for name in ("state", "log", "run"):
            os.makedirs(f"{directory}/{name}")
        self.log = Log(f"{directory}/log/events.jsonl")
        self.daemon = None

    def write(self, site):
        """Puts another site file there."""
        with open(self.directory + "/devices.yaml", "w", encoding="utf-8") as file:
            file.write(site)

    def start(self, awaits="input.up", within=10):
        """Starts the daemon, and waits for an event of this start."""
        before = len(self.log.all("daemon.started"))
        words = [self.programs + "/callpointd", "run", "--config", self.directory + "/devices.yaml"]
        for name in ("state", "log", "run"):
            words += ["--" + name, f"{self.directory}/{name}"]
        with open(self.directory + "/said", "ab") as said:
            self.daemon = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        started = self.log.wait("daemon.started", before + 1, within)
        if awaits:
            self.log.wait(awaits, within=within, seq=lambda seq: seq > started["seq"])
        return started

    def stop(self):
        """Asks the daemon to end, as a service manager does."""
        self.daemon.terminate()
        expect(self._ended(10) == 0, f"callpointd ended with {self.daemon.returncode} when it was asked to end")

    def kill(self):
        """Ends it without asking."""
        if self.daemon and self.daemon.poll() is None:
            self.daemon.kill()
            self._ended(10)

    def freeze(self):
        """It runs no more until `thaw`, as on a machine that has no time for it."""
        self.daemon.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.daemon.send_signal(signal.SIGCONT)

    def _ended(self, within):
        try:
            return self.daemon.wait(within)
        except subprocess.TimeoutExpired:
            raise Failure(f"callpointd did not end within {within} s") from None

    def ask(self, do, **fields):
        """One request on the control socket, and its reply; a failure where it says no."""
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(10)
            control.connect(self.directory + "/run/control.sock")
            control.sendall(json.dumps({"id": 1, "do": do, **fields}).encode() + b"\n")
            reply = json.loads(control.makefile("rb").readline())
        expect(reply.get("ok"), f"{do}: {json.dumps(reply, ensure_ascii=False)}")
        return reply

    def callpoint(self, *words):
        """The command line; its output, and a failure where it fails."""
        done = subprocess.run(
            [self.programs + "/callpoint", *words], capture_output=True, text=True, timeout=60, check=False)
        expect(done.returncode == 0, f"callpoint {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def verify(self):
        """The journal and the event log, held against themselves and each other."""
        self.callpoint("verify", "--state", self.directory + "/state", "--log", self.directory + "/log")

    def evidence(self):
        """The ends of the log and of what the daemon said."""
        self.log.read()
        with open(self.directory + "/said", encoding="utf-8", errors="replace") as said:
            words = said.read().splitlines()[-10:]
        hidden = {"v", "ts", "prev", "hash", "config_hash", "input_hash"}
        lines = [
            json.dumps({key: value for key, value in event.items() if key not in hidden}, ensure_ascii=False)
            for event in self.log.events[-30:]
        ]
        return "\n".join(["callpointd said:", *words, "its log ends:", *lines])
