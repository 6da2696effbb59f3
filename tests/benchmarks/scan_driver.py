"""Opens a file in the real window, lets it be scanned, and prints how long that took and what it cost.

`python -m tests.benchmarks.scan_driver FILE TRACE`
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from gui import app
from gui.main_window import MainWindow

BEAT = 4  # milliseconds
LOOK = 50  # milliseconds between two looks at the memory


def _resident() -> int:
    """Bytes of memory that this process holds."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


class Scan(QObject):
    """From when everything is loaded until all is scanned: how long the event loop was held, and the memory."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.held: list[float] = []  # seconds between two beats
        self.idle = self.peak = 0
        self.seconds = 0.0
        self._started = self._last_beat = 0.0
        self._loop = QEventLoop()
        self._heart = QTimer(self, interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)
        self._looks = QTimer(self, interval=LOOK)
        self._looks.timeout.connect(self._look)
        window.libraries.counting_ready.connect(self._begin)
        window.session.scan_finished.connect(self._end)
        window.session.scan_offered.connect(window.session.scan_all)

    def wait(self) -> None:
        """Return when all is scanned, and what follows from it is on the screen."""
        self._loop.exec()

    def _begin(self) -> None:
        self.idle = _resident()
        self._started = self._last_beat = time.perf_counter()
        self._heart.start()
        self._looks.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.held.append(now - self._last_beat)
        self._last_beat = now

    def _look(self) -> None:
        self.peak = max(self.peak, _resident())

    def _end(self) -> None:
        self.seconds = time.perf_counter() - self._started
        QTimer.singleShot(1000, self._loop.quit)


def main() -> None:
    file, trace = sys.argv[1:]
    _, window = app.build(["--size", "1440x860", "--trace", trace, file])
    scan = Scan(window)
    scan.wait()
    held = sorted(1000 * seconds for seconds in scan.held)
    figures = {
        "seconds": scan.seconds,
        "held_99": held[int(0.99 * len(held))],
        "held_longest": held[-1],
        "memory": scan.peak - scan.idle,
    }
    print(json.dumps({"event": "scanned", "time": time.time(), **figures}), flush=True)
    window.close()
    os._exit(0)  # as the program itself does: the interpreter's end destroys Qt's objects in any order


if __name__ == "__main__":
    main()
