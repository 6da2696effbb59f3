"""Checkpoints put together by hand, for tests of what shows them: no reader is involved and no value is in the file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from weights.checkpoint import Checkpoint, Found, Import, Problem, assemble
from weights.dtypes import BY_NAME
from weights.layout import dense_strides
from weights.source import FileSource
from weights.tensors import Storage, Stored
from weights.tree import Content, Tensor


class Parts:
    """Collects contents and their storages, in the order of the file."""

    def __init__(self) -> None:
        self.contents: list[Content] = []
        self.storages: list[Storage] = []

    def tensor(
        self,
        name: str,
        shape: tuple[int, ...] = (4, 8),
        dtype: str = "bfloat16",
        same_as: str | None = None,
        problem: str | None = None,
    ) -> Parts:
        """Add a tensor: a storage of its own, or the very view of another tensor."""
        size = math.prod(shape) * BY_NAME[dtype].itemsize
        if same_as is None:
            self.storages.append(Storage(str(len(self.storages)), size, None, 0))
            place = len(self.storages) - 1
        else:
            other = next(content for content in self.contents if content.path == (same_as,))
            assert isinstance(other, Tensor)
            assert other.storage is not None
            place = other.storage
        strides = dense_strides(shape)
        data = Stored(self.storages[place], BY_NAME[dtype], shape, strides)
        self.contents.append(Tensor((name,), dtype, shape, strides, math.prod(shape), size, data, place, problem))
        return self

    def add(self, content: Content) -> Parts:
        """Add anything else."""
        self.contents.append(content)
        return self

    def checkpoint(self, path: Path, imports: Sequence[Import] = (), problems: Sequence[Problem] = ()) -> Checkpoint:
        """A checkpoint that says it was read from this file, which is made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a checkpoint")
        about = "A state dict in a torch zip file"
        found = Found("torch-zip", about, self.contents, self.storages, imports, problems)
        return assemble(path, FileSource(path), found)


def llama(layers: int = 3, dim: int = 3072) -> Parts:
    """The tensors of a small Llama, its output tied to its embedding."""
    parts = Parts().tensor("tok_embeddings.weight", (128256, dim))
    for layer in range(layers):
        for name in ("wq", "wk", "wv", "wo"):
            parts.tensor(f"layers.{layer}.attention.{name}.weight", (dim if name in ("wq", "wo") else dim // 3, dim))
        for name in ("w1", "w2", "w3"):
            parts.tensor(f"layers.{layer}.feed_forward.{name}.weight", (dim, 8192) if name == "w2" else (8192, dim))
        parts.tensor(f"layers.{layer}.attention_norm.weight", (dim,))
        parts.tensor(f"layers.{layer}.ffn_norm.weight", (dim,))
    parts.tensor("norm.weight", (dim,))
    return parts.tensor("output.weight", (128256, dim), same_as="tok_embeddings.weight")
