"""Figures wrap where the window is narrow, and reuse their cells."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.describe import Figure
from gui.figures import FigureLine


def test_a_narrow_line_takes_more_rows(qtbot: QtBot) -> None:
    line = FigureLine()
    qtbot.addWidget(line)
    line.show_figures([Figure("min", "1.000"), Figure("max", "2.000"), Figure("mean", "1.500")])
    assert line.heightForWidth(60) > 2 * line.heightForWidth(600)


def test_fewer_figures_hide_the_rest(qtbot: QtBot) -> None:
    line = FigureLine()
    qtbot.addWidget(line)
    line.show_figures([Figure("min", "1"), Figure("max", "2")])
    line.show_figures([Figure("not counted", "gone", "bad")])
    shown = [label.text() for label in line.findChildren(QLabel) if not label.parentWidget().isHidden()]
    assert shown == ["not counted", "gone"]
