from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.models.columns import Column
from gui.models.facts import Facts
from gui.models.level import MAX_ROWS, sorted_levels
from gui.models.order import Order
from gui.models.tree_model import TreeModel
from tests.builders.checkpoints import Parts, llama
from tests.generators import result_of
from tests.gui.places import node_of, statistics
from weights.checkpoint import Checkpoint
from weights.structure import examine
from weights.tree import Container, Value


def facts_of(checkpoint: Checkpoint) -> Facts:
    facts = Facts(checkpoint)
    facts.structure = result_of(examine(checkpoint))
    return facts


def shown(parts: Parts, path: Path) -> tuple[TreeModel, Checkpoint]:
    checkpoint = parts.checkpoint(path / "model.pth")
    model = TreeModel()
    model.show_nodes(facts_of(checkpoint))
    return model, checkpoint


def texts(model: TreeModel, parent: QModelIndex, column: Column = Column.NAME) -> list[str]:
    return [model.index(row, column, parent).data() for row in range(model.rowCount(parent))]


def root_of(model: TreeModel) -> QModelIndex:
    return model.index(0, 0)


@pytest.mark.parametrize("is_filtered", [False, True])
def test_it_is_a_sound_model(qtbot: QtBot, tmp_path: Path, is_filtered: bool) -> None:
    model, checkpoint = shown(llama(), tmp_path)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    kept = {checkpoint.root, node_of(checkpoint, "norm.weight"), node_of(checkpoint, "norm")} if is_filtered else None
    model.show_nodes(facts_of(checkpoint), kept)
    model.show_nodes(None)
    tester.deleteLater()


def test_a_chain_of_single_children_is_one_row(qtbot: QtBot, tmp_path: Path) -> None:
    model, _ = shown(Parts().tensor("a.b.weight").tensor("c"), tmp_path)
    assert texts(model, root_of(model)) == ["a.b.weight", "c"]


def test_children_stand_in_natural_order(qtbot: QtBot, tmp_path: Path) -> None:
    model, _ = shown(Parts().tensor("layers.10").tensor("layers.2"), tmp_path)
    assert texts(model, model.index(0, 0, root_of(model))) == ["2", "10"]


def test_rows_are_made_when_their_parent_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    model, checkpoint = shown(llama(), tmp_path)
    layers = model.find(node_of(checkpoint, "layers"))
    assert model.hasChildren(layers)
    row = model.row_at(layers)
    assert row is not None
    assert row.children is None
    assert model.rowCount(layers) == 3
    assert row.children is not None


def test_the_root_says_what_the_file_holds(qtbot: QtBot, tmp_path: Path) -> None:
    model, _ = shown(llama(), tmp_path / "Llama")
    row = [model.index(0, column).data() for column in (Column.NAME, Column.SHAPE)]
    assert row == ["Llama / model.pth", "30 tensors"]


def test_a_stack_says_how_many(qtbot: QtBot, tmp_path: Path) -> None:
    model, checkpoint = shown(llama(), tmp_path)
    layers = model.find(node_of(checkpoint, "layers"))
    assert layers.siblingAtColumn(Column.SHAPE).data() == "3\N{NARROW NO-BREAK SPACE}\N{MULTIPLICATION SIGN}"


def test_a_second_name_is_not_counted_again(qtbot: QtBot, tmp_path: Path) -> None:
    model, checkpoint = shown(llama(), tmp_path)
    output = model.find(node_of(checkpoint, "output.weight"))
    assert output.siblingAtColumn(Column.PARAMETERS).data() == "shared"
    assert output.data(Qt.ItemDataRole.AccessibleTextRole) == "output.weight  =  tok_embeddings.weight"


def test_values_and_opaque_objects_are_rows(qtbot: QtBot, tmp_path: Path) -> None:
    parts = Parts().add(Value(("epoch",), "int", "12")).add(Container(("args",), "argparse.Namespace", 1, opaque=True))
    model, _ = shown(parts.add(Value(("args", "lr"), "float", "0.1")), tmp_path)
    assert texts(model, root_of(model), Column.SHAPE) == ["12", "argparse.Namespace"]
    assert texts(model, root_of(model), Column.TYPE) == ["int", ""]


def test_hidden_characters_are_shown_as_escapes(qtbot: QtBot, tmp_path: Path) -> None:
    model, _ = shown(Parts().tensor("evil\N{RIGHT-TO-LEFT OVERRIDE}name").tensor("b"), tmp_path)
    assert texts(model, root_of(model)) == ["evil\\u202ename", "b"]


def test_a_tooltip_is_never_markup_from_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    model, _ = shown(Parts().tensor("<img src=x>").tensor("b"), tmp_path)
    tip = model.index(0, 0, root_of(model)).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip
    assert "<img" not in tip


def test_a_filter_leaves_matches_with_what_is_above(qtbot: QtBot, tmp_path: Path) -> None:
    model, checkpoint = shown(llama(), tmp_path)
    names = ["", "layers", "layers.1", "layers.1.ffn_norm", "layers.1.ffn_norm.weight"]
    model.show_nodes(facts_of(checkpoint), {node_of(checkpoint, name) for name in names})
    assert texts(model, root_of(model)) == ["layers.1.ffn_norm.weight"]
    assert not model.find(node_of(checkpoint, "norm.weight")).isValid()


def test_siblings_are_sorted_by_a_column(qtbot: QtBot, tmp_path: Path) -> None:
    model, checkpoint = shown(Parts().tensor("a", (1,)).tensor("b", (9,)).tensor("c", (4,)), tmp_path)
    model.show_nodes(facts_of(checkpoint), order=Order(Column.PARAMETERS, descending=True))
    assert texts(model, root_of(model)) == ["b", "c", "a"]


@pytest.mark.parametrize("order", [Order(Column.PARAMETERS, descending=True), Order(descending=True)])
def test_a_very_long_level_is_sorted_beforehand(qtbot: QtBot, tmp_path: Path, order: Order) -> None:
    parts = Parts()
    for number in range(2 * MAX_ROWS):
        parts.tensor(f"w{number}", (number * 7919 % MAX_ROWS,))
    model, checkpoint = shown(parts, tmp_path)
    facts, kept = facts_of(checkpoint), {checkpoint.root, *checkpoint.tensors[3:]}
    model.show_nodes(facts, kept, order)
    expected = texts(model, model.index(0, 0, root_of(model)))
    levels = result_of(sorted_levels(facts, order, kept))
    model.show_nodes(facts, kept, order, levels)
    assert len(levels[checkpoint.root]) == 2 * MAX_ROWS - 3
    assert texts(model, model.index(0, 0, root_of(model))) == expected


def test_a_very_long_level_is_cut_into_ranges(qtbot: QtBot, tmp_path: Path) -> None:
    parts = Parts()
    for number in range(MAX_ROWS + 1):
        parts.tensor(f"w{number}", (1,))
    model, checkpoint = shown(parts, tmp_path)
    assert texts(model, root_of(model)) == ["w0 … w1999", "w2000 … w2000"]
    last = model.find(node_of(checkpoint, f"w{MAX_ROWS}"))
    assert last.data() == f"w{MAX_ROWS}"
    assert last.parent().row() == 1


def test_the_row_of_any_node_of_a_chain_is_found(qtbot: QtBot, tmp_path: Path) -> None:
    model, checkpoint = shown(Parts().tensor("a.b.weight").tensor("c"), tmp_path)
    assert model.find(node_of(checkpoint, "a.b")) == model.find(node_of(checkpoint, "a.b.weight"))


def test_new_statistics_change_the_row(qtbot: QtBot, tmp_path: Path) -> None:
    model, checkpoint = shown(llama(), tmp_path)
    node = node_of(checkpoint, "layers.0.ffn_norm.weight")
    index = model.find(node)
    assert index.siblingAtColumn(Column.MIN).data() == ""
    with qtbot.waitSignal(model.numbers_changed):
        assert model.facts is not None
        model.facts.learn(node, statistics(least=-3.0))
        model.refresh({node}, set())
    assert index.siblingAtColumn(Column.MIN).data() == "\N{MINUS SIGN}3"


def test_a_name_without_characters_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    model, _ = shown(Parts().tensor("").tensor("a"), tmp_path)
    assert texts(model, root_of(model)) == ["(empty name)", "a"]
