"""The heatmap under mouse and keys, on every odd tensor."""

import re
from collections.abc import Callable

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from gui import theme
from gui.color_maps import color_of
from gui.jobs import Runner
from gui.pages.color_bar import ColorBar
from gui.pages.heatmap import HeatmapPage
from gui.pages.heatmap_controls import HeatmapControls
from gui.pages.heatmap_image import HeatmapImage
from tests.builders.odd import ODD
from tests.gui.pages.stored import checkpoint_of, distribution_of, node_of, stored
from tests.gui.places import shown

Show = Callable[[torch.Tensor], HeatmapPage]
LARGE = torch.arange(3000 * 2500, dtype=torch.float32).reshape(3000, 2500)


@pytest.fixture
def show(qtbot: QtBot, runner: Runner) -> Show:
    page = HeatmapPage(runner, HeatmapControls())
    qtbot.addWidget(page)
    page.resize(700, 500)
    with qtbot.waitExposed(page):
        page.show()

    def showing(tensor: torch.Tensor) -> HeatmapPage:
        node = node_of(stored(tensor))
        with qtbot.waitSignal(page.painted):
            page.show_node(shown(checkpoint_of(node), node))
        return page

    return showing


def image(page: HeatmapPage) -> HeatmapImage:
    return page.findChildren(HeatmapImage)[0]


def said(page: HeatmapPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(qtbot: QtBot, page: HeatmapPage, word: str) -> None:
    button = next(each for each in page.findChildren(QPushButton) if each.text() == word)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def place(page: HeatmapPage, row: int, column: int) -> QPoint:
    """The middle of an element, in the image."""
    frame = image(page).frame
    assert frame is not None
    return image(page).view.topLeft() + QPointF(frame.x(column + 0.5), frame.y(row + 0.5)).toPoint()


def element(page: HeatmapPage, at: QPointF) -> tuple[int, int]:
    """The row and column at a place of the image."""
    frame, inside = image(page).frame, at - QPointF(image(page).view.topLeft())
    found = frame.element(inside.x(), inside.y()) if frame is not None else None
    assert found is not None
    return found


def color_at(page: HeatmapPage, row: int, column: int) -> QColor:
    """The colour of an element, beside the value that is written in it."""
    return image(page).grab().toImage().pixelColor(place(page, row, column) - QPoint(0, 12))


@pytest.mark.parametrize("name", ODD)
def test_every_tensor_is_painted_or_explained(name: str, show: Show) -> None:
    tensor = ODD[name]()
    page = show(tensor)
    page.set_distribution(distribution_of(tensor))
    assert image(page).isVisible() == (tensor.numel() > 0)
    assert ("has no elements" in said(page)) == (tensor.numel() == 0)


def test_row_0_is_at_the_top_and_zero_is_neutral(show: Show) -> None:
    page = show(torch.tensor([[-1.0, 0.0], [0.5, 1.0]]))
    assert color_at(page, 0, 0) == color_of(0.0, is_diverging=True)
    assert color_at(page, 1, 1) == color_of(1.0, is_diverging=True)
    assert color_at(page, 0, 1) == color_of(0.5, is_diverging=True)


def test_what_is_not_finite_has_colours_of_its_own(show: Show) -> None:
    page = show(ODD["infinities"]())
    colors = theme.colors()
    found = [color_at(page, row, column).name() for row, column in ((3, 3), (0, 0), (5, 9))]
    assert found == [colors.nan, colors.infinite, colors.minus_infinite]
    assert "NaN in" in page.findChildren(ColorBar)[0].accessibleDescription()


def test_says_what_a_pixel_is(qtbot: QtBot, show: Show) -> None:
    page = show(LARGE)
    assert re.search(r"each pixel is the mean of \d+ × \d+ values", said(page))
    press(qtbot, page, "largest")
    qtbot.waitUntil(lambda: "each pixel is the value of largest magnitude of" in said(page))


def test_zooms_to_single_values_by_the_keyboard(qtbot: QtBot, show: Show) -> None:
    page = show(LARGE)
    for _ in range(40):
        qtbot.keyClick(image(page), Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: "each cell is one value" in said(page))
    qtbot.keyClick(image(page), Qt.Key.Key_0)
    qtbot.waitUntil(lambda: "each pixel is the mean of" in said(page))


def test_the_wheel_zooms_around_the_cursor_and_dragging_moves(qtbot: QtBot, show: Show) -> None:
    page = show(LARGE)
    target, at = image(page), QPointF(place(page, 600, 500))
    before = element(page, at)
    for _ in range(10):
        event = QWheelEvent(
            at,
            at,
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)
    zoomed = target.frame
    assert zoomed is not None
    assert element(page, at) == before
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=at.toPoint())
    qtbot.mouseMove(target, at.toPoint() + QPoint(0, -40))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton)
    assert target.frame is not None
    assert target.frame.top == pytest.approx(zoomed.top + 40 / zoomed.down)
    qtbot.mouseDClick(target, Qt.MouseButton.LeftButton)
    assert target.frame.is_fitted


def test_reads_out_the_value_under_the_cursor_and_its_pixel(qtbot: QtBot, show: Show) -> None:
    page = show(LARGE)
    at = place(page, 1203, 903)
    row, column = element(page, QPointF(at))
    qtbot.mouseMove(image(page), at)
    qtbot.waitUntil(lambda: f"[{row}, {column}]  =  {row * 2500 + column}" in said(page))
    assert "mean of rows " in said(page)
    qtbot.mouseMove(image(page), QPoint(1, 1))
    assert f"[{row}" not in said(page)


def test_range_by_numbers_and_back(qtbot: QtBot, show: Show) -> None:
    page = show(torch.linspace(-1, 1, 100).reshape(10, 10))
    low, high = page.findChildren(QLineEdit)[:2]
    low.setText("-0.5")
    high.setText("0.5")
    qtbot.keyClick(high, Qt.Key.Key_Return)
    assert "50.00\N{NARROW NO-BREAK SPACE}% of the pixels clipped" in said(page)
    press(qtbot, page, "reset")
    assert "no pixels clipped" in said(page)


def test_the_range_of_single_values_is_that_of_all_once_they_are_counted(show: Show) -> None:
    tensor = torch.linspace(-1, 1, 3000).reshape(50, 60)
    page = show(tensor)
    assert "of the pixels" in said(page)
    page.set_distribution(distribution_of(tensor))
    assert "range: 99.9\N{NARROW NO-BREAK SPACE}% of the values" in said(page)


def test_kernels_are_tiles_until_a_slice_is_wanted(qtbot: QtBot, show: Show) -> None:
    page = show(ODD["kernel"]())
    frame = image(page).frame
    assert frame is not None
    assert (frame.rows, frame.columns) == (40, 15)
    with qtbot.waitSignal(image(page).painted):
        press(qtbot, page, "one slice")
    assert image(page).frame == image(page).frame.fitted()
    assert (image(page).frame.rows, image(page).frame.columns) == (5, 5)


def test_other_slices_of_more_axes(qtbot: QtBot, show: Show) -> None:
    tensor = ODD["five axes"]()
    page = show(tensor)
    with qtbot.waitSignal(page.painted):
        page.findChildren(QSpinBox)[0].setValue(1)
    qtbot.mouseMove(image(page), place(page, 4, 1))
    qtbot.waitUntil(lambda: "[1, 0, 0, 4, 1]  =  " in said(page))


def test_choices_and_place_stay_from_tensor_to_tensor(qtbot: QtBot, show: Show) -> None:
    page = show(LARGE)
    press(qtbot, page, "largest")
    image(page).zoom(40.0)
    before = image(page).frame
    show(-LARGE)
    assert image(page).frame == before
    show(LARGE[:2000])
    assert image(page).frame != before
    assert "largest magnitude" in said(page)


def test_dark_pictures_have_a_dark_ground(show: Show) -> None:
    page = show(torch.zeros(3, 3))
    light = color_at(page, 1, 1).lightness()
    theme.current().follow("dark")
    page.apply_theme()
    assert color_at(page, 1, 1).lightness() < 60
    assert light > 200


def test_what_cannot_be_read_is_said(qtbot: QtBot, show: Show) -> None:
    page = show(torch.ones(3, 3))
    node = node_of(stored(torch.ones(3, 3)), problem="Its bytes are not in the file")
    page.show_node(shown(checkpoint_of(node), node))
    assert "Its bytes are not in the file" in said(page)
    tangled = node_of(stored(torch.zeros(9000))._replace(shape=(8000, 1000), strides=(1, 1)))
    page.show_node(shown(checkpoint_of(tangled), tangled))
    qtbot.waitUntil(lambda: "overlapping" in said(page))


def test_a_matrix_seen_before_is_not_read_again(qtbot: QtBot, runner: Runner, show: Show) -> None:
    page = show(LARGE)
    node = node_of(stored(torch.eye(40)))
    place_in = shown(checkpoint_of(node), node)
    with qtbot.waitSignal(page.painted):
        page.show_node(place_in)
    page.hide()
    page.show()
    with qtbot.waitSignal(page.painted):
        page.show_node(place_in)
        assert runner.is_idle()
