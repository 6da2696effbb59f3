from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.models.columns import Column
from gui.models.facts import Facts
from gui.models.flat_model import FlatModel
from gui.models.order import Order, sorted_in_pieces, sorted_nodes
from tests.builders.checkpoints import Parts, llama
from tests.generators import result_of
from tests.gui.places import node_of, statistics
from weights.checkpoint import Checkpoint
from weights.tree import Node


def listed(checkpoint: Checkpoint) -> FlatModel:
    model = FlatModel()
    model.show_nodes(Facts(checkpoint), {node: place for place, node in enumerate(checkpoint.tensors)})
    return model


def names(nodes: Sequence[Node]) -> list[str]:
    return [node.name for node in nodes]


def test_it_is_a_sound_model(qtbot: QtBot, tmp_path: Path) -> None:
    model = listed(llama().checkpoint(tmp_path / "file.pth"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_nodes(None)
    assert model.rowCount() == 0
    tester.deleteLater()


def test_rows_bear_full_names(qtbot: QtBot, tmp_path: Path) -> None:
    checkpoint = llama().checkpoint(tmp_path / "file.pth")
    model = listed(checkpoint)
    index = model.find(node_of(checkpoint, "layers.1.attention.wq.weight"))
    assert index.data() == "layers.1.attention.wq.weight"
    assert not model.find(node_of(checkpoint, "layers")).isValid()


def test_typing_ahead_goes_round(qtbot: QtBot, tmp_path: Path) -> None:
    model = listed(Parts().tensor("alpha").tensor("Beta").tensor("gamma").checkpoint(tmp_path / "file.pth"))
    found = model.match(model.index(2, 0), Qt.ItemDataRole.DisplayRole, "b")
    assert [index.row() for index in found] == [1]
    assert model.match(model.index(0, 0), Qt.ItemDataRole.DisplayRole, "x") == []


def test_new_statistics_change_the_row(qtbot: QtBot, tmp_path: Path) -> None:
    checkpoint = Parts().tensor("a").tensor("b").checkpoint(tmp_path / "file.pth")
    model, node = listed(checkpoint), node_of(checkpoint, "b")
    assert model.facts is not None
    assert model.index(1, Column.NAN).data() == ""
    model.facts.learn(node, statistics(nan=7))
    with qtbot.waitSignal(model.numbers_changed):
        model.refresh({node}, set())
    assert model.index(1, Column.NAN).data() == "7"


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", [Column.SHAPE, Column.TYPE, Column.PARAMETERS, Column.STD])
def test_sorting_in_pieces_is_sorting(tmp_path: Path, column: Column, descending: bool) -> None:
    parts = Parts()
    for number in range(5000):
        parts.tensor(f"w{number}", (number * 37 % 101, 3), ("float32", "bfloat16", "int8")[number % 3])
    checkpoint = parts.checkpoint(tmp_path / "file.pth")
    facts, order = Facts(checkpoint), Order(column, descending)
    nodes = list(checkpoint.tensors)
    assert names(result_of(sorted_in_pieces(nodes, facts, order))) == names(sorted_nodes(nodes, facts, order))


def test_what_has_nothing_in_a_column_comes_last_either_way(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("a").tensor("b").tensor("c").checkpoint(tmp_path / "file.pth")
    facts = Facts(checkpoint)
    facts.learn(node_of(checkpoint, "b"), statistics(greatest=1.0))
    facts.learn(node_of(checkpoint, "c"), statistics(greatest=5.0))
    up, down = (sorted_nodes(checkpoint.tensors, facts, Order(Column.MAX, way)) for way in (False, True))
    assert (names(up), names(down)) == (["b", "c", "a"], ["c", "b", "a"])


def test_by_name_the_order_of_the_tree_is_kept(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("a.10").tensor("a.2").checkpoint(tmp_path / "file.pth")
    nodes = [node for node in checkpoint.root.walk() if node.tensor is not None]
    facts = Facts(checkpoint)
    assert names(result_of(sorted_in_pieces(nodes, facts, Order()))) == ["a.2", "a.10"]
    assert names(result_of(sorted_in_pieces(nodes, facts, Order(descending=True)))) == ["a.10", "a.2"]
