"""Opening: the format is told by content, a folder by the one checkpoint in it, and a failure leaves nothing open."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from argparse import Namespace
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from tests.builders import containers
from tests.builders.opcodes import pickle as pickled
from tests.builders.opcodes import push, tensor, zip_storage
from weights.errors import CannotOpen, Malformed
from weights.opening import open_checkpoint


def saved(**options: object) -> bytes:
    buffer = io.BytesIO()
    torch.save({"w": torch.arange(4.0)}, buffer, **options)
    return buffer.getvalue()


def scripted() -> bytes:
    return containers.torchscript(pickled(push({"w": tensor(zip_storage())})))


def safetensors() -> bytes:
    return containers.safetensors({"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}})


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "torch-zip": saved,
    "torch-legacy": lambda: saved(_use_new_zipfile_serialization=False),
    "torchscript": scripted,
    "safetensors": safetensors,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["model", "model.bin", "model.safetensors", "model.pth.tar"])
def test_formats_are_told_by_content(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(KINDS[kind]())
    checkpoint = open_checkpoint(str(path))
    checkpoint.close()
    assert checkpoint.kind == kind
    assert checkpoint.path == path
    assert checkpoint.size == path.stat().st_size
    assert [node.label for node in checkpoint.tensors] == ["w"]


@pytest.mark.parametrize("protocol", range(6))
def test_legacy_files_of_every_protocol(tmp_path: Path, protocol: int) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(saved(_use_new_zipfile_serialization=False, pickle_protocol=protocol))
    checkpoint = open_checkpoint(path)
    checkpoint.close()
    assert checkpoint.kind == "torch-legacy"


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("content", [{"a": 1}, [1, 2], OrderedDict(a=1), Namespace(a=1)], ids=str)
def test_plain_pickles_of_every_protocol(tmp_path: Path, protocol: int, content: object) -> None:
    path = tmp_path / "values.pkl"
    path.write_bytes(pickle.dumps(content, protocol))
    checkpoint = open_checkpoint(path)
    checkpoint.close()
    assert checkpoint.tensors == []
    assert checkpoint.values


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (saved()[:-100], "cut short: the end of the zip archive, which holds its directory, is missing"),
        (zipped(), "empty zip archive"),
        (zipped("a.npy", "b.npy"), "NumPy archive"),
        (zipped("word/document.xml"), "office document"),
        (zipped("META-INF/MANIFEST.MF", "A.class"), "Java archive"),
        (zipped("m/data/weights/weight_0", "m/archive_format"), "torch.export"),
        (zipped("m/model/model.pkl", "m/.data/extern_modules"), "torch.package"),
        (zipped("config.json", "model.weights.h5"), "Keras"),
        (zipped("model/weights.bin"), "without the data.pkl of a PyTorch checkpoint"),
        (b"", "empty"),
        (b"<!DOCTYPE html>", "HTML page"),
        (b"GGUF\3\0\0\0", "GGUF"),
    ],
)
def test_what_cannot_be_opened_is_said_and_closed(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(data)
    before = len(os.listdir("/dev/fd"))
    with pytest.raises(CannotOpen, match=reason) as caught:
        open_checkpoint(path)
    assert len(os.listdir("/dev/fd")) == before
    assert str(path) not in str(caught.value)


def test_a_broken_file_is_malformed_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors() + b"x")
    before = len(os.listdir("/dev/fd"))
    with pytest.raises(Malformed):
        open_checkpoint(path)
    assert len(os.listdir("/dev/fd")) == before


def test_a_folder_opens_as_the_checkpoint_in_it(tmp_path: Path) -> None:
    (tmp_path / "params.json").write_text('{"dim": 64}')
    (tmp_path / "tokenizer.model").write_text("IQ== 0\nIg== 1\n")
    (tmp_path / "below").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "consolidated.00.pth").write_bytes(saved())
    checkpoint = open_checkpoint(tmp_path)
    checkpoint.close()
    assert checkpoint.path == tmp_path / "consolidated.00.pth"


def test_a_folder_of_none_or_several(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="no checkpoint in this folder"):
        open_checkpoint(tmp_path)
    for number in range(4):
        (tmp_path / f"{number}.pth").write_bytes(saved())
    with pytest.raises(CannotOpen, match=r"holds 4 checkpoints \(0\.pth, 1\.pth, 2\.pth, …\); open one"):
        open_checkpoint(tmp_path)
