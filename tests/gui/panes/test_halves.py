"""How the tree and the details share the window's width."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.panes.halves import Halves


@pytest.fixture
def halves(qtbot: QtBot) -> Iterator[Halves]:
    result = Halves(QWidget(), QWidget())
    result.resize(1440, 400)
    result.show()
    yield result
    result.close()
    result.deleteLater()


@pytest.mark.parametrize(("width", "tree"), [(2560, 768), (1440, 620), (900, 405), (700, 280)])
def test_the_details_keep_their_share_of_a_narrow_window(halves: Halves, width: int, tree: int) -> None:
    halves.resize(width, 400)
    assert halves.sizes()[0] == pytest.approx(tree, abs=1)


def test_a_window_made_wide_again_has_the_first_arrangement(halves: Halves) -> None:
    for width in (700, 1440):
        halves.resize(width, 400)
    assert halves.sizes()[0] == 620


def test_a_tree_drawn_wide_stays_wide(halves: Halves) -> None:
    halves.moveSplitter(900, 1)
    halves.resize(1500, 400)
    assert halves.sizes()[0] == pytest.approx(900, abs=1)


def test_a_drawn_width_is_taken_up_before_the_window_is_shown(qtbot: QtBot, halves: Halves) -> None:
    halves.moveSplitter(300, 1)
    later = Halves(QWidget(), QWidget())
    qtbot.addWidget(later)
    later.restore(halves.drawn_width)
    later.resize(1440, 400)
    later.show()
    assert later.sizes()[0] == 300
