"""A door on the way of a scan, so that tests can do something in the midst of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from gui.counting import Result, result_of

if TYPE_CHECKING:
    from weights.statistics.distribution import Distribution


class Gate:
    """Stands in for `result_of` in a scan: what is counted waits here until the door is opened."""

    def __init__(self) -> None:
        self.reached, self._door = threading.Event(), threading.Event()
        self.passed = 0

    def __call__(self, distribution: Distribution) -> Result:
        self.reached.set()
        self._door.wait()
        self.passed += 1
        return result_of(distribution)

    def open(self) -> None:
        self._door.set()
