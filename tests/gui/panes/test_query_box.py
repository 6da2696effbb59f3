"""The query box, driven by keys: completion gives way to whoever knows what they type."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTreeWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.panes.query_box import QueryBox
from weights.completion import Choice, Vocabulary

Key = Qt.Key
VOCABULARY = Vocabulary(
    words=("weight", "wq", "norm"), shapes=(Choice("8x4", "3 tensors"),), dtypes=(Choice("bf16", "bfloat16"),)
)


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[QueryBox]:
    window = QWidget()
    qtbot.addWidget(window)
    box, other = QueryBox(), QPushButton("other")
    layout = QVBoxLayout(window)
    layout.addWidget(box)
    layout.addWidget(other)
    layout.addStretch()
    window.resize(400, 500)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    box.set_vocabulary(VOCABULARY)
    box.take_focus()
    qtbot.waitUntil(edit(box).hasFocus)
    yield box
    window.close()


def edit(box: QueryBox) -> QLineEdit:
    found = box.findChild(QLineEdit, "query")
    assert isinstance(found, QLineEdit)
    return found


def offered(box: QueryBox) -> list[str]:
    """The terms in the list under the box; none where it is closed."""
    popup = box.window().findChild(QTreeWidget, "completion")
    if popup is None or not popup.isVisible():
        return []
    return [popup.topLevelItem(row).text(0) for row in range(popup.topLevelItemCount())]


def press(box: QueryBox, *keys: Qt.Key | str) -> str:
    """Type texts and keys; returns what the box then holds."""
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(edit(box), key)
        else:
            QTest.keyClick(edit(box), key)
    return box.text()


def test_a_term_is_offered_while_it_is_typed(box: QueryBox) -> None:
    press(box, "layers w")
    assert offered(box) == ["weight", "wq"]
    press(box, "q")
    assert offered(box) == []
    assert edit(box).hasFocus()


def test_tab_takes_the_first_and_the_down_key_chooses(box: QueryBox) -> None:
    assert press(box, "0 -w", Key.Key_Tab) == "0 -weight"
    assert press(box, " w", Key.Key_Down, Key.Key_Down, Key.Key_Return) == "0 -weight wq"
    assert offered(box) == []


def test_after_a_tag_its_values_are_offered(box: QueryBox) -> None:
    assert press(box, "dt", Key.Key_Tab) == "dtype:"
    assert offered(box) == ["dtype:bf16"]
    assert press(box, Key.Key_Tab) == "dtype:bf16"


def test_going_beyond_the_last_marks_none(qtbot: QtBot, box: QueryBox) -> None:
    press(box, "w", Key.Key_Up, Key.Key_Down)
    with qtbot.waitSignal(box.left):
        press(box, Key.Key_Return)
    assert box.text() == "w"


def test_enter_leaves_what_was_typed_alone(qtbot: QtBot, box: QueryBox) -> None:
    press(box, "w")
    with qtbot.waitSignal(box.left):
        press(box, Key.Key_Return)
    assert (box.text(), offered(box)) == ("w", [])


def test_escape_closes_the_list_then_clears_then_leaves(qtbot: QtBot, box: QueryBox) -> None:
    assert press(box, "w", Key.Key_Escape) == "w"
    assert offered(box) == []
    assert press(box, Key.Key_Escape) == ""
    with qtbot.waitSignal(box.left):
        press(box, Key.Key_Escape)


def test_the_term_at_the_cursor_is_completed_in_the_middle(box: QueryBox) -> None:
    press(box, "n dims=2", Key.Key_Home, Key.Key_Right, "o")
    assert press(box, Key.Key_Tab) == "norm dims=2"


def test_moving_the_cursor_closes_the_list(box: QueryBox) -> None:
    press(box, "w", Key.Key_Left)
    assert offered(box) == []


def test_a_click_takes_a_term(qtbot: QtBot, box: QueryBox) -> None:
    press(box, "w")
    popup = box.window().findChild(QTreeWidget, "completion")
    place = popup.visualItemRect(popup.topLevelItem(1)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (box.text(), edit(box).hasFocus()) == ("wq", True)


def test_the_list_lies_under_the_box_and_is_as_wide(box: QueryBox) -> None:
    press(box, "w")
    popup = box.window().findChild(QTreeWidget, "completion")
    bottom = edit(box).mapTo(box.window(), edit(box).rect().bottomLeft())
    assert popup.geometry().left() == bottom.x()
    assert popup.geometry().top() > bottom.y()
    assert popup.width() == edit(box).width()


def test_without_a_list_tab_goes_on(qtbot: QtBot, box: QueryBox) -> None:
    press(box, "wq", Key.Key_Tab)
    assert not edit(box).hasFocus()


def test_leaving_closes_the_list(box: QueryBox) -> None:
    press(box, "w")
    edit(box).clearFocus()
    assert offered(box) == []


def test_clearing_closes_the_list(box: QueryBox) -> None:
    press(box, "w")
    box.clear()
    assert offered(box) == []
