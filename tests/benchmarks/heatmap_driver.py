"""Drives the heatmap of the embedding in the real window, and prints when it did what.

`python -m tests.benchmarks.heatmap_driver FILE TRACE`
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.pages.heatmap_view import HeatmapView
from tests.benchmarks.driver import PATIENCE, Window, mark

STEPS = 24
PAN = (Qt.Key.Key_Right, Qt.Key.Key_Down)


def _main_window() -> MainWindow:
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))


def _wait_until_idle() -> None:
    """No job runs, not even that of the whole checkpoint's scan."""
    main = _main_window()
    loop, timer = QEventLoop(), QTimer(interval=200)
    timer.timeout.connect(lambda: loop.quit() if main.runner.is_idle() else None)
    timer.start()
    loop.exec()
    timer.stop()


class _Step:
    """One key, from its press to the sharp picture on the screen."""

    def __init__(self, view: HeatmapView) -> None:
        self._view, self._loop = view, QEventLoop()
        self._is_repainted = self._is_made = False
        view.image.painted.connect(self._note_painted)
        view.picture_changed.connect(self._note_made)

    def press(self, key: Qt.Key) -> None:
        """Raises TimeoutError where no sharp picture comes."""
        mark("step")
        QTest.keyClick(self._view.image, key)
        QTimer.singleShot(1000 * PATIENCE, self._loop, lambda: self._loop.exit(1))
        late = self._loop.exec()
        self._view.image.painted.disconnect(self._note_painted)
        self._view.picture_changed.disconnect(self._note_made)
        if late:
            raise TimeoutError("no sharp picture came")

    def _note_painted(self) -> None:
        if not self._is_repainted:
            mark("repainted")
        self._is_repainted = True
        if self._is_made:
            mark("sharpened")
            self._loop.quit()

    def _note_made(self) -> None:
        self._is_made = True


def heatmap(window: Window) -> None:
    """Go to the heatmap of the embedding, already counted; zoom in to single values, then move about."""
    window.select("tok_embeddings.weight")
    _wait_until_idle()
    since = mark("wanted")
    QTest.keyClick(_main_window(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    window.wait_for("page_painted", since)
    view = window.part("heatmap").parent()
    assert isinstance(view, HeatmapView)
    _wait_until_idle()
    for _ in range(STEPS):
        _Step(view).press(Qt.Key.Key_Plus)
    for key in PAN * 6:
        _Step(view).press(key)


def main() -> None:
    window = Window(*sys.argv[1:])
    heatmap(window)
    window.leave()
    os._exit(0)  # as the program itself does: the interpreter's end destroys Qt's objects in any order


if __name__ == "__main__":
    main()
