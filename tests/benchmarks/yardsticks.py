"""What the figures are held against: small programs that do the least that could be done."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.measure import PYTHON, run

IMPORTS = "import argparse, json, zipfile"

READ = """
import mmap, os, sys, time
name, offset, length = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
file, buffer = os.open(name, os.O_RDONLY), memoryview(mmap.mmap(-1, 1 << 20))  # aligned: the kernel copies faster
started = time.perf_counter()
for place in range(offset, offset + length, 1 << 20):
    os.preadv(file, [buffer[:offset + length - place]], place)
print(time.perf_counter() - started)
"""

EMPTY_WINDOW = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTreeView

class Tree(QTreeView):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), flush=True)
        QTimer.singleShot(0, application.quit)

application = QApplication([])
window = QMainWindow()
window.setCentralWidget(Tree())
window.show()
application.exec()
"""


def imports() -> float:
    """Seconds of a process that imports what a listing cannot do without."""
    return run([PYTHON, "-c", IMPORTS]).seconds


def reading(path: Path, length: int, offset: int = 0) -> float:
    """Seconds of reading bytes of a file in positioned reads of 1 MiB, in one thread."""
    return float(run([PYTHON, "-c", READ, str(path), str(offset), str(length)]).stdout)


def empty_window() -> float:
    """Seconds from a process's start to an empty window with a tree view being painted."""
    done = run([PYTHON, "-c", EMPTY_WINDOW])
    return float(done.stdout.split()[0]) - done.started
