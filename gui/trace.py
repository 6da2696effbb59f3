"""The timeline of a run: one JSON object a line, for the benchmark and for hunting stalls.

A *stall* is a time of 16 ms or more in which the main thread did not return to its event loop. It is measured from
Qt's own signals: the loop announces that it wakes, and that it is about to wait again.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QAbstractEventDispatcher, QObject

_STALL = 0.016


class Trace(QObject):
    """Writes events to a file; without a path it writes nothing and costs nothing."""

    def __init__(self, path: Path | None, started: float, parent: QObject | None = None) -> None:
        """`started` is the time of the first line of `main`, in seconds since the epoch. Raises OSError."""
        super().__init__(parent)
        self._file: TextIO | None = path.open("w", encoding="utf-8", buffering=1) if path else None
        self._awake_since: float | None = None
        self._phase = "opening"
        if self._file is not None:
            self._write("started", started)

    def watch_event_loop(self) -> None:
        """Begin to record stalls; call once there is an event dispatcher."""
        dispatcher = QAbstractEventDispatcher.instance()
        if self._file is None or dispatcher is None:
            return
        dispatcher.awake.connect(self._woke)
        dispatcher.aboutToBlock.connect(self._waits)
        self._awake_since = time.perf_counter()

    def record(self, name: str, **details: object) -> None:
        """Record something that has just happened."""
        if self._file is not None:
            self._write(name, time.time(), **details)

    def enter(self, phase: str) -> None:
        """Say what the program is about; stalls are recorded with it."""
        self._phase = phase

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _woke(self) -> None:
        self._measure()
        self._awake_since = time.perf_counter()

    def _waits(self) -> None:
        self._measure()
        self._awake_since = None

    def _measure(self) -> None:
        """Both signals mean that the loop was reached: what lies between two of them was spent elsewhere."""
        if self._awake_since is None:
            return
        held = time.perf_counter() - self._awake_since
        if held >= _STALL:
            self.record("stall", milliseconds=round(1000 * held, 1), phase=self._phase)

    def _write(self, name: str, moment: float, **details: object) -> None:
        if self._file is not None:
            self._file.write(json.dumps({"event": name, "time": moment, **details}) + "\n")
