"""The builders themselves: what they write without a lie in it is what torch reads."""

from __future__ import annotations

import io
import math
import struct
import zipfile
from pathlib import Path

import pytest
import torch

from tests.builders import containers, hostile, llama, opcodes

SMALL = llama.Size(dim=64, layers=2, heads=4, kv_heads=2, ffn=96, vocabulary=300)


@pytest.fixture
def small_llama(tmp_path: Path) -> Path:
    path = tmp_path / "consolidated.00.pth"
    llama.write(path, SMALL)
    return path


def test_torch_loads_a_llama_file(small_llama: Path) -> None:
    state = torch.load(small_llama, mmap=True, weights_only=True)
    assert {name: tuple(tensor.shape) for name, tensor in state.items()} == {
        **llama.shapes(SMALL),
        "output.weight": (300, 64),
    }
    assert state["output.weight"].data_ptr() == state["tok_embeddings.weight"].data_ptr()
    assert state["norm.weight"].float().mean().item() == pytest.approx(1, abs=0.05)
    assert state["layers.0.attention.wq.weight"].float().std().item() == pytest.approx(0.024, rel=0.1)


def test_a_llama_file_has_the_members_of_torch_save(small_llama: Path) -> None:
    buffer = io.BytesIO()
    torch.save(torch.load(small_llama, weights_only=True), buffer)
    with zipfile.ZipFile(small_llama) as ours, zipfile.ZipFile(buffer) as theirs:
        assert _layout(ours) == _layout(theirs)
        assert ours.testzip() is None


def _layout(archive: zipfile.ZipFile) -> list[tuple[str, int, int]]:
    return [(i.filename.partition("/")[2], i.file_size, i.flag_bits) for i in archive.infolist()]


def test_storages_begin_at_multiples_of_64(small_llama: Path) -> None:
    data = small_llama.read_bytes()
    with zipfile.ZipFile(small_llama) as archive:
        storages = [info for info in archive.infolist() if "/data/" in info.filename]
    lengths = [struct.unpack_from("<HH", data, info.header_offset + 26) for info in storages]
    begins = [info.header_offset + 30 + sum(length) for info, length in zip(storages, lengths, strict=True)]
    assert all(begin % 64 == 0 for begin in begins)


@pytest.mark.parametrize(
    ("name", "tensors", "unique"), [("llama-3.2-1b", 146, 1_235_814_400), ("llama-3.2-3b", 254, 3_212_749_824)]
)
def test_sizes_of_llama_files(name: str, tensors: int, unique: int) -> None:
    shapes = llama.shapes(llama.SIZES[name])
    assert len(shapes) == tensors
    assert sum(map(math.prod, shapes.values())) == unique


@pytest.mark.parametrize("container", ["zip", "legacy"])
def test_torch_reads_a_container_without_lies(container: str) -> None:
    wrap, storage = containers.CONTAINERS[container]
    data = wrap(opcodes.pickle(opcodes.push({"weight": opcodes.tensor(storage())})))
    assert torch.load(io.BytesIO(data), weights_only=True)["weight"].tolist() == [1.0, -2.0, 0.5, 4.0]


def test_the_standard_library_reads_an_archive_without_lies() -> None:
    member = containers.Member("a/b", bytes(range(256)) * 40, deflate=True)
    with zipfile.ZipFile(io.BytesIO(containers.zipped([member]))) as archive:
        assert archive.read("a/b") == member.data
        assert archive.testzip() is None


def test_hostile_cases_are_many_and_different() -> None:
    names = [case.name for case in hostile.cases()]
    assert len(names) > 500
    assert len(set(names)) == len(names)
