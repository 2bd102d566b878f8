"""Guests: User-Mode Linux machines that play a scenario each. This part runs on the host."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

HARDWARE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MEMORY_MEGABYTES = 256
# A guest boots in a second, and idle time costs it nothing; one that takes so long on the host is hung.
LIMIT_SECONDS = 180


class Suite:
    """Guests whose root is one Debian, with the programs that were built for it."""

    def __init__(self, kernel, programs, root="/"):
        self._kernel = kernel
        self._root = root
        self._guests = set()
        # The guests read copies, so that a build beside a run does not change what is tested.
        self._shared = tempfile.mkdtemp(prefix="callpoint-hardware-", dir="/var/tmp")
        os.mkdir(self._shared + "/scenarios")
        os.mkdir(self._shared + "/programs")
        for name in ("callpointd", "callpoint"):
            shutil.copy(os.path.join(programs, name), self._shared + "/programs/")
        shutil.copytree(HARDWARE, self._shared + "/hardware", ignore=shutil.ignore_patterns("__pycache__"))

    def libgpiod(self):
        """The version that the programs find in this root."""
        words = ["dpkg-query", f"--admindir={self._root}/var/lib/dpkg", "-Wf", "${Version}", "libgpiod-dev"]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout.split("-")[0] or "?"

    def stop(self):
        """Ends whatever guest still runs."""
        for guest in list(self._guests):
            _end(guest)

    def remove(self):
        shutil.rmtree(self._shared, ignore_errors=True)

    def play(self, name):
        """Plays a scenario; its result (`passed`, or what went wrong) and how long it took on the host."""
        folder = f"{self._shared}/scenarios/{name}"
        os.mkdir(folder)
        started = time.monotonic()
        with open(folder + "/console", "wb") as console:
            # A session of its own: the guest's processes are processes of the host, and end together.
            guest = subprocess.Popen(
                self._words(name), stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True,
                env={
                    "PATH": "/usr/bin:/bin", "HOME": "/", "TMPDIR": _memory_folder(),
                    # glibc's restartable sequences take an address that the guest's memory wants.
                    "GLIBC_TUNABLES": "glibc.pthread.rseq=0",
                })
            self._guests.add(guest)
            try:
                guest.wait(LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                pass
            finally:
                _end(guest)
                self._guests.discard(guest)
        return self._result(folder), time.monotonic() - started

    def _words(self, name):
        return [
            self._kernel, f"mem={MEMORY_MEGABYTES}M", "root=/dev/root", "rootfstype=hostfs", f"rootflags={self._root}",
            "ro", f"init={self._init()}", f"callpoint.shared={self._shared}", f"callpoint.scenario={name}",
            f"uml_dir={self._shared}", "con=null", "con0=null,fd:1", "quiet", "time-travel",
        ]

    def _init(self):
        """The first process, by its path in the guest's root."""
        if self._root == "/":
            return self._shared + "/hardware/guest/init"
        shutil.copy(HARDWARE + "/guest/init", self._root + "/callpoint-init")
        return "/callpoint-init"

    def _result(self, folder):
        try:
            with open(folder + "/result", encoding="utf-8") as file:
                result = file.read()
        except FileNotFoundError:
            result = f"the guest left no result within {LIMIT_SECONDS} s"
        if result != "passed":
            for name in ("said", "console"):
                result += _end_of(f"{folder}/{name}", name)
        return result


def _memory_folder():
    """Where a guest's memory may lie: in memory, where there is room, or on a disk."""
    for folder in ("/dev/shm", "/var/tmp"):
        if os.path.isdir(folder) and os.access(folder, os.W_OK):
            room = os.statvfs(folder)
            if room.f_bavail * room.f_frsize > 4 * MEMORY_MEGABYTES << 20:
                return folder
    return tempfile.gettempdir()


def _end(guest):
    """Ends all processes of a guest, however far it is."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(guest.pid, number)
            guest.wait(5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _end_of(path, name):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()[-25:]
    except FileNotFoundError:
        return ""
    return "\n".join([f"\nthe end of its {name}:", *lines]) if lines else ""
