"""The scheme in force: the desktop's, unless one was asked for."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.colors import DARK, LIGHT

Turn = Callable[[Qt.ColorScheme], None]


@pytest.fixture
def turn() -> Iterator[Turn]:
    """Has the desktop change to a scheme, as Qt tells of it: without a screen there is no desktop to change."""
    result = QGuiApplication.styleHints().colorSchemeChanged.emit
    yield result
    result(Qt.ColorScheme.Light)


def test_the_theme_follows_the_desktop_live(qtbot: QtBot, turn: Turn) -> None:
    theme.current().follow(None)
    with qtbot.waitSignal(theme.current().changed):
        turn(Qt.ColorScheme.Dark)
    assert theme.colors() is DARK
    turn(Qt.ColorScheme.Light)
    assert theme.colors() is LIGHT


def test_a_scheme_that_was_asked_for_stays(turn: Turn) -> None:
    theme.current().follow("light")
    turn(Qt.ColorScheme.Dark)
    assert theme.colors() is LIGHT


def test_going_back_to_the_desktop_takes_its_present_scheme(turn: Turn) -> None:
    theme.current().follow("light")
    turn(Qt.ColorScheme.Dark)
    theme.current().follow(None)
    assert theme.colors() is DARK
