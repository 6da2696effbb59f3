"""The words of the heading."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from gui import describe
from tests.builders import tiny
from weights.checkpoint import Checkpoint, Found, Problem, assemble
from weights.dtypes import FLOAT32
from weights.opening import open_checkpoint
from weights.source import FileSource
from weights.structure import Structure
from weights.tensors import Storage, Stored
from weights.text import THIN
from weights.tree import Node, Tensor, Value, build

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture
def checkpoint(tmp_path: Path) -> Iterator[Checkpoint]:
    """`layers.0.wq` and its second name `out`, an epoch, and one problem."""
    path = tmp_path / "run.pth"
    path.write_bytes(bytes(24))
    source = FileSource(path)
    storage = Storage("0", 24, source, 24)
    data = Stored(storage, FLOAT32, (2, 3), (3, 1))
    contents = (
        Tensor(("layers.0.wq",), "float32", (2, 3), (3, 1), 6, 24, data, 0),
        Tensor(("out",), "float32", (2, 3), (3, 1), 6, 24, data, 0),
        Value(("epoch",), "int", "12"),
    )
    found = Found("torch-zip", "A state dict.", contents, (storage,), (), (Problem("data/9", "it is missing"),))
    yield assemble(path, source, found)
    source.close()


def node(checkpoint: Checkpoint, name: str) -> Node:
    return next(n for n in checkpoint.root.walk() if n.name == name)


def test_a_tensor_is_told_in_one_line(checkpoint: Checkpoint) -> None:
    place = node(checkpoint, "layers.0.wq")
    told = describe.facts(checkpoint, place, Structure(roles={place: 3}))
    assert told.replace(NO_BREAK, " ") == (
        f"2 × 3  ·  float32  ·  6 parameters  ·  24{THIN}B  ·  shares its storage with out  ·  one of 3 in its role"
    )


def test_a_branch_is_told_by_its_sums(checkpoint: Checkpoint) -> None:
    told = describe.facts(checkpoint, checkpoint.root, Structure(repeated={checkpoint.root: (6, 24)}))
    assert told.replace(NO_BREAK, " ") == f"2 tensors  ·  6 parameters  ·  24{THIN}B  ·  1 value"


def test_crumbs_lead_down_to_the_row() -> None:
    root, (w, *_) = build(
        [Value(("layers.1.w",), "int", "1"), Value(("layers.1.v",), "int", "1"), Value(("out",), "int", "1")]
    )
    assert describe.crumbs(w) == ["layers", "1"]
    assert describe.crumbs(root) == []


def test_a_value_can_be_copied(checkpoint: Checkpoint) -> None:
    copies = describe.copies(checkpoint, node(checkpoint, "epoch"))
    assert copies["Name"] == "epoch"
    assert copies["Value"] == "12"


def test_what_is_read_for_a_copy_is_offered_of_readable_tensors_only(tmp_path: Path) -> None:
    (tmp_path / "run.pth").write_bytes(tiny.saved({"w": torch.ones(2), "meta": torch.ones(2, device="meta")}))
    checkpoint = open_checkpoint(tmp_path / "run.pth")
    assert {describe.PYTHON, describe.VALUES} <= describe.copies(checkpoint, node(checkpoint, "w")).keys()
    assert {describe.PYTHON, describe.VALUES}.isdisjoint(describe.copies(checkpoint, node(checkpoint, "meta")))
    checkpoint.close()


def test_the_first_problem_is_named_and_the_others_counted(checkpoint: Checkpoint) -> None:
    assert describe.problems(checkpoint) == "data/9: it is missing"


def test_a_row_of_single_children_is_titled_as_one(checkpoint: Checkpoint) -> None:
    place = node(checkpoint, "layers.0.wq")
    assert describe.title(checkpoint, place) == "layers.0.wq"
    assert describe.crumbs(place) == []
