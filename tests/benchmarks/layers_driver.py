"""Draws the ridgelines of two roles in the real window, once all is scanned, and drags their range.

`python -m tests.benchmarks.layers_driver FILE TRACE`
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest

from gui import app
from gui.main_window import MainWindow
from gui.pages.ridge_drawing import Ridge, profile
from gui.pages.ridgeline import Ridgeline
from tests.benchmarks.scan_driver import Scan

FIRST = "layers.0.attention.wq.weight"
ROLES = ("attention.wq.weight", "feed_forward.w2.weight")
TIMES = 40
STEP = 5  # pixels


def timed(name: str, work: Callable[[], object], line: Ridgeline) -> None:
    """Print how many milliseconds the main thread took for something, painting included."""
    started = time.perf_counter()
    work()
    line.plot.viewport().repaint()
    milliseconds = 1000 * (time.perf_counter() - started)
    print(json.dumps({"event": name, "time": time.time(), "milliseconds": milliseconds}), flush=True)


def turn() -> None:
    """Let the event loop do whatever else is waiting."""
    loop = QEventLoop()
    QTimer.singleShot(20, loop.quit)
    loop.exec()


def ridgeline(window: MainWindow) -> Ridgeline:
    """That of the page of layers, with what it shows at first on the screen."""
    window.detail.choose_page("layers")
    while not (page := window.detail.current_page()) or window.detail.is_waiting:
        turn()
    found = page.findChild(Ridgeline)
    assert isinstance(found, Ridgeline)
    return found


def ridges_of(window: MainWindow, role: str) -> list[Ridge]:
    """What the page makes of the tensors of a role, off the main thread."""
    shown = window.session.shown
    assert shown is not None
    nodes = [node for node in shown.checkpoint.tensors if node.name.endswith(role)]
    numbers = [shown.known.numbers(node) for node in nodes]
    return [
        Ridge(str(layer), node, profile(each.distribution) if each is not None else None)
        for layer, (node, each) in enumerate(zip(nodes, numbers, strict=True))
    ]


def draw(line: Ridgeline, sets: Sequence[Sequence[Ridge]]) -> None:
    """One role's layers, then the other's."""
    for number in range(TIMES):
        timed("drawn", partial(line.show_ridges, sets[number % 2], current=number % 28, note="28 of 28 layers"), line)
        turn()


def drag(line: Ridgeline) -> None:
    """The range, by the right button."""
    viewport = line.plot.viewport()
    place = viewport.rect().center()
    QTest.mousePress(viewport, Qt.MouseButton.RightButton, pos=place)
    turn()  # the tree is painted without the focus
    for _ in range(TIMES):
        place += QPoint(STEP, 0)
        timed("binned", partial(QTest.mouseMove, viewport, place), line)
        turn()
    QTest.mouseRelease(viewport, Qt.MouseButton.RightButton, pos=place)


def main() -> None:
    file, trace = sys.argv[1:]
    _, window = app.build(["--size", "1440x860", "--trace", trace, "--select", FIRST, file])
    Scan(window).wait()
    line = ridgeline(window)
    draw(line, [ridges_of(window, role) for role in ROLES])
    drag(line)
    window.close()
    os._exit(0)  # as the program itself does: the interpreter's end destroys Qt's objects in any order


if __name__ == "__main__":
    main()
