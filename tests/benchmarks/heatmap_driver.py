"""Drives the heatmap of the embedding in the real window, and prints when it did what.

`python -m tests.benchmarks.heatmap_driver FILE TRACE`
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QEventLoop, Qt, QTimer, SignalInstance
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


def _key(view: HeatmapView, key: Qt.Key) -> None:
    """Press a key; wait until it is painted from memory, and then until it is painted sharply."""
    mark("step")
    QTest.keyClick(view.image, key)
    _await(view.image.painted, "repainted")
    _await(view.picture_changed, "made")
    _await(view.image.painted, "sharpened")


def _await(signal: SignalInstance, name: str) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(1000 * PATIENCE, loop, lambda: loop.exit(1))
    late = loop.exec()
    signal.disconnect(loop.quit)
    assert not late, name
    mark(name)


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
        _key(view, Qt.Key.Key_Plus)
    for key in PAN * 6:
        _key(view, key)


def main() -> None:
    window = Window(*sys.argv[1:])
    heatmap(window)
    window.leave()
    os._exit(0)  # as the program itself does: the interpreter's end destroys Qt's objects in any order


if __name__ == "__main__":
    main()
