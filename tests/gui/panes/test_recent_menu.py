"""The menu of the files opened last."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import preferences
from gui.panes.recent_menu import RecentMenu


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    result = QWidget()
    qtbot.addWidget(result)
    return result


@pytest.fixture
def menu(window: QWidget) -> RecentMenu:
    return RecentMenu(window)


def test_the_last_file_comes_first_and_nothing_in_its_name_is_markup(qtbot: QtBot, menu: RecentMenu) -> None:
    for path in ("/models/first.pth", "/models/<b>A&B.pth"):
        preferences.remember_file(path)
    menu.aboutToShow.emit()
    latest = menu.actions()[0]
    assert (latest.text(), latest.toolTip()) == ("<b>A&&B.pth", "<qt>/models/&lt;b&gt;A&amp;B.pth</qt>")
    with qtbot.waitSignal(menu.chosen) as chosen:
        latest.trigger()
    assert chosen.args == ["/models/<b>A&B.pth"]


def test_the_files_can_be_forgotten(menu: RecentMenu) -> None:
    preferences.remember_file("/models/first.pth")
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Nothing was opened yet"]
