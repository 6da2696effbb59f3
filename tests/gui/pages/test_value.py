from pathlib import Path

from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gui.pages.value import ValuePage
from tests.builders.checkpoints import Parts
from tests.gui.places import node_of, shown
from weights.tree import Value


def page_of(qtbot: QtBot, path: Path, value: Value) -> ValuePage:
    checkpoint = Parts().tensor("w").add(value).checkpoint(path / "file.pth")
    page = ValuePage()
    qtbot.addWidget(page)
    page.show_node(shown(checkpoint, node_of(checkpoint, value.path[0])))
    return page


def test_the_text_is_shown_line_by_line_and_escaped(qtbot: QtBot, tmp_path: Path) -> None:
    page = page_of(qtbot, tmp_path, Value(("notes",), "str", "<b>one</b>\ntwo\x1b[31m"))
    assert page.findChild(QPlainTextEdit).toPlainText() == "<b>one</b>\ntwo\\x1b[31m"


def test_what_is_wrong_with_a_value_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    page = page_of(qtbot, tmp_path, Value(("args",), "dict", "", problem="it is nested too deep"))
    assert page.findChild(QLabel).text() == "it is nested too deep"
