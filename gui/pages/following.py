"""Keeping a page up with numbers that become known while it is looked at: one job at a time, and not too often."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from gui.jobs import Runner, Work
from weights.errors import WeighbridgeError

SECOND = 15
"""Milliseconds after which a page draws its second plot: by then the first is painted, and the window had a turn."""

_REST = 3  # times as long as a job took, it is left alone after that


class Following(QObject):
    """Runs a job in a slot whenever the page is shown something else, and again when asked, with a rest in between."""

    def __init__(
        self,
        runner: Runner,
        slot: str,
        *,
        done: Callable[[Any], None],
        failed: Callable[[WeighbridgeError], None],
        seconds: float,
        parent: QObject,
    ) -> None:
        """`seconds`: the least time between two jobs that nobody waits for."""
        super().__init__(parent)
        self._runner, self._slot, self._done, self._failed = runner, slot, done, failed
        self._seconds = seconds
        self._work: Work | None = None
        self._is_due = False
        self._started = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._run)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._runner.is_running(self._slot) or self._timer.isActive()

    def start(self, work: Work) -> None:
        """Run this now, in place of what is under way."""
        self._work = work
        self._run()

    def stop(self) -> None:
        """Run nothing any more, and drop what is under way."""
        self._work, self._is_due = None, False
        self._timer.stop()
        self._runner.cancel(self._slot)

    def again(self) -> None:
        """Run the same once more, as soon as it is done and rested."""
        if self._work is None or self._timer.isActive():
            return
        if self._runner.is_running(self._slot):
            self._is_due = True
            return
        rest = self._started + self._seconds - time.monotonic()
        self._timer.start(max(0, round(1000 * rest)))

    def _run(self) -> None:
        if self._work is None:
            return
        self._timer.stop()
        self._is_due = False
        self._started = time.monotonic()
        self._runner.start(self._slot, self._work, done=self._finish, failed=self._fail)

    def _finish(self, result: object) -> None:
        took = time.monotonic() - self._started
        self._started += _REST * took
        self._done(result)
        if self._is_due:
            self.again()

    def _fail(self, error: WeighbridgeError) -> None:
        self._is_due = False
        self._failed(error)
