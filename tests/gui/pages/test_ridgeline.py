"""The ridgeline under mouse and keys."""

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollBar
from pytestqt.qtbot import QtBot

from gui.pages.ridge_drawing import Ridge, profile
from gui.pages.ridge_plot import RidgePlot
from gui.pages.ridgeline import Ridgeline
from tests.builders.odd import ODD
from tests.gui.pages.stored import distribution_of
from weights.tree import Node

RANDOM = torch.Generator().manual_seed(0)


def ridges(*tensors: torch.Tensor | None) -> list[Ridge]:
    return [
        Ridge(str(n), Node("w", f"layers.{n}.w"), None if tensor is None else profile(distribution_of(tensor)))
        for n, tensor in enumerate(tensors)
    ]


def normal(count: int) -> list[Ridge]:
    return ridges(*(torch.randn(500, generator=RANDOM) for _ in range(count)))


@pytest.fixture
def line(qtbot: QtBot) -> Ridgeline:
    result = Ridgeline(RidgePlot(least_pitch=10))
    qtbot.addWidget(result)
    result.resize(700, 400)
    with qtbot.waitExposed(result):
        result.show()
    with qtbot.waitSignal(result.painted):
        result.show_ridges(normal(4), current=2, note="4 layers")
    return result


def said(line: Ridgeline) -> str:
    return "\n".join([line.readout.text(), *(label.text() for label in line.findChildren(QLabel) if label.isVisible())])


def limits(line: Ridgeline) -> tuple[float, float]:
    low, high = (float(edit.text().replace("−", "-")) for edit in line.findChildren(QLineEdit))
    return low, high


def pixel(line: Ridgeline, value: float, row: float) -> QPoint:
    """Where a value is on a linear axis, in the middle of a row."""
    return line.plot.mapFromScene(line.plot.box.mapViewToScene(QPointF(value, row + 0.5)))


def press(line: Ridgeline, word: str) -> None:
    next(button for button in line.findChildren(QPushButton) if button.text() == word).click()


def wheel(line: Ridgeline, turn: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(pixel(line, 0, 1))
    whole = line.plot.viewport().mapToGlobal(at)
    phase, buttons = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
    event = QWheelEvent(at, whole, QPoint(), QPoint(0, turn), buttons, keys, phase, False)
    QApplication.sendEvent(line.plot.viewport(), event)


def test_a_click_goes_to_the_ridge_under_the_mouse(qtbot: QtBot, line: Ridgeline) -> None:
    with qtbot.waitSignal(line.node_wanted) as wanted:
        qtbot.mouseClick(line.plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(line, 0, 1))
    assert wanted.args[0].name == "layers.1.w"


@pytest.mark.parametrize(
    ("keys", "row"), [("D", 0), ("DD", 1), ("DDDDDD", 3), ("E", 3), ("EU", 2), ("EH", 0), ("U", 3)]
)
def test_the_arrows_lead_to_a_ridge(qtbot: QtBot, line: Ridgeline, keys: str, row: int) -> None:
    of = {"D": Qt.Key.Key_Down, "U": Qt.Key.Key_Up, "H": Qt.Key.Key_Home, "E": Qt.Key.Key_End}
    for key in keys:
        qtbot.keyClick(line.plot, of[key])
    assert line.readout.text().startswith(f"layers.{row}.w: 500 values")
    with qtbot.waitSignal(line.node_wanted) as wanted:
        qtbot.keyClick(line.plot, Qt.Key.Key_Return)
    assert wanted.args[0].name == f"layers.{row}.w"


def test_the_mouse_reads_out_a_bin(line: Ridgeline) -> None:
    line.plot.pointed.emit(3, 0.1)
    assert line.readout.text().startswith("layers.3.w:  0 to 0.")
    assert "%" in line.readout.text()
    line.plot.pointed.emit(None, None)
    assert line.readout.text() == ""


def test_a_range_by_drag_and_back(line: Ridgeline) -> None:
    before, viewport = limits(line), line.plot.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=pixel(line, -1, 1))
    for value in (-0.5, 0.5, 1.0):
        QTest.mouseMove(viewport, pixel(line, value, 1))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=pixel(line, 1, 1))
    assert limits(line) == pytest.approx((-1, 1), abs=0.05)
    press(line, "reset")
    assert limits(line) == before


def test_the_right_button_drags_the_range_along(line: Ridgeline) -> None:
    (low, high), viewport = limits(line), line.plot.viewport()
    start = pixel(line, 0, 1)
    moved = start - pixel(line, 1, 1)
    QTest.mousePress(viewport, Qt.MouseButton.RightButton, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(viewport, start + moved * (step / 5))
    QTest.mouseRelease(viewport, Qt.MouseButton.RightButton, pos=start + moved)
    assert limits(line) == pytest.approx((low + 1, high + 1), abs=0.1)


def test_a_range_by_numbers(qtbot: QtBot, line: Ridgeline) -> None:
    for edit, typed in zip(line.findChildren(QLineEdit), ("-0.5", "1.5"), strict=True):
        edit.setText(typed)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert limits(line) == (-0.5, 1.5)


def test_the_wheel_zooms_where_all_fits(line: Ridgeline) -> None:
    low, high = limits(line)
    wheel(line, 120)
    assert limits(line)[1] - limits(line)[0] == pytest.approx(0.85 * (high - low), rel=0.02)


def test_the_wheel_scrolls_where_there_is_more(qtbot: QtBot, line: Ridgeline) -> None:
    with qtbot.waitSignal(line.painted):
        line.show_ridges(normal(100))
    before, bar = limits(line), line.findChild(QScrollBar)
    wheel(line, -120)
    assert (bar.value(), limits(line)) == (300, before)
    wheel(line, 120, Qt.KeyboardModifier.ControlModifier)
    assert limits(line) != before


def test_the_current_ridge_is_scrolled_to(qtbot: QtBot, line: Ridgeline) -> None:
    with qtbot.waitSignal(line.painted):
        line.show_ridges(normal(100), current=80)
    low, high = line.plot.box.viewRange()[1]
    assert low < 80
    assert high > 81 - 1e-6
    line.findChild(QScrollBar).setValue(0)
    assert line.plot.top == 0


@pytest.mark.parametrize("word", ["symlog", "own heights"])
def test_every_choice_redraws_in_place(qtbot: QtBot, line: Ridgeline, word: str) -> None:
    before = line.plot.grab().toImage()
    with qtbot.waitSignal(line.painted):
        press(line, word)
    assert line.plot.grab().toImage() != before


def test_a_range_stays_while_more_is_counted(line: Ridgeline) -> None:
    parts = normal(3)
    line.show_ridges([parts[0], Ridge("1", parts[1].node, None)])
    line.set_limits(-1, 2)
    line.show_ridges(parts[:2])
    assert limits(line) == (-1, 2)
    line.show_ridges(parts)
    assert limits(line) != (-1, 2)


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_are_drawn_or_explained(qtbot: QtBot, line: Ridgeline, name: str) -> None:
    for word in ("linear", "symlog"):
        press(line, word)
        with qtbot.waitSignal(line.painted):
            line.show_ridges(ridges(ODD[name](), None), current=0)
        qtbot.keyClick(line.plot, Qt.Key.Key_Down)
    assert line.plot.isVisible() or "is finite" in said(line)


def test_why_nothing_is_drawn_is_said(qtbot: QtBot, line: Ridgeline) -> None:
    with qtbot.waitSignal(line.painted):
        line.show_ridges(ridges(None, None))
    assert "Scan all in the View menu" in said(line)
