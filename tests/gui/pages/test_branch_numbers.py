"""Sums below a branch, against torch over all its values."""

import torch

from gui.pages.branch_numbers import BranchNumbers, branch_numbers
from tests.generators import result_of
from tests.gui.pages.layered import CountedSoFar, checkpoint_of, layers
from tests.gui.places import node_of, shown
from weights.checkpoint import Checkpoint

TIED = torch.full((10,), 3.0)


def summed(checkpoint: Checkpoint, name: str, known: CountedSoFar | None = None) -> BranchNumbers:
    place = shown(checkpoint, node_of(checkpoint, name), known or CountedSoFar(checkpoint.tensors))
    return result_of(branch_numbers(place))


def test_a_branch_has_the_distribution_of_all_its_values() -> None:
    tensors = layers(3)
    numbers = summed(checkpoint_of(tensors), "layers")
    values = torch.cat([tensor.flatten() for name, tensor in tensors.items() if name != "norm"]).double()
    found = numbers.totals[0].statistics
    assert (found.count, found.min, found.max) == (values.numel(), values.min(), values.max())
    assert abs(found.std - values.std(correction=0)) < 1e-9  # type: ignore[operator]
    assert [child.node.name for child in numbers.children] == ["layers.0", "layers.1", "layers.2"]


def test_each_type_is_summed_by_itself() -> None:
    tensors = {"m.a": torch.ones(3), "m.b": torch.ones(9).bfloat16(), "m.c": torch.ones(2)}
    numbers = summed(checkpoint_of(tensors), "m")
    assert [(t.distribution.dtype.name, t.statistics.count) for t in numbers.totals] == [
        ("bfloat16", 9),
        ("float32", 5),
    ]
    assert [[dtype.name for dtype in child.profiles] for child in numbers.children] == [
        ["float32"],
        ["bfloat16"],
        ["float32"],
    ]


def test_second_names_are_summed_once_but_drawn_where_they_lie() -> None:
    numbers = summed(checkpoint_of({"a.w": TIED, "b.w": TIED, "b.x": torch.ones(5)}), "")
    assert numbers.totals[0].statistics.count == 15
    assert [next(iter(child.profiles.values())).count for child in numbers.children] == [10, 15]
    assert numbers.coverage.tensors == 2


def test_a_second_name_alone_in_a_branch_counts_there() -> None:
    checkpoint = checkpoint_of({"a.w": TIED, "b.w": TIED, "b.v": TIED})
    assert summed(checkpoint, "b").totals[0].statistics.count == 10


def test_a_branch_of_one_branch_divides_where_that_does() -> None:
    checkpoint = checkpoint_of({"m.layers.0.w": torch.ones(2), "m.layers.1.w": torch.ones(3)})
    assert [child.node.name for child in summed(checkpoint, "").children] == ["m.layers.0", "m.layers.1"]


def test_what_is_missing_is_said() -> None:
    checkpoint = checkpoint_of(layers(1))
    known = CountedSoFar(checkpoint.tensors[:2])
    known.drop(checkpoint.tensors[0])
    numbers = summed(checkpoint, "layers", known)
    assert numbers.totals[0].statistics.count == 20 * 50
    words = numbers.coverage.words("tensor")
    assert words.startswith("1 of 3 tensors counted; Scan all in the View menu; the distributions of 1 are no longer")


def test_without_any_number_there_is_no_total() -> None:
    assert summed(checkpoint_of(layers(1)), "layers", CountedSoFar()).totals == []
