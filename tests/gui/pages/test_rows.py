"""The page of rows under mouse and keys."""

from collections.abc import Callable

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.models.rows_sheet import Figure
from gui.pages import PAGES
from gui.pages.rows import RowsPage
from gui.pages.rows_plot import RowsPlot
from gui.pages.rows_table import RowsTable
from tests.builders.odd import ODD
from tests.gui.pages.stored import checkpoint_of, node_of, stored
from tests.gui.places import shown
from weights.matrices import rows
from weights.tree import Node

Show = Callable[[torch.Tensor | Node], RowsPage]


@pytest.fixture
def show(qtbot: QtBot, runner: Runner) -> Show:
    page = RowsPage(runner)
    qtbot.addWidget(page)
    page.resize(900, 700)
    with qtbot.waitExposed(page):
        page.show()

    def showing(content: torch.Tensor | Node) -> RowsPage:
        node = content if isinstance(content, Node) else node_of(stored(content))
        with qtbot.waitSignal(page.painted):
            page.show_node(shown(checkpoint_of(node), node))
        return page

    return showing


@pytest.fixture
def odd_rows() -> torch.Tensor:
    """A hundred rows of four values: row 3 all zero, row 40 far above, row 41 far below, row 50 with a NaN."""
    tensor = torch.ones(100, 4) * torch.linspace(1, 1.1, 100)[:, None]
    tensor[3], tensor[40], tensor[41], tensor[50, 2] = 0, 9, 0.01, float("nan")
    return tensor


def table(page: RowsPage) -> RowsTable:
    return page.findChildren(RowsTable)[0]


def listed(page: RowsPage) -> list[str]:
    model = table(page).model()
    return [model.index(row, Figure.INDEX).data() for row in range(model.rowCount())]


def current(page: RowsPage) -> str | None:
    return table(page).currentIndex().siblingAtColumn(Figure.INDEX).data()


def said(page: RowsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def click(page: RowsPage, words: str) -> None:
    button = next(each for each in page.findChildren(QPushButton) if each.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def go_to(qtbot: QtBot, page: RowsPage, typed: str) -> None:
    edit = page.findChildren(QLineEdit)[0]
    edit.clear()
    qtbot.keyClicks(edit, typed)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def plot_pixel(page: RowsPage, place: float) -> tuple[RowsPlot, QPoint]:
    """Where a place lies in the plot's viewport, half way up."""
    plot = page.findChildren(RowsPlot)[0]
    box = plot.getViewBox()
    return plot, plot.mapFromScene(box.mapViewToScene(QPointF(place, sum(box.viewRange()[1]) / 2)))


@pytest.mark.parametrize("name", [name for name, build in ODD.items() if build().ndim > 1 and build().numel()])
def test_odd_tensors(qtbot: QtBot, show: Show, name: str) -> None:
    tensor = ODD[name]()
    page = show(tensor)
    assert len(listed(page)) == tensor.shape[0]
    for words in ("largest |x|", "descending", "columns"):
        click(page, words)
    qtbot.waitUntil(lambda: len(listed(page)) == tensor.shape[-1])


def test_a_tensor_without_elements_says_so(show: Show) -> None:
    assert "no elements: its shape is 0 × 7" in said(show(torch.empty(0, 7)))


def test_it_is_offered_where_a_row_is_more_than_a_value() -> None:
    offers = next(kind.offers for kind in PAGES if kind.name == "rows")
    nodes = [node_of(stored(tensor)) for tensor in (torch.ones(2, 3), torch.ones(3), torch.ones(2, 2, 2))]
    assert [offers(shown(checkpoint_of(node), node)) for node in nodes] == [True, False, True]


def test_sorts_by_the_chosen_measure(qtbot: QtBot, show: Show) -> None:
    page = show(torch.tensor([[1.0, 1.0], [-5.0, 4.0], [3.0, 3.0]]))
    assert listed(page) == ["0", "1", "2"]
    click(page, "descending")
    qtbot.waitUntil(lambda: listed(page) == ["1", "2", "0"])
    click(page, "mean")
    qtbot.waitUntil(lambda: listed(page) == ["2", "0", "1"])
    assert current(page) == "2"


def test_columns_instead_of_rows(qtbot: QtBot, show: Show) -> None:
    page = show(torch.ones(3, 5))
    click(page, "columns")
    qtbot.waitUntil(lambda: len(listed(page)) == 5)
    assert table(page).model().headerData(0, Qt.Orientation.Horizontal) == "Column"
    assert page.findChildren(QLineEdit)[0].placeholderText() == "go to column"


def test_those_that_stand_apart_are_counted_and_listed(qtbot: QtBot, show: Show, odd_rows: torch.Tensor) -> None:
    page = show(odd_rows)
    for words, lines in (
        ("all zero 1", ["3"]),
        ("far above 1", ["40"]),
        ("far below 1", ["41"]),
        ("NaN or Inf 1", ["50"]),
    ):
        click(page, words)
        qtbot.waitUntil(lambda lines=lines: listed(page) == lines)  # type: ignore[misc]
    assert "Far: L2 norm below" in said(page)


def test_it_is_said_that_no_row_stands_apart(show: Show) -> None:
    page = show(torch.ones(20, 3))
    assert "No row is all zero or far from the rest" in said(page)
    assert "a factor of 1.05 from the median 1.7321" in said(page)


def test_going_to_a_row_lists_all_again(qtbot: QtBot, show: Show, odd_rows: torch.Tensor) -> None:
    page = show(odd_rows)
    click(page, "all zero 1")
    qtbot.waitUntil(lambda: listed(page) == ["3"])
    go_to(qtbot, page, "-2")
    qtbot.waitUntil(lambda: current(page) == "98")
    assert len(listed(page)) == 100
    assert "row 98   L2 norm" in said(page)


@pytest.mark.parametrize(("along", "index"), [("rows", (1, 0, 0)), ("columns", (0, 0, 1))])
def test_enter_goes_to_the_values_of_a_row(qtbot: QtBot, show: Show, along: str, index: tuple[int, ...]) -> None:
    page = show(torch.arange(24.0).reshape(2, 3, 4))
    click(page, along)
    qtbot.waitUntil(lambda: len(listed(page)) == (2 if along == "rows" else 4))
    qtbot.keyClick(table(page), Qt.Key.Key_Down)
    with qtbot.waitSignal(page.place_wanted) as wanted:
        qtbot.keyClick(table(page), Qt.Key.Key_Return)
    assert wanted.args[0].index == index


def test_the_picture_of_it_is_the_plot(show: Show) -> None:
    assert isinstance(show(torch.ones(3, 4)).drawing(), RowsPlot)
    assert show(torch.empty(0, 4)).drawing() is None


@pytest.mark.parametrize(("typed", "answer"), [("one", "a whole number"), ("100", "go from 0 to 99")])
def test_says_what_is_wrong_with_an_index(qtbot: QtBot, show: Show, typed: str, answer: str) -> None:
    page = show(torch.ones(100, 4))
    go_to(qtbot, page, typed)
    assert answer in said(page)


def test_a_click_on_the_plot_goes_to_the_row(qtbot: QtBot, show: Show) -> None:
    page = show(torch.arange(1.0, 21.0)[:, None].repeat(1, 3))
    click(page, "descending")
    qtbot.waitUntil(lambda: listed(page)[0] == "19")
    plot, pixel = plot_pixel(page, 4)
    qtbot.mouseMove(plot.viewport(), pixel)
    qtbot.waitUntil(lambda: "row 15 " in said(page))
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
    qtbot.waitUntil(lambda: current(page) == "15")


def test_dragging_narrows_the_plot_and_a_double_click_widens_it(qtbot: QtBot, show: Show) -> None:
    page = show(torch.rand(1000, 3))
    plot, left = plot_pixel(page, 200)
    _, right = plot_pixel(page, 400)
    box = plot.getViewBox()
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=left)
    for pixel in (left + QPoint(20, 0), right):
        qtbot.mouseMove(plot.viewport(), pixel)
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=right)
    assert box.viewRange()[0] == pytest.approx([200, 400], abs=4)
    qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=left)
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=left)
    qtbot.waitUntil(lambda: box.viewRange()[0] == [-0.5, 999.5])


def test_copies_the_selected_rows(qtbot: QtBot, show: Show) -> None:
    page = show(torch.tensor([[3.0, 4.0], [0.0, 2.0], [1.0, 1.0]]))
    grid = table(page)
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    next(action for action in grid.actions() if action.text() == "Copy").trigger()
    qtbot.waitUntil(lambda: "Copied 2 lines" in said(page))
    expected = ["Row\tL2 norm\tMean\tLargest |x|\tZeros", "0\t5.0\t3.5\t4.0\t0", "1\t2.0\t1.0\t2.0\t1"]
    assert QGuiApplication.clipboard().text().splitlines() == expected


def test_the_same_row_stays_current_from_tensor_to_tensor(qtbot: QtBot, show: Show) -> None:
    page = show(torch.ones(500, 4))
    go_to(qtbot, page, "321")
    qtbot.waitUntil(lambda: current(page) == "321")
    assert current(show(torch.zeros(400, 4))) == "321"
    assert current(show(torch.zeros(40, 4))) == "0"


def test_a_tensor_is_measured_once(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (node_of(stored(torch.full((3, 3), value))) for value in (1.0, 2.0))
    for node in (first, second):
        show(node)
    monkeypatch.setattr(rows, "row_measures", None)
    assert "L2 norm 1.7321" in said(show(first))


def test_says_why_there_are_no_rows(show: Show) -> None:
    whole = stored(torch.zeros(4, 4))
    page = show(node_of(whole._replace(shape=(9, 9), strides=(9, 1))))
    assert "reaches byte" in said(page)
    assert "cannot" in said(show(node_of(whole, problem="it cannot be read")))


def test_nothing_is_measured_for_a_page_that_was_left(qtbot: QtBot, show: Show, runner: Runner) -> None:
    page = show(torch.zeros(2, 2))
    node = node_of(stored(torch.ones(3, 4)))
    page.show_node(shown(checkpoint_of(node), node))
    page.hide()
    assert runner.is_idle()
    page.show()
    assert "L2 norm 2" in said(show(node))
