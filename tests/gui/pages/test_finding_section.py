from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.finding import Found
from gui.models.finding_model import Place
from gui.pages.finding_list import FindingList
from gui.pages.finding_section import FindingSection, in_words
from tests.gui.found import ALIKE, ALONE, SAME, A, C
from weights.findings.finding import Group

Show = Callable[[list[Group]], FindingList]


@pytest.fixture
def section(qtbot: QtBot) -> FindingSection:
    result = FindingSection()
    qtbot.addWidget(result)
    result.resize(800, 400)
    return result


@pytest.fixture
def show(qtbot: QtBot, section: FindingSection) -> Show:
    def show(groups: list[Group]) -> FindingList:
        section.show_found(Found(groups, examined=3, is_whole=True))
        with qtbot.waitExposed(section):
            section.show()
        view = section.findChild(FindingList)
        assert isinstance(view, FindingList)
        return view

    return show


def click(qtbot: QtBot, view: FindingList, index: QModelIndex) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def test_a_click_goes_to_the_value(qtbot: QtBot, section: FindingSection, show: Show) -> None:
    view = show([ALONE])
    with qtbot.waitSignal(section.place_wanted) as wanted:
        click(qtbot, view, view.model().index(0, 2))
    assert wanted.args == [Place(A, (2, 3))]


def test_enter_opens_what_is_alike_and_then_goes_there(qtbot: QtBot, section: FindingSection, show: Show) -> None:
    view = show([ALIKE])
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(section.place_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args == [Place(C, (5, 0))]


def test_a_second_click_closes_what_is_open(qtbot: QtBot, show: Show) -> None:
    view = show([ALIKE, SAME])
    low = view.height()
    click(qtbot, view, view.model().index(0, 0))
    assert view.isExpanded(view.model().index(0, 0))
    assert view.height() == 2 * low
    click(qtbot, view, view.model().index(0, 0))
    assert view.height() == low


def test_what_is_open_and_current_stays_when_more_is_found(show: Show) -> None:
    view = show([ALIKE])
    view.expand(view.model().index(0, 0))
    view.setCurrentIndex(view.model().index(1, 0, view.model().index(0, 0)))
    show([ALONE, ALIKE])
    assert view.isExpanded(view.model().index(1, 0))
    assert view.currentIndex() == view.model().index(1, 0, view.model().index(1, 0))


def test_a_narrow_list_has_two_lines_a_row(section: FindingSection, show: Show) -> None:
    view = show([ALONE, ALIKE])
    wide = view.height()
    section.resize(400, 400)
    assert view.height() > wide
    assert view.isColumnHidden(2)
    assert not view.grab().isNull()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Found(), ""),
        (Found(waiting=255), "255 tensors not scanned yet."),
        (Found(examined=255, is_whole=True), "No NaN or infinities"),
        (Found(examined=255, is_whole=True), "in 255 tensors."),
        (Found(examined=112, waiting=143), "in 112 tensors. 143 tensors not scanned yet."),
        (Found([ALONE], 112, 143), "112 tensors scanned so far. 143 tensors not scanned yet."),
        (Found([ALONE], 254, 1, is_whole=True), "1 tensor could not be scanned."),
    ],
)
def test_it_is_said_how_much_was_looked_at(found: Found, expected: str) -> None:
    assert expected in in_words(found)


def test_nothing_is_said_of_a_whole_scan_that_found_something(section: FindingSection, show: Show) -> None:
    show([ALONE])
    assert not [label for label in section.findChildren(QLabel) if label.isVisible()]
