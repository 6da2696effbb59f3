"""Who shares what, and the sums of a checkpoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import llama
from weights.checkpoint import Checkpoint, Found, Problem, assemble
from weights.dtypes import BY_NAME
from weights.errors import FileChanged, Unreadable
from weights.layout import dense_strides
from weights.source import FileSource, Memory
from weights.tensors import Storage, Stored
from weights.tree import Tensor, Value


@pytest.fixture
def source(tmp_path: Path) -> Iterator[FileSource]:
    path = tmp_path / "model.pth"
    path.write_bytes(b"12345")
    opened = FileSource(path)
    yield opened
    opened.close()


class NoFile:
    """In place of the file, where only numbers matter."""

    size = 0


def storage(size: int) -> Storage:
    """What lies in it is never read here."""
    held = Memory(b"")
    held.size = size
    return Storage("0", size, held, size)


def view(
    name: str, index: int, storage: Storage, shape: Sequence[int], offset: int = 0, strides: Sequence[int] | None = None
) -> Tensor:
    data = Stored(storage, BY_NAME["bfloat16"], tuple(shape), tuple(strides or dense_strides(tuple(shape))), offset)
    return Tensor(
        (name,), "bfloat16", data.shape, data.strides, data.numel, 2 * data.numel, data, index, data.problem()
    )


def assembled(contents: Sequence[Tensor | Value], storages: Sequence[Storage]) -> Checkpoint:
    return assemble(Path("x"), NoFile(), Found("torch-zip", "", contents, storages))  # type: ignore[arg-type]


def test_the_arithmetic_of_a_tied_llama() -> None:
    shapes = llama.shapes(llama.SIZES["llama-3.2-3b"])
    storages = [storage(2 * int(np.prod(shape))) for shape in shapes.values()]
    tensors = [view(name, i, storages[i], shape) for i, (name, shape) in enumerate(shapes.items())]
    tied = view("output.weight", 0, storages[0], shapes["tok_embeddings.weight"])
    checkpoint = assembled([*tensors, tied], storages)
    totals = checkpoint.totals
    assert len(checkpoint.tensors) == 255
    assert (totals.parameters_listed, totals.parameters_unique) == (3_606_752_256, 3_212_749_824)
    assert (totals.bytes_listed, totals.bytes_unique, totals.bytes_unreferenced) == (7_213_504_512, 6_425_499_648, 0)
    assert [node.name for node in checkpoint.shared_with(checkpoint.tensors[0])] == ["output.weight"]
    assert [node.name for node in checkpoint.shared_with(checkpoint.tensors[-1])] == ["tok_embeddings.weight"]
    assert checkpoint.shared_with(checkpoint.tensors[1]) == ()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 12)), min_size=1, max_size=6))
def test_runs_of_one_storage_count_their_union(runs: list[tuple[int, int]]) -> None:
    held = storage(64)
    tensors = [view(str(i), 0, held, (length,), offset) for i, (offset, length) in enumerate(runs)]
    covered = {element for offset, length in runs for element in range(offset, offset + length)}
    totals = assembled(tensors, [held]).totals
    assert totals.parameters_unique == len(covered)
    assert totals.bytes_unique == 2 * len(covered)
    assert totals.bytes_unreferenced == 64 - 2 * len(covered)


@pytest.mark.parametrize(
    ("shape", "strides", "unique"),
    [
        ((4, 4), (1, 4), 16),
        ((4, 2), (4, 2), 8),
        ((100, 4), (0, 1), 4),
        ((3, 3), (1, 1), 5),
        ((), (), 1),
        ((0, 9), (9, 1), 0),
    ],
)
def test_a_view_counts_the_elements_it_has(shape: tuple[int, ...], strides: tuple[int, ...], unique: int) -> None:
    held = storage(32)
    totals = assembled([view("w", 0, held, shape, strides=strides)], [held]).totals
    assert totals.parameters_unique == unique
    assert totals.bytes_unique == 2 * unique


def test_a_tensor_that_cannot_be_read_is_a_problem_with_its_name() -> None:
    held = storage(8)
    bad = view("layer.weight", 0, held, (5,))
    checkpoint = assembled([bad, view("good", 0, held, (4,))], [held])
    assert checkpoint.problems == [Problem("layer.weight", str(bad.problem))]
    assert checkpoint.root.sums.problems == 1
    assert checkpoint.totals.parameters_unique == 4


def test_storages_that_no_name_reaches() -> None:
    held, spare = storage(8), storage(100)
    assert assembled([view("w", 0, held, (4,))], [held, spare]).totals.bytes_unreferenced == 100


def test_values_and_tensors_keep_the_order_of_the_file() -> None:
    held = storage(8)
    contents = [
        Value(("z",), "int", "1"),
        view("b", 0, held, (1,)),
        Value(("a",), "int", "2"),
        view("a", 0, held, (1,)),
    ]
    checkpoint = assembled(contents, [held])
    assert [node.name for node in checkpoint.values] == ["z", "a"]
    assert [node.name for node in checkpoint.tensors] == ["b", "a"]


def test_a_checkpoint_watches_and_closes_its_file(source: FileSource) -> None:
    checkpoint = assemble(source.path, source, Found("torch-zip", "", [], []))
    assert (checkpoint.root.label, checkpoint.size) == ("model.pth", 5)
    checkpoint.check_unchanged()
    source.path.unlink()
    with pytest.raises(FileChanged):
        checkpoint.check_unchanged()
    checkpoint.close()
    with pytest.raises(Unreadable):
        source.read(0, 1)
