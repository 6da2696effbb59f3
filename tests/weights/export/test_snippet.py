"""Python for every tensor of every file: it runs as pasted, and gives what torch gives."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.builders import tiny
from tests.weights.readers.reading import Opened, node
from weights.checkpoint import Checkpoint
from weights.export import snippet
from weights.export.snippet import python
from weights.opening import open_checkpoint
from weights.tree import Node

ROOT = Path(__file__).parents[3]

# Runs each snippet by itself, in a process where nothing else was done, and saves the bytes of its tensor.
_RUN = """
import sys, numpy, torch
for path in sys.argv[1:]:
    made = {}
    exec(compile(open(path).read(), path, "exec"), made)
    tensor = torch.as_tensor(made["tensor"])
    tensor = tensor.int_repr() if tensor.is_quantized else tensor.resolve_conj().resolve_neg()
    open(path + ".made", "wb").write(tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes())
"""


def run(folder: Path, snippets: list[str]) -> list[bytes]:
    """The bytes of what each snippet makes, value by value."""
    paths = [folder / f"{number}.py" for number in range(len(snippets))]
    for path, lines in zip(paths, snippets, strict=True):
        path.write_text(lines)
    command = [sys.executable, "-W", "error", "-c", _RUN, *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Path(f"{path}.made").read_bytes() for path in paths]


def readable(checkpoint: Checkpoint) -> Iterator[Node]:
    return (node for node in checkpoint.tensors if node.tensor is not None and node.tensor.data is not None)


def codes(node: Node) -> bytes:
    """The bytes of a tensor as the program itself reads it."""
    assert node.tensor is not None
    assert node.tensor.data is not None
    return node.tensor.data.read(tuple((0, length) for length in node.tensor.shape)).tobytes()


def check(folder: Path, checkpoints: list[Checkpoint]) -> None:
    """Run the snippets of all tensors of some checkpoints."""
    nodes = [(checkpoint, node) for checkpoint in checkpoints for node in readable(checkpoint)]
    made = run(folder, [python(checkpoint, node) for checkpoint, node in nodes])
    wrong = [
        (place[0].location, place[1].name) for place, data in zip(nodes, made, strict=True) if data != codes(place[1])
    ]
    assert not wrong


def test_every_tensor_of_every_kind_of_file(tmp_path: Path) -> None:
    checkpoints = []
    for name, make in tiny.FILES.items():
        (tmp_path / f'{name} \'of\n"mine".pth').write_bytes(make())
        checkpoints.append(open_checkpoint(tmp_path / f'{name} \'of\n"mine".pth'))
    check(tmp_path, checkpoints)
    for checkpoint in checkpoints:
        checkpoint.close()


def test_files_whose_names_are_not_utf_8(tmp_path: Path) -> None:
    checkpoints = []
    for name in ("state dict", "safetensors"):
        (tmp_path / f"{name}\udc80").write_bytes(tiny.FILES[name]())
        checkpoints.append(open_checkpoint(tmp_path / f"{name}\udc80"))
    check(tmp_path, checkpoints)
    for checkpoint in checkpoints:
        checkpoint.close()


def test_keys_that_need_care(tmp_path: Path, opened: Opened) -> None:
    tensors = iter(torch.arange(100.0).reshape(20, 5))
    value = {
        'it\'s "quoted"\n': next(tensors),
        "\u202e\udc80": next(tensors),
        "nested": [next(tensors), (next(tensors), {"a.b": next(tensors), "a": {"b": next(tensors)}})],
        0: next(tensors),
        "1": next(tensors),
        "both": {2: next(tensors), "2": next(tensors)},
        (1, 2): next(tensors),
        None: next(tensors),
        "k" * 2000: next(tensors),
        "": next(tensors),
    }
    check(tmp_path, [opened(value)])


def test_ways_of_saving_that_torch_itself_does_not_load_so(tmp_path: Path) -> None:
    state = {"w": torch.randn(4, 6).t(), "conjugate": torch.randn(3, dtype=torch.complex64).conj()}
    checkpoints = []
    for name, data in (
        ("protocol 4", saved_by(4, state)),
        ("packed", packed(tiny.saved(state))),
        ("pickle", pickle.dumps({"w": np.arange(6.0), "long": np.arange(3000).reshape(2, 1500).T})),
        ("big-endian", pickle.dumps({"w": np.arange(6, dtype=">i4")})),
    ):
        (tmp_path / name).write_bytes(data)
        checkpoints.append(open_checkpoint(tmp_path / name))
    check(tmp_path, checkpoints)
    for checkpoint in checkpoints:
        checkpoint.close()


def saved_by(protocol: int, state: object) -> bytes:
    """What torch writes when it is told which protocol its pickle is to have."""
    buffer = io.BytesIO()
    torch.save(state, buffer, pickle_protocol=protocol)
    return buffer.getvalue()


def packed(archive: bytes) -> bytes:
    """The same zip archive, its members deflated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return buffer.getvalue()


def test_what_a_user_would_write(opened: Opened) -> None:
    checkpoint = opened({"model": {"layers.0.w": torch.ones(2)}, "list": [torch.ones(1)]})
    lines = python(checkpoint, node(checkpoint, "model.layers.0.w")).splitlines()
    assert lines[0] == "import torch"
    assert lines[2].endswith('model.pth\', map_location="cpu", mmap=True, weights_only=True)')
    assert lines[3] == "tensor = state['model']['layers.0.w']"
    assert python(checkpoint, node(checkpoint, "list.0")).splitlines()[3] == "tensor = state['list'][0]"


def test_a_file_of_unknown_classes_is_not_loaded(opened: Opened) -> None:
    checkpoint = opened(tiny.net())
    assert "torch.load" not in python(checkpoint, node(checkpoint, "first.weight"))


def test_only_what_weights_only_lets_is_taken_for_loadable() -> None:
    allowed = torch._weights_only_unpickler._get_allowed_globals()
    assert allowed.keys() >= snippet._ALLOWED


def test_what_cannot_be_read_has_no_snippet(opened: Opened) -> None:
    checkpoint = opened({"meta": torch.empty(3, device="meta"), "epoch": 3})
    for name in ("meta", "epoch"):
        with pytest.raises(TypeError):
            python(checkpoint, node(checkpoint, name))
