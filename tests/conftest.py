"""What every test runs under: no display, settings of its own, and nothing left behind."""

import gc
import os
import tempfile
import threading
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Read by Qt when the first test imports it: tests never touch a display or the user's settings.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="weighbridge-tests-")

# Examples are drawn anew at every desk, but are the same in every run that decides about a change.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def _descriptors() -> set[str]:
    """The files that this process has open; pipes and sockets belong to the runner and to libraries."""
    found: set[str] = set()
    for number in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else ():
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if target.startswith(tempfile.gettempdir()):
            found.add(f"{number} -> {target}")
    return found


def _runs(thread: threading.Thread) -> bool:
    """Python also lists threads of Qt's pools that asked once who they are, and long after they are gone."""
    return thread.is_alive() and not thread.name.startswith("Dummy-")


def _left(threads: set[threading.Thread], descriptors: set[str]) -> str:
    """What is here now and was not then, in words; nothing if all is as it was."""
    running = {thread.name for thread in threading.enumerate() if _runs(thread) and thread not in threads}
    opened = _descriptors() - descriptors
    return f"threads {running} and files {opened} were left behind" if running or opened else ""


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """No test leaves a thread running or a user's file open."""
    threads, descriptors = set(threading.enumerate()), _descriptors()
    yield
    if _left(threads, descriptors):
        gc.collect()  # slow with large libraries loaded: only where something may be held by a cycle
    assert not _left(threads, descriptors), _left(threads, descriptors)
