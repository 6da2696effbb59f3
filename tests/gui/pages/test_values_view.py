"""The grid of values under keys and mouse."""

from collections.abc import Callable

import pytest
import torch
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSpinBox, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.pages.values_view import ValuesView
from tests.gui.pages.stored import distribution_of, stored
from weights.tensors import Stored

Show = Callable[[torch.Tensor | Stored], ValuesView]


@pytest.fixture
def show(qtbot: QtBot, runner: Runner) -> Show:
    view = ValuesView(runner)
    qtbot.addWidget(view)
    view.resize(900, 400)
    with qtbot.waitExposed(view):
        view.show()

    def showing(tensor: torch.Tensor | Stored) -> ValuesView:
        view.show_tensor(stored(tensor) if isinstance(tensor, torch.Tensor) else tensor)
        return view

    return showing


def said(view: ValuesView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def button(view: ValuesView, word: str) -> QPushButton:
    return next(widget for widget in view.findChildren(QPushButton) if widget.text() == word)


def table(view: ValuesView) -> QTableView:
    return view.findChildren(QTableView)[0]


def go_to(qtbot: QtBot, view: ValuesView, typed: str) -> None:
    edit = next(widget for widget in view.findChildren(QLineEdit) if widget.accessibleName() == "Index to go to")
    edit.clear()
    qtbot.keyClicks(edit, typed)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_tells_the_current_cell_in_words(qtbot: QtBot, show: Show) -> None:
    view = show(torch.tensor([[0.5, -0.1]], dtype=torch.bfloat16))
    qtbot.waitUntil(lambda: "[0, 0]  =  0.5" in said(view))
    qtbot.keyClick(table(view), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "[0, 1]  =  −0.1" in said(view))
    assert "−0.100097656 as float32" in said(view)


def test_goes_to_an_index(qtbot: QtBot, show: Show) -> None:
    view = show(torch.arange(5000 * 40).reshape(5000, 40))
    go_to(qtbot, view, "4321, 7")
    qtbot.waitUntil(lambda: f"=  {4321 * 40 + 7}" in said(view))


def test_goes_through_a_tensor_of_more_axes(qtbot: QtBot, show: Show) -> None:
    view = show(torch.arange(3 * 4 * 5 * 6).reshape(3, 4, 5, 6))
    go_to(qtbot, view, "2 3 -1 4")
    qtbot.waitUntil(lambda: "[2, 3, 4, 4]" in said(view))
    assert [box.value() for box in view.findChildren(QSpinBox)] == [2, 3]


@pytest.mark.parametrize(
    ("typed", "answer"), [("a, b", "whole numbers"), ("1", "needs 2 numbers"), ("1, 40", "Axis 1 goes from 0 to 39")]
)
def test_says_what_is_wrong_with_an_index(qtbot: QtBot, show: Show, typed: str, answer: str) -> None:
    view = show(torch.zeros(50, 40))
    go_to(qtbot, view, typed)
    assert answer in said(view)


def test_reaches_the_last_row_of_ten_to_the_ninth(qtbot: QtBot, show: Show) -> None:
    one = stored(torch.tensor([2.5]))
    view = show(Stored(one.storage, one.dtype, (10**9, 2), (0, 0)))
    go_to(qtbot, view, "-1, 1")
    qtbot.waitUntil(lambda: "[999999999, 1]  =  2.5" in said(view))
    assert "of 1\u202f000\u202f000\u202f000" in said(view)
    back = next(widget for widget in view.findChildren(QToolButton) if widget.accessibleName() == "Previous rows")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "[999948288, 1]" not in said(view) and "=  2.5" in said(view))


@pytest.mark.parametrize("word", ["max", "min"])
def test_finds_the_extremes(qtbot: QtBot, show: Show, word: str) -> None:
    tensor = torch.randn(300, 70)
    view = show(tensor)
    qtbot.mouseClick(button(view, word), Qt.MouseButton.LeftButton)
    place = int(tensor.argmax() if word == "max" else tensor.argmin())
    qtbot.waitUntil(lambda: f"[{place // 70}, {place % 70}]" in said(view))


def test_goes_from_nan_to_nan(qtbot: QtBot, show: Show) -> None:
    tensor = torch.zeros(300, 70)
    tensor[17, 3] = tensor[200, 60] = float("nan")
    view = show(tensor)
    view.set_distribution(distribution_of(tensor))
    for place in ("[17, 3]", "[200, 60]", "[17, 3]"):
        qtbot.mouseClick(button(view, "next NaN"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda place=place: f"{place}  =  NaN" in said(view))  # type: ignore[misc]


def test_offers_no_search_for_what_is_not_there(show: Show) -> None:
    view = show(torch.zeros(3, 3))
    assert button(view, "next NaN").isEnabled()
    view.set_distribution(distribution_of(torch.zeros(3, 3)))
    assert not button(view, "next NaN").isEnabled()


def test_copies_a_block_as_text(qtbot: QtBot, show: Show) -> None:
    view = show(torch.tensor([[1.0, -2.5, 3], [4, 5, 6]]))
    grid = table(view)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        grid.selectionModel().select(grid.model().index(row, column), QItemSelectionModel.SelectionFlag.Select)
    next(action for action in grid.actions() if isinstance(action, QAction) and action.text() == "Copy").trigger()
    qtbot.waitUntil(lambda: "Copied" in said(view))
    assert QGuiApplication.clipboard().text() == "1\t-2.5\n4\t5"


def test_refuses_to_copy_a_billion_values(qtbot: QtBot, show: Show) -> None:
    view = show(torch.zeros(2000, 2000))
    table(view).selectAll()
    table(view).actions()[0].trigger()
    assert "too many to copy" in said(view)


def test_float32_is_offered_where_it_differs(qtbot: QtBot, show: Show) -> None:
    view = show(torch.tensor([[-0.1]], dtype=torch.bfloat16))
    qtbot.mouseClick(button(view, "float32"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: table(view).model().index(0, 0).data() == "−0.100097656")
    assert not button(show(torch.zeros(2, 2)), "float32").isVisible()


def test_colours_by_value_once_the_scale_is_known(qtbot: QtBot, show: Show) -> None:
    tensor = torch.tensor([[-1.0, 0.0, 1.0]])
    view = show(tensor)
    qtbot.waitUntil(lambda: table(view).model().index(0, 2).data() == "1")
    qtbot.mouseClick(button(view, "tint"), Qt.MouseButton.LeftButton)
    view.set_distribution(distribution_of(tensor))
    below, zero, above = (
        table(view).model().index(0, i).data(Qt.ItemDataRole.BackgroundRole).color() for i in range(3)
    )
    assert below.blue() > below.red()
    assert above.red() > above.blue()
    assert zero.red() == zero.green() == zero.blue()


def test_keeps_its_place_on_a_tensor_of_the_same_shape(qtbot: QtBot, show: Show) -> None:
    view = show(torch.zeros(500, 40))
    go_to(qtbot, view, "321, 7")
    show(torch.ones(500, 40))
    qtbot.waitUntil(lambda: "[321, 7]  =  1" in said(view))
    show(torch.ones(50, 40))
    qtbot.waitUntil(lambda: "[0, 0]  =  1" in said(view))


@pytest.mark.parametrize(
    ("tensor", "answer"),
    [
        (torch.empty(0, 12), "no elements: its shape is 0 × 12"),
        (torch.tensor(3.5), "scalar  =  3.5"),
        (torch.tensor([[True]]), "[0, 0]  =  true"),
        (torch.tensor([[1 - 2j]]), "[0, 0]  =  1−2i"),
    ],
)
def test_odd_tensors(qtbot: QtBot, show: Show, tensor: torch.Tensor, answer: str) -> None:
    view = show(tensor)
    qtbot.waitUntil(lambda: answer in said(view))


def test_a_read_that_fails_is_said_in_place(qtbot: QtBot, show: Show) -> None:
    whole = stored(torch.zeros(4, 4))
    view = show(Stored(whole.storage, whole.dtype, (9, 9), (9, 1)))
    qtbot.waitUntil(lambda: "reaches byte" in said(view))


def test_axes_are_picked_from_a_menu(qtbot: QtBot, show: Show) -> None:
    view = show(torch.arange(3 * 4 * 5).reshape(3, 4, 5))
    picker = next(b for b in view.findChildren(QPushButton) if b.accessibleName() == "Rows show which axis")
    picker.menu().aboutToShow.emit()
    picker.menu().actions()[0].trigger()
    assert (table(view).model().rowCount(), table(view).model().columnCount()) == (3, 5)
    view.findChildren(QSpinBox)[0].setValue(3)
    go_to(qtbot, view, "2, 3, 1")
    qtbot.waitUntil(lambda: f"[2, 3, 1]  =  {2 * 20 + 3 * 5 + 1}" in said(view))
