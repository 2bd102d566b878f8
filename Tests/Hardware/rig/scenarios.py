"""The scenarios: every function of `scenarios/*.py` that is marked as one."""

import importlib.util
import os

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "scenarios")


def scenario(alarms):
    """Marks a rule. Its name states it; it takes the bench, and raises where the rule is broken. `alarms` is how many
    alarms its event log has at the end."""

    def mark(function):
        function.alarms = alarms
        return function

    return mark


def load():
    """All of them by name, in the order in which they are to be read: file by file, from top to bottom."""
    found = {}
    for file in sorted(os.listdir(FOLDER)):
        if not file.endswith(".py"):
            continue
        spec = importlib.util.spec_from_file_location("scenarios." + file[:-3], os.path.join(FOLDER, file))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, value in vars(module).items():
            if hasattr(value, "alarms") and value.__module__ == module.__name__:
                if name in found:
                    raise ValueError(f"{file}: there is a scenario {name} already. Give it a name of its own.")
                found[name] = value
    return found
