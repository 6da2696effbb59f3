"""Drives the real window in a process of its own, by its keyboard, and leaves a trace of what happened.

`python -m tests.benchmarks.driver flip|select|filter FILE TRACE`
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTreeView, QWidget

from gui import app

FLIPS = 50
PAUSE = 120  # milliseconds between two keys of somebody who leafs through
PATIENCE = 60_000


class Window:
    """The window, its parts by their names, and its trace so far."""

    def __init__(self, file: str, trace: str) -> None:
        self._trace = Path(trace)
        self.application, self._window = app.build(["--size", "1440x860", "--trace", trace, file])
        self.wait_for("tree_painted")
        QTest.qWait(3000)  # what is imported after the first paint is in

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

    def wait_for(self, name: str, since: float = 0.0) -> None:
        def happened() -> bool:
            return any(event["event"] == name for event in self.events(since))

        assert QTest.qWaitFor(happened, PATIENCE), f"no {name} within {PATIENCE} ms"

    def mark(self, name: str) -> float:
        """Write a line of our own into the trace; returns its time."""
        moment = time.time()
        with self._trace.open("a", encoding="utf-8") as trace:
            trace.write(json.dumps({"event": name, "time": moment}) + "\n")
        return moment

    def leave(self) -> None:
        self._window.close()


def flip(window: Window) -> None:
    """Walk down through opened layers with the arrow key."""
    window.tree.setFocus()
    window.tree.expandAll()
    QTest.qWait(1000)
    window.mark("flipping")
    for _ in range(FLIPS):
        QTest.keyClick(window.tree, Qt.Key.Key_Down)
        QTest.qWait(PAUSE)
    QTest.qWait(2000)


def select(window: Window) -> None:
    """Select the embedding and wait until its exact histogram is on the page."""
    index = _row(window.tree, "tok_embeddings.weight")
    since = window.mark("selected")
    window.tree.setCurrentIndex(index)
    window.wait_for("scan_finished", since)
    scanned = next(event["time"] for event in window.events(since) if event["event"] == "scan_finished")
    assert isinstance(scanned, float)
    window.wait_for("page_painted", scanned)


def _row(tree: QTreeView, name: str) -> QModelIndex:
    model = tree.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if name.startswith(str(index.data())):
            return index
    raise LookupError(name)


def filter_rows(window: Window) -> None:
    """Type into the query, a key at a time."""
    query = window.part("query")
    line = query if isinstance(query, QLineEdit) else query.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    window.mark("typing")
    for key in "w1 7":
        QTest.keyClicks(line, key)
        QTest.qWait(2000)


def main() -> None:
    what, file, trace = sys.argv[1:]
    window = Window(file, trace)
    {"flip": flip, "select": select, "filter": filter_rows}[what](window)
    window.leave()


if __name__ == "__main__":
    main()
