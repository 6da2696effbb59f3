"""Storages that are missing, short, shared, or reached by nothing."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.builders.containers import legacy, torch_zip, torchscript
from tests.builders.opcodes import legacy_storage, pickle, push, tensor, zip_storage
from weights.checkpoint import Checkpoint
from weights.errors import Malformed
from weights.opening import open_checkpoint

FLOATS = struct.pack("<4f", 1, 2, 3, 4)


def open_bytes(folder: Path, data: bytes) -> Checkpoint:
    path = folder / "model.pth"
    path.write_bytes(data)
    checkpoint = open_checkpoint(path)
    checkpoint.close()
    return checkpoint


def problem(checkpoint: Checkpoint) -> str:
    (node,) = checkpoint.tensors
    assert node.tensor is not None
    return node.tensor.problem or ""


def test_a_missing_member_is_said(tmp_path: Path) -> None:
    checkpoint = open_bytes(tmp_path, torch_zip(pickle(push({"w": tensor(zip_storage())})), {}))
    assert "no member archive/data/0" in problem(checkpoint)


def test_a_program_without_its_data_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"no member archive/data\.pkl"):
        open_bytes(tmp_path, torchscript(pickle(b"}")).replace(b"archive/data.pkl", b"archive/dat?.pkl"))


def test_a_member_that_is_too_short_is_said(tmp_path: Path) -> None:
    checkpoint = open_bytes(tmp_path, torch_zip(pickle(push({"w": tensor(zip_storage())})), {"0": FLOATS[:7]}))
    assert "holds 7 bytes" in problem(checkpoint)


def test_a_member_that_nothing_names_is_unreferenced(tmp_path: Path) -> None:
    data = torch_zip(pickle(push({"w": tensor(zip_storage())})), {"0": FLOATS, "1": b"\0" * 24})
    checkpoint = open_bytes(tmp_path, data)
    assert problem(checkpoint) == ""
    assert (len(checkpoint.storages), checkpoint.totals.bytes_unreferenced) == (2, 24)


def test_a_storage_class_that_is_not_known_is_said(tmp_path: Path) -> None:
    data = torch_zip(pickle(push({"w": tensor(zip_storage(kind="FooStorage"))})))
    assert "FooStorage" in problem(open_bytes(tmp_path, data))


@pytest.mark.parametrize("count", [3, 5, -1, 1 << 40])
def test_a_legacy_storage_of_another_length_is_said(tmp_path: Path, count: int) -> None:
    raw = struct.pack("<q", count) + FLOATS
    data = legacy(pickle(push({"w": tensor(legacy_storage())})), raw=raw)
    assert "in the file where 16 were expected" in problem(open_bytes(tmp_path, data))


def test_a_legacy_view_is_a_part_of_its_storage(tmp_path: Path) -> None:
    whole = ("storage", b"ctorch\nFloatStorage\n", "0", "cpu", 4)
    view = push((*whole, ("view", 1, 2))) + b"Q"
    checkpoint = open_bytes(tmp_path, legacy(pickle(push({"w": tensor(view, shape=(2,), strides=(1,))}))))
    (node,) = checkpoint.tensors
    assert node.tensor is not None
    assert node.tensor.problem is None
    assert node.tensor.data is not None
    assert node.tensor.data.offset == 1  # type: ignore[attr-defined]


def test_a_legacy_view_may_not_be_left(tmp_path: Path) -> None:
    whole = ("storage", b"ctorch\nFloatStorage\n", "0", "cpu", 4)
    view = push((*whole, ("view", 1, 2))) + b"Q"
    data = legacy(pickle(push({"w": tensor(view, shape=(3,), strides=(1,))})))
    assert "ends at byte 12" in problem(open_bytes(tmp_path, data))


def test_a_file_from_before_0_1_10_is_named(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(b"sys_info".ljust(257, b"\0") + b"ustar".ljust(300, b"\0"))
    with pytest.raises(Exception, match="tar archive"):
        open_checkpoint(path)
