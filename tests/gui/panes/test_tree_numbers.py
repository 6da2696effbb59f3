"""The tree as numbers become known: columns, drawings, marks, and what is on the screen."""

from PySide6.QtCore import Qt

from gui.branches import BranchFigures, Spread
from gui.models.columns import Column
from gui.panes.tree_pane import TreePane
from tests.builders.checkpoints import llama
from tests.gui.panes.trees import Open, tree
from tests.gui.places import node_of, statistics
from weights.text import THIN


def test_statistics_reach_every_name_of_the_values(pane: TreePane, opened: Open) -> None:
    checkpoint = opened(llama())
    pane.set_statistics(node_of(checkpoint, "tok_embeddings.weight"), statistics(nan=2))
    tip = tree(pane).model().find(node_of(checkpoint, "output.weight")).data(Qt.ItemDataRole.ToolTipRole)
    assert "Holds 2 NaN" in tip


def test_what_is_on_the_screen_is_known_from_the_top(opened: Open, pane: TreePane) -> None:
    checkpoint = opened(llama(layers=60))
    seen = [node.name for node in pane.visible_nodes()]
    assert seen[:4] == ["", "tok_embeddings.weight", "layers", "layers.0"]
    assert 10 < len(seen) < len(checkpoint.tensors)


def test_sums_fill_the_columns_of_a_branch_and_are_drawn(opened: Open, pane: TreePane) -> None:
    checkpoint = opened(llama())
    layers = node_of(checkpoint, "layers")
    before = tree(pane).viewport().grab().toImage()
    pane.set_statistics(node_of(checkpoint, "norm.weight"), statistics(least=-3.0, greatest=3.0))
    sums = BranchFigures(count=10, nan=2, zeros=5, spread=Spread(-3.0, -2.0, 0.0, 2.0, 3.0))
    pane.show_branches({layers: sums})
    row = tree(pane).model().find(layers)
    texts = [row.siblingAtColumn(column).data() for column in (Column.MIN, Column.MAX, Column.NAN, Column.ZEROS)]
    assert texts == ["\N{MINUS SIGN}3", "3", "2", f"50.00{THIN}%"]
    place = tree(pane).visualRect(row.siblingAtColumn(Column.DISTRIBUTION))
    drawn = tree(pane).viewport().grab().toImage()
    assert before.copy(place) != drawn.copy(place)


def test_numbers_that_no_longer_hold_are_not_drawn(opened: Open, pane: TreePane) -> None:
    checkpoint = opened(llama())
    before = tree(pane).viewport().grab().toImage()
    pane.set_statistics(node_of(checkpoint, "norm.weight"), statistics(nan=1))
    assert tree(pane).viewport().grab().toImage() != before
    pane.forget_numbers()
    assert tree(pane).viewport().grab().toImage() == before
