"""Taking in the numbers of many tensors while the window goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.models.columns import Column
from gui.models.facts import Facts
from gui.models.flat_model import FlatModel
from gui.models.tree_model import TreeModel
from gui.panes.learning import Learning
from tests.builders.checkpoints import Parts
from tests.gui.places import statistics
from weights.tree import Node


class Many:
    """A tree and a list of many tensors, whose rows have been looked at."""

    def __init__(self, path: Path) -> None:
        parts = Parts()
        for number in range(300):
            parts.tensor(f"w{number}")
        self.checkpoint = parts.checkpoint(path)
        self.facts = Facts(self.checkpoint)
        self.tree, self.list = TreeModel(), FlatModel()
        self.learning = Learning(self.tree, self.list, self.tree)
        self.learning.set_facts(self.facts)
        self.tree.show_nodes(self.facts)
        self.list.show_nodes(self.facts, {node: place for place, node in enumerate(self.nodes)})
        assert set(self.texts()) == {("", "")}

    @property
    def nodes(self) -> list[Node]:
        return list(self.checkpoint.tensors)

    def texts(self) -> list[tuple[object, object]]:
        """The number of NaN in each tensor's rows of both models."""
        rows = [self.tree.find(node).siblingAtColumn(Column.NAN).data() for node in self.nodes]
        return [(text, self.list.index(place, Column.NAN).data()) for place, text in enumerate(rows)]


@pytest.fixture
def many(qtbot: QtBot, tmp_path: Path) -> Iterator[Many]:
    result = Many(tmp_path / "file.pth")
    yield result
    result.checkpoint.close()


def test_all_is_taken_in_however_short_a_slice_is(qtbot: QtBot, many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.panes.learning._SLICE", 0.0001)
    slices: list[bool] = []
    many.learning.learned.connect(slices.append)
    many.learning.take_in([(node, statistics(nan=3)) for node in many.nodes])
    qtbot.waitUntil(lambda: set(many.texts()) == {("3", "3")})
    assert len(slices) > 1


def test_marks_reach_the_rows_above(qtbot: QtBot, many: Many) -> None:
    with qtbot.waitSignal(many.tree.marks_changed) as blocker:
        many.learning.learn([(many.nodes[7], statistics(nan=3))])
    assert {index.data() for index in blocker.args[0]} == {"file.pth", "w7"}


def test_other_facts_learn_nothing_of_what_waited(qtbot: QtBot, many: Many) -> None:
    many.learning.take_in([(node, statistics(nan=3)) for node in many.nodes])
    other = Facts(many.checkpoint)
    many.learning.set_facts(other)
    with qtbot.waitSignal(many.learning.learned):
        many.learning.take_in([(many.nodes[0], statistics(nan=1))])
    assert list(other.statistics) == many.nodes[:1]
