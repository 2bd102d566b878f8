"""A GPIO chip that does not exist: gpio-sim, driven through configfs and sysfs as its wires would be."""

import fcntl
import os
import struct

CONFIGFS = "/sys/kernel/config/gpio-sim"


class Chip:
    """One chip. Its lines are pulled to ground at first, as nobody has wired them."""

    def __init__(self, label="panel", lines=8, names=None):
        self.label = label
        self._folder = f"{CONFIGFS}/{label}"
        self._bank = self._folder + "/bank0"
        os.mkdir(self._folder)
        os.mkdir(self._bank)
        _write(self._bank + "/num_lines", lines)
        _write(self._bank + "/label", label)
        for offset, name in (names or {}).items():
            os.mkdir(f"{self._bank}/line{offset}")
            _write(f"{self._bank}/line{offset}/name", name)
        self.plug_in()

    def plug_in(self):
        """The chip is there."""
        _write(self._folder + "/live", 1)
        self.name = _read(self._bank + "/chip_name")
        self._lines = f"/sys/devices/platform/{_read(self._folder + '/dev_name')}/{self.name}"

    def pull_out(self):
        """The chip is gone, whoever holds its lines."""
        _write(self._folder + "/live", 0)

    @property
    def device(self):
        return "/dev/" + self.name

    def high(self, line):
        """The wire is at the supply."""
        _write(f"{self._lines}/sim_gpio{line}/pull", "pull-up")

    def low(self, line):
        """The wire is at ground."""
        _write(f"{self._lines}/sim_gpio{line}/pull", "pull-down")

    def is_high(self, line):
        """The level of a line; of an output it is what its driver set."""
        return _read(f"{self._lines}/sim_gpio{line}/value") == "1"


class Holder:
    """Somebody else who holds a line, by the kernel's own call: struct gpio_v2_line_request."""

    GET_LINE = 0xC250B407
    INPUT = 1 << 2
    OUTPUT = 1 << 3
    OUTPUT_VALUES = 2

    def __init__(self, chip, line, consumer, is_output=False):
        request = bytearray(592)
        struct.pack_into("=I", request, 0, line)
        request[256 : 256 + len(consumer)] = consumer.encode()
        struct.pack_into("=Q", request, 288, self.OUTPUT if is_output else self.INPUT)
        if is_output:  # and it is high
            struct.pack_into("=I", request, 288 + 8, 1)
            struct.pack_into("=IIQQ", request, 288 + 32, self.OUTPUT_VALUES, 0, 1, 1)
        struct.pack_into("=I", request, 288 + 272, 1)
        with open(chip.device, "rb", buffering=0) as device:
            fcntl.ioctl(device, self.GET_LINE, request)
        self._descriptor = struct.unpack_from("=i", request, 588)[0]

    def let_go(self):
        os.close(self._descriptor)


def _write(path, value):
    with open(path, "w", encoding="ascii") as file:
        file.write(str(value))


def _read(path):
    with open(path, encoding="ascii") as file:
        return file.read().strip()
