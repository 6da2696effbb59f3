"""Objects saved by torch or pickle, and opened by us."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from weights.checkpoint import Checkpoint
from weights.opening import open_checkpoint
from weights.tree import Node

Opened = Callable[..., Checkpoint]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Save an object as torch does (`legacy`: as before 1.6; `plain`: as pickle does) and open the file."""
    checkpoints: list[Checkpoint] = []

    def save_and_open(value: Any, plain: bool = False, legacy: bool = False, protocol: int = 2) -> Checkpoint:
        path = tmp_path / "model.pth"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if plain:
                path.write_bytes(pickle.dumps(value, protocol))
            else:
                torch.save(value, path, pickle_protocol=protocol, _use_new_zipfile_serialization=not legacy)
        checkpoints.append(open_checkpoint(path))
        return checkpoints[-1]

    yield save_and_open
    for checkpoint in checkpoints:
        checkpoint.close()


def node(checkpoint: Checkpoint, name: str) -> Node:
    """The one node of this full name that holds something."""
    (found,) = [node for node in checkpoint.root.walk() if node.name == name and node.content is not None]
    return found


def names(checkpoint: Checkpoint) -> list[str]:
    """The names of all tensors, in the file's order."""
    return [node.name for node in checkpoint.tensors]


def values(checkpoint: Checkpoint, name: str) -> torch.Tensor:
    """A tensor's stored codes."""
    tensor = node(checkpoint, name).tensor
    assert tensor is not None
    assert tensor.data is not None, tensor.problem
    return torch.from_numpy(tensor.data.read(tuple((0, d) for d in tensor.shape)))


def text(checkpoint: Checkpoint, name: str) -> str:
    """The text of a value that is no tensor."""
    value = node(checkpoint, name).value
    assert value is not None
    return value.text
