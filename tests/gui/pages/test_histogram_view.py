"""The histogram under mouse and keys."""

from typing import TypeVar

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.histogram_view import HistogramView
from tests.gui.pages.stored import distribution_of

W = TypeVar("W", bound=QWidget)

NORMAL = distribution_of(torch.randn(20000, generator=torch.Generator().manual_seed(1)).bfloat16())


@pytest.fixture
def view(qtbot: QtBot) -> HistogramView:
    result = HistogramView()
    qtbot.addWidget(result)
    result.resize(900, 500)
    with qtbot.waitExposed(result):
        result.show()
    with qtbot.waitSignal(result.painted):
        result.set_distribution(NORMAL, exact=True)
    return result


def control(view: HistogramView, kind: type[W], name: str) -> W:
    """The control that a screen reader would call `name`."""
    return next(widget for widget in view.findChildren(kind) if widget.accessibleName() == name)


def shown_range(view: HistogramView) -> tuple[float, float]:
    ends = ("Lower end of the range", "Upper end of the range")
    low, high = (float(control(view, QLineEdit, end).text().replace("−", "-")) for end in ends)
    return low, high


def words(view: HistogramView) -> str:
    return "\n".join([view.readout.text(), *(label.text() for label in view.findChildren(QLabel))])


def pixel(view: HistogramView, value: float) -> QPoint:
    """Where a value of a linear axis is in the plot's viewport, half way up."""
    middle = sum(view.plot.box.viewRange()[1]) / 2
    return view.plot.mapFromScene(view.plot.box.mapViewToScene(QPointF(value, middle)))


def test_says_how_wide_its_bins_are_and_what_it_leaves_out(view: HistogramView) -> None:
    assert "bins of 0.1" in words(view)
    assert "beyond the range" in words(view)


def test_range_by_numbers(qtbot: QtBot, view: HistogramView) -> None:
    for end, typed in (("Lower end of the range", "-0.5"), ("Upper end of the range", "1.5")):
        edit = control(view, QLineEdit, end)
        edit.clear()
        qtbot.keyClicks(edit, typed)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert shown_range(view) == (-0.5, 1.5)


@pytest.mark.parametrize(("typed", "answer"), [("much", "two numbers"), ("-99", "must be below"), ("nan", "must be")])
def test_what_is_no_range_is_said(qtbot: QtBot, view: HistogramView, typed: str, answer: str) -> None:
    before = view.plot.box.viewRange()
    edit = control(view, QLineEdit, "Upper end of the range")
    edit.clear()
    qtbot.keyClicks(edit, typed)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert answer in view.readout.text()
    assert view.plot.box.viewRange() == before


def test_range_by_drag_and_back_by_reset(qtbot: QtBot, view: HistogramView) -> None:
    default = shown_range(view)
    viewport = view.plot.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=pixel(view, -1.0))
    for value in (-0.5, 0.5, 1.0):
        QTest.mouseMove(viewport, pixel(view, value))
    assert "values" in view.readout.text()
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=pixel(view, 1.0))
    assert shown_range(view) == pytest.approx((-1, 1), abs=0.05)
    qtbot.mouseClick(next(b for b in view.findChildren(QPushButton) if b.text() == "reset"), Qt.MouseButton.LeftButton)
    assert shown_range(view) == default


def test_reads_out_the_bin_under_the_cursor(view: HistogramView) -> None:
    view.plot.hovered.emit(0.0)
    assert "value" in view.readout.text()
    assert "%" in view.readout.text()
    view.plot.hovered.emit(None)
    assert view.readout.text() == ""


@pytest.mark.parametrize("choice", ["symlog", "density", "y log"])
def test_every_choice_redraws_in_place(qtbot: QtBot, view: HistogramView, choice: str) -> None:
    before = view.plot.box.viewRange()
    button = next(b for b in view.findChildren(QPushButton) if b.text() == choice)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert view.plot.box.viewRange() != before


def test_number_of_bins(qtbot: QtBot, view: HistogramView) -> None:
    control(view, QSpinBox, "Number of bins").setValue(17)
    assert "17 bins" in words(view)


def test_locked_axes_stay_from_tensor_to_tensor(qtbot: QtBot, view: HistogramView) -> None:
    with qtbot.waitActive(view):
        view.activateWindow()
    view.plot.setFocus()
    qtbot.keyClick(view.plot, Qt.Key.Key_L)
    assert control(view, QPushButton, "Lock axes").isChecked()
    before = view.plot.box.viewRange()
    view.start_over("Counting")
    view.set_distribution(distribution_of(torch.randn(500) * 40), exact=True)
    assert view.plot.box.viewRange() == before


def test_axes_that_are_not_locked_follow_the_tensor(view: HistogramView) -> None:
    view.start_over("Counting")
    view.set_distribution(distribution_of(torch.randn(500) * 40), exact=True)
    assert shown_range(view)[1] > 60


@pytest.mark.parametrize(
    ("tensor", "sentence"),
    [
        (torch.empty(0), "This tensor has no elements"),
        (torch.full((64,), torch.nan), "All 64 values are NaN"),
        (torch.tensor([torch.nan, torch.inf]), "No value is finite: 1 NaN, 1 Inf"),
    ],
)
def test_says_why_there_is_nothing_to_draw(
    qtbot: QtBot, view: HistogramView, tensor: torch.Tensor, sentence: str
) -> None:
    with qtbot.waitSignal(view.painted):
        view.set_distribution(distribution_of(tensor), exact=True)
    assert sentence in words(view)


def test_a_constant_is_one_bar(qtbot: QtBot, view: HistogramView) -> None:
    with qtbot.waitSignal(view.painted):
        view.set_distribution(distribution_of(torch.ones(3072)), exact=True)
    assert view.plot.isVisible()


def test_only_exact_numbers_count_as_painted(qtbot: QtBot, view: HistogramView) -> None:
    with qtbot.assertNotEmitted(view.painted):
        view.set_distribution(NORMAL, exact=False)
        view.plot.viewport().repaint()
