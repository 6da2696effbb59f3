"""Rows of widgets that break where the width ends."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.flow_layout import FlowLayout

GAP, ROW_GAP, WIDTH, HEIGHT = 10, 4, 50, 20


@pytest.fixture
def parts(qtbot: QtBot) -> list[QWidget]:
    """Three widgets of one size in a flow, and first of all what they lie in."""
    area = QWidget()
    qtbot.addWidget(area)
    layout = FlowLayout(area, GAP, ROW_GAP)
    items = [QWidget() for _ in range(3)]
    for item in items:
        item.setFixedSize(WIDTH, HEIGHT)
        layout.addWidget(item)
    return [area, *items]


def places(parts: list[QWidget], width: int) -> list[tuple[int, int]]:
    area, *items = parts
    area.resize(width, area.layout().heightForWidth(width))
    area.show()
    return [(item.x(), item.y()) for item in items if item.isVisible()]


def test_what_fits_stands_in_one_row(parts: list[QWidget]) -> None:
    assert places(parts, 3 * WIDTH + 2 * GAP) == [(0, 0), (60, 0), (120, 0)]
    assert parts[0].height() == HEIGHT


def test_a_new_row_begins_where_the_width_ends(parts: list[QWidget]) -> None:
    assert places(parts, 3 * WIDTH + 2 * GAP - 1) == [(0, 0), (60, 0), (0, HEIGHT + ROW_GAP)]
    assert parts[0].height() == 2 * HEIGHT + ROW_GAP


def test_a_hidden_widget_leaves_no_gap(parts: list[QWidget]) -> None:
    parts[1].hide()
    assert places(parts, 2 * WIDTH + GAP) == [(0, 0), (60, 0)]
