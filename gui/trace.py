"""The timeline of a run: one JSON object a line, for the benchmark and for hunting stalls.

A *stall* is a time of 16 ms or more in which the main thread did not return to its event loop. It is found by a timer
that should beat every 4 ms, so it is told up to 4 ms longer than it was. (The event dispatcher's own signals cannot
tell: under GLib they do not separate waiting from working.)
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT = 4  # milliseconds
_STALL = 0.016  # seconds


class Trace(QObject):
    """Writes events to a file; without a path it writes nothing and costs nothing."""

    def __init__(self, path: Path | None, started: float, parent: QObject | None = None) -> None:
        """`started` is the time of the first line of `main`, in seconds since the epoch. Raises OSError."""
        super().__init__(parent)
        self._file: TextIO | None = path.open("w", encoding="utf-8", buffering=1) if path else None
        self._phase = "opening"
        self._last_beat = 0.0
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.setInterval(_BEAT)
        self._heart.timeout.connect(self._beat)
        self._write("started", started)

    def watch_event_loop(self) -> None:
        """Begin to record stalls."""
        if self._file is not None:
            self._last_beat = time.perf_counter()
            self._heart.start()

    def record(self, name: str, **details: object) -> None:
        """Record something that has just happened."""
        self._write(name, time.time(), **details)

    def enter(self, phase: str) -> None:
        """Say what the program is about; stalls are recorded with it."""
        self._phase = phase

    def close(self) -> None:
        self._heart.stop()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _beat(self) -> None:
        now = time.perf_counter()
        held, self._last_beat = now - self._last_beat, now
        if held >= _STALL:
            self.record("stall", milliseconds=round(1000 * held, 1), phase=self._phase)

    def _write(self, name: str, moment: float, **details: object) -> None:
        if self._file is not None:
            self._file.write(json.dumps({"event": name, "time": moment, **details}) + "\n")
