import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from gui.pages.legend import Key, Legend, short_names
from gui.pages.role_picker import RolePicker
from weights.depth import Role


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["layers.N.attention.wq.weight"], ["weight"]),
        (["l.N.wq.weight", "l.N.wk.weight"], ["wq", "wk"]),
        (["l.N.attention.wq.weight", "l.N.norm.weight"], ["attention.wq", "norm"]),
        (["h.N.w", "h.N.w.w"], ["w", "w.w"]),
        (["a", "b.c"], ["a", "b.c"]),
    ],
)
def test_short_names_say_what_differs(names: list[str], short: list[str]) -> None:
    assert short_names(names) == short


def test_a_click_in_the_legend_chooses(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_keys([Key("wq", "h.N.wq", "#117733", "o"), Key("wk", "h.N.wk", "#aa3f97", "s")], chosen=0)
    with qtbot.waitSignal(legend.chosen) as chosen:
        qtbot.mouseClick(legend.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [1]


@pytest.fixture
def picker(qtbot: QtBot) -> RolePicker:
    result = RolePicker(most=2)
    qtbot.addWidget(result)
    result.show_roles([Role(f"h.N.{name}", []) for name in ("q", "k", "v")], {0})
    result.choices.aboutToShow.emit()
    return result


def state(picker: RolePicker) -> list[bool]:
    boxes = picker.findChild(QListWidget)
    return [boxes.item(row).checkState() is Qt.CheckState.Checked for row in range(boxes.count())]


def tick(qtbot: QtBot, picker: RolePicker, row: int) -> None:
    boxes = picker.findChild(QListWidget)
    boxes.setCurrentRow(row)
    qtbot.keyClick(boxes, Qt.Key.Key_Return)


def test_roles_are_ticked_by_keys(qtbot: QtBot, picker: RolePicker) -> None:
    assert picker.text() == "h.N.q"
    with qtbot.waitSignal(picker.picked) as picked:
        tick(qtbot, picker, 2)
    assert picked.args == [{0, 2}]
    assert picker.text() == "2 of 3 roles"


def test_no_more_than_fit_are_ticked_and_never_none(qtbot: QtBot, picker: RolePicker) -> None:
    assert "at most 2 at once" in [label.text() for label in picker.findChildren(QLabel)]
    for row in (1, 2):
        tick(qtbot, picker, row)
    assert state(picker) == [True, True, False]
    for row in (0, 1):
        tick(qtbot, picker, row)
    assert state(picker) == [False, True, False]
