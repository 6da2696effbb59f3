"""What every test runs under: no display, settings of its own, and nothing left behind."""

import gc
import os
import tempfile
import threading
from collections.abc import Iterator

import pytest

# Read by Qt when the first test imports it: tests never touch a display or the user's settings.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="weighbridge-tests-")


def _descriptors() -> set[str]:
    """The files that this process has open; pipes and sockets belong to the runner and to libraries."""
    found: set[str] = set()
    for number in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if target.startswith(tempfile.gettempdir()):
            found.add(f"{number} -> {target}")
    return found


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """No test leaves a thread running or a user's file open."""
    threads, descriptors = set(threading.enumerate()), _descriptors()
    yield
    gc.collect()
    assert not {t for t in threading.enumerate() if t.is_alive()} - threads, "a thread was left running"
    if os.path.isdir("/proc/self/fd"):
        assert not _descriptors() - descriptors, "a file was left open"
