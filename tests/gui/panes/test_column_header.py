import json
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from gui import preferences
from gui.models.columns import LOOKS, Column
from gui.models.tree_model import TreeModel
from gui.panes.column_header import ColumnHeader

KEY = "test columns"
NewHeads = Callable[[], ColumnHeader]


@pytest.fixture
def new_heads(qtbot: QtBot) -> NewHeads:
    """Builds the heads of a new view, 1000 px wide."""
    views: list[QTreeView] = []

    def build() -> ColumnHeader:
        view = QTreeView()
        views.append(view)
        qtbot.addWidget(view)
        heads = ColumnHeader(KEY, view)
        view.setHeader(heads)
        view.setModel(TreeModel(view))
        view.resize(1000, 300)
        with qtbot.waitExposed(view):
            view.show()
        heads.arrange()
        return heads

    return build


def shown(heads: ColumnHeader) -> list[Column]:
    return [column for column in Column if not heads.isSectionHidden(column)]


def test_the_name_takes_what_the_others_leave(new_heads: NewHeads) -> None:
    heads = new_heads()
    assert sum(heads.sectionSize(column) for column in shown(heads)) == heads.viewport().width()
    assert Column.BYTES not in shown(heads)


def test_a_dragged_width_is_remembered(new_heads: NewHeads) -> None:
    new_heads().resizeSection(Column.SIZE, 133)
    assert new_heads().sectionSize(Column.SIZE) == 133


def test_a_shape_never_has_too_little_room(new_heads: NewHeads) -> None:
    heads = new_heads()
    heads.make_room_for_shape(260)
    heads.resizeSection(Column.SHAPE, 30)
    assert heads.sectionSize(Column.SHAPE) == 260


def test_a_column_never_gets_too_narrow(new_heads: NewHeads) -> None:
    heads = new_heads()
    heads.resizeSection(Column.SIZE, 3)
    assert heads.sectionSize(Column.SIZE) == LOOKS[Column.SIZE].at_least


@pytest.mark.parametrize("remembered", ["", "[]", "{}", '{"widths": {"GONE": 3}, "shown": []}', '{"widths": 3}'])
def test_what_another_version_remembered_does_no_harm(new_heads: NewHeads, remembered: str) -> None:
    preferences.save(KEY, remembered)
    assert new_heads().sectionSize(Column.SIZE) == LOOKS[Column.SIZE].width


def test_a_column_that_was_hidden_stays_hidden(new_heads: NewHeads) -> None:
    preferences.save(KEY, json.dumps({"widths": {}, "shown": ["NAME", "BYTES"]}))
    assert shown(new_heads()) == [Column.NAME, Column.BYTES]
