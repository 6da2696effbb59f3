"""Drives the real window in a process of its own, and prints when it did what; the window writes its own trace.

`python -m tests.benchmarks.driver flip|select|filter FILE TRACE`
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTreeView, QWidget

from gui import app

FLIPS = 50
PAUSE = 120  # milliseconds between two keys of somebody who leafs through
PATIENCE = 60  # seconds


def _wait(milliseconds: int) -> None:
    """Let the event loop run. Not QTest.qWait: that one holds the interpreter lock, and every worker stands still."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Window:
    """The window, its parts by their names, and its trace so far."""

    def __init__(self, file: str, trace: str) -> None:
        self._trace = Path(trace)
        self.application, self._window = app.build(["--size", "1440x860", "--trace", trace, file])
        self.wait_for("tree_painted")
        _wait(3000)  # what is imported after the first paint is in

    def part(self, name: str) -> QWidget:
        found = self._window.findChild(QWidget, name)
        assert isinstance(found, QWidget), name
        return found

    @property
    def tree(self) -> QTreeView:
        part = self.part("tree")
        found = part if isinstance(part, QTreeView) else part.findChild(QTreeView)
        assert isinstance(found, QTreeView)
        return found

    def events(self, since: float = 0.0) -> list[dict[str, object]]:
        lines = self._trace.read_text(encoding="utf-8").splitlines()
        return [event for line in lines if (event := json.loads(line))["time"] >= since]

    def wait_for(self, name: str, since: float = 0.0, **details: object) -> float:
        """Keep the event loop going until an event is in the trace; returns its time. Raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE
        wanted = {"event": name, **details}
        while time.monotonic() < deadline:
            for event in self.events(since):
                if wanted.items() <= event.items():
                    return float(str(event["time"]))
            _wait(20)
        raise TimeoutError(f"no {name} within {PATIENCE} s")

    def reload(self) -> None:
        """Open the file again, of which then nothing is known."""
        since = time.time()
        QTest.keyClick(self._window, Qt.Key.Key_F5)
        self.wait_for("tree_painted", since)

    def select(self, name: str) -> None:
        """Make a row right below the root the current one."""
        model = self.tree.model()
        root = model.index(0, 0)
        rows = (model.index(row, 0, root) for row in range(model.rowCount(root)))
        self.tree.setCurrentIndex(next(index for index in rows if index.data() == name))

    def leave(self) -> None:
        self._window.close()


def mark(name: str) -> float:
    """Print an event of our own, in the form of those in the trace; returns its time."""
    moment = time.time()
    print(json.dumps({"event": name, "time": moment}), flush=True)
    return moment


def flip(window: Window) -> None:
    """Go from tensor to tensor by the keyboard, opening layers on the way."""
    mark("flipping")
    for _ in range(FLIPS):
        QTest.keyClick(window.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        _wait(PAUSE)
    _wait(2000)


def select(window: Window) -> None:
    """Select the embedding while the file is being scanned, and wait until its exact histogram is on the page."""
    window.reload()
    since = mark("selected")
    window.select("tok_embeddings.weight")
    scanned = window.wait_for("scan_finished", since, tensor="tok_embeddings.weight")
    window.wait_for("page_painted", scanned)


def filter_rows(window: Window) -> None:
    """Type into the query, a key at a time."""
    query = window.part("query")
    line = query if isinstance(query, QLineEdit) else query.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    mark("typing")
    for key in "w1 7":
        QTest.keyClicks(line, key)
        _wait(2000)


def main() -> None:
    what, file, trace = sys.argv[1:]
    window = Window(file, trace)
    {"flip": flip, "select": select, "filter": filter_rows}[what](window)
    window.leave()
    os._exit(0)  # as the program itself does: the interpreter's end destroys Qt's objects in any order


if __name__ == "__main__":
    main()
