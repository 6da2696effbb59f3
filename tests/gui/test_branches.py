"""Sums over the tensors below a branch."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from gui.branches import BranchFigures, Spread, sum_branches
from gui.counting import Figures
from tests.builders.checkpoints import Parts
from tests.gui.counted import result
from tests.gui.places import node_of, structure_of
from weights.checkpoint import Checkpoint
from weights.steps import result_of
from weights.tensors import Readable


def known(checkpoint: Checkpoint, figures: Mapping[str, Figures]) -> dict[Readable, Figures]:
    tensors = {name: node_of(checkpoint, name).tensor for name in figures}
    return {tensor.data: figures[name] for name, tensor in tensors.items() if tensor is not None and tensor.data}


def sums(checkpoint: Checkpoint, figures: Mapping[str, Figures]) -> dict[str, BranchFigures]:
    second_names = structure_of(checkpoint).first_names.keys()
    found = result_of(sum_branches(checkpoint.root, second_names, known(checkpoint, figures)))
    return {node.name: of_node for node, of_node in found.items()}


def evenly(least: float, greatest: float) -> Figures:
    return result([least + (greatest - least) * n / 1000 for n in range(1001)]).figures


def test_a_branch_spans_all_tensors_below_it(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("m.a").tensor("m.b").tensor("c").checkpoint(tmp_path / "file.pth")
    found = sums(checkpoint, {"m.a": evenly(-4, 0), "m.b": evenly(0, 4), "c": evenly(10, 20)})
    branch, whole = found["m"].spread, found[""].spread
    assert branch is not None
    assert whole is not None
    assert (branch.low, branch.median, branch.high) == (-4, 0, 4)
    assert (branch.low_percent, branch.high_percent) == pytest.approx((-3.92, 3.92), rel=1 / 16)
    assert (whole.low, whole.high) == (-4, 20)
    assert (found["m"].count, found[""].count) == (2002, 3003)


def test_second_names_are_summed_once(tmp_path: Path) -> None:
    parts = Parts().tensor("m.a").tensor("m.b", same_as="m.a").tensor("c")
    found = sums(parts.checkpoint(tmp_path / "file.pth"), {"m.a": evenly(0, 1), "c": evenly(0, 1)})
    assert (found["m"].count, found[""].count) == (1001, 2002)


def test_only_rows_that_are_shown_have_sums(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("a.b.weight").tensor("c").checkpoint(tmp_path / "file.pth")
    assert sums(checkpoint, {"a.b.weight": evenly(0, 1)}).keys() == {""}


def test_a_branch_of_which_nothing_is_known_has_none(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("m.a").tensor("m.b").tensor("c").checkpoint(tmp_path / "file.pth")
    assert sums(checkpoint, {"c": evenly(0, 1)}).keys() == {""}


def test_what_is_not_finite_is_counted_and_not_drawn(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("a").tensor("b").checkpoint(tmp_path / "file.pth")
    nothing = result([float("nan")] * 3).figures
    assert sums(checkpoint, {"a": nothing})[""] == BranchFigures(count=3, nan=3, zeros=0, spread=None)
    both = sums(checkpoint, {"a": nothing, "b": result([0.0, 0.0]).figures})[""]
    assert both == BranchFigures(count=5, nan=3, zeros=2, spread=Spread(0, 0, 0, 0, 0))
