"""What is kept of the numbers of very many tensors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from gui.counting import Results
from tests.builders.checkpoints import Parts
from tests.gui.counted import result
from tests.gui.places import node_of
from tests.weights.statistics.samples import stored
from weights.checkpoint import Checkpoint
from weights.statistics.scan import scan_now
from weights.tensors import Readable

VALUES = [0.5, -1.0, 2.0, 0.0]


@pytest.fixture
def checkpoint(tmp_path: Path) -> Iterator[Checkpoint]:
    made = Parts().tensor("a").tensor("b").tensor("same", same_as="a").checkpoint(tmp_path / "file.pth")
    yield made
    made.close()


def data_of(checkpoint: Checkpoint, name: str) -> Readable:
    tensor = node_of(checkpoint, name).tensor
    assert tensor is not None
    assert tensor.data is not None
    return tensor.data


def test_numbers_are_those_that_were_put_under_every_name(checkpoint: Checkpoint) -> None:
    results, put = Results(), result(VALUES)
    results.put(data_of(checkpoint, "a"), put)
    for name in ("a", "same"):
        numbers = results.numbers(node_of(checkpoint, name))
        assert numbers is not None
        assert numbers.statistics is put.figures.statistics
        assert numbers.distribution.statistics() == put.figures.statistics
    assert results.numbers(node_of(checkpoint, "b")) is None
    assert results.numbers(checkpoint.root) is None


def test_the_oldest_distributions_go_and_the_figures_stay(
    checkpoint: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.counting._PACKED_BYTES", 1)
    results = Results()
    for name in ("a", "b"):
        results.put(data_of(checkpoint, name), result(VALUES))
    first, second = node_of(checkpoint, "a"), node_of(checkpoint, "b")
    assert results.numbers(first) is None
    assert results.statistics(first) is not None
    assert results.numbers(second) is not None


def test_what_was_merged_is_whole_where_it_was_selected(
    checkpoint: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weights.statistics.compact.MOST_RUNS", 2)
    results, node, data = Results(), node_of(checkpoint, "a"), data_of(checkpoint, "a")
    results.put(data, result(VALUES))
    assert results.numbers(node) is not None
    assert results.whole_numbers(node) is None
    whole = scan_now(stored(torch.tensor(VALUES)))
    results.put_unpacked(data, whole)
    numbers = results.whole_numbers(node)
    assert numbers is not None
    assert numbers.distribution is whole


def test_cleared_it_knows_nothing(checkpoint: Checkpoint) -> None:
    results, data = Results(), data_of(checkpoint, "a")
    results.put(data, result(VALUES))
    assert results.holds(data)
    results.clear()
    assert not results.holds(data)
    assert results.numbers(node_of(checkpoint, "a")) is None
    assert results.figures() == {}
