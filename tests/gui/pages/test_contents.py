from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from gui.models.entries import Entry, EntryModel, child_name
from gui.pages.contents import ContentsPage
from tests.builders.checkpoints import Parts, llama
from tests.gui.places import node_of, shown
from weights.tree import Value


def row(model: EntryModel, place: int) -> list[str]:
    return [model.index(place, column).data().replace("\N{NARROW NO-BREAK SPACE}", " ") for column in Entry]


def test_it_is_a_sound_model(qtbot: QtBot, tmp_path: Path) -> None:
    root = llama().checkpoint(tmp_path / "file.pth").root
    model = EntryModel(child_name)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_nodes(root.children, root.sums.size)
    tester.deleteLater()


def test_children_show_their_share_of_the_bytes(qtbot: QtBot, tmp_path: Path) -> None:
    parts = Parts().tensor("m.a", (3,)).tensor("m.b.weight", (1,)).add(Value(("m", "epoch"), "int", "7"))
    branch = node_of(parts.checkpoint(tmp_path / "file.pth"), "m")
    model = EntryModel(child_name)
    model.show_nodes(branch.children, branch.sums.size)
    assert row(model, 0) == ["a", "3", "bf16", "3", "6 B", "75.00 %"]
    assert row(model, 1) == ["b.weight", "1", "bf16", "1", "2 B", "25.00 %"]
    assert row(model, 2) == ["epoch", "7", "int", "", "", ""]


def test_enter_asks_for_the_child(qtbot: QtBot, tmp_path: Path) -> None:
    checkpoint = llama().checkpoint(tmp_path / "file.pth")
    page = ContentsPage()
    qtbot.addWidget(page)
    page.show_node(shown(checkpoint, node_of(checkpoint, "layers")))
    view = page.findChild(QTableView)
    view.setCurrentIndex(view.model().index(1, 0))
    with qtbot.waitSignal(page.node_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args[0].name == "layers.1"


def test_columns_give_way_to_the_name(qtbot: QtBot, tmp_path: Path) -> None:
    checkpoint = llama().checkpoint(tmp_path / "file.pth")
    page = ContentsPage()
    qtbot.addWidget(page)
    page.resize(800, 400)
    page.show()
    page.show_node(shown(checkpoint, node_of(checkpoint, "layers.0.attention")))
    view = page.findChild(QTableView)
    assert not any(view.isColumnHidden(column) for column in Entry)
    page.resize(360, 400)
    visible = [column for column in Entry if not view.isColumnHidden(column)]
    assert visible == [Entry.NAME, Entry.SHAPE, Entry.SIZE]
