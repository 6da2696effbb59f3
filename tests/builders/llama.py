"""Llama-shaped `consolidated.00.pth` files of full size, written one tensor at a time through torch's own zip writer.

`torch.save` wants the whole model in memory. Here the pickle is made from tensors whose memory is never touched, and
every record is filled, written and forgotten in turn, so 6.43 GB need about one tensor's worth.
"""

from __future__ import annotations

import io
import math
import pickle
import sys
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch


@dataclass(frozen=True, slots=True)
class Size:
    """The configuration of a Llama 3.2 text model, as its `params.json` states it."""

    dim: int
    layers: int
    heads: int
    kv_heads: int = 8
    ffn: int = 8192
    vocabulary: int = 128256


SIZES = {"llama-3.2-1b": Size(2048, 16, 32), "llama-3.2-3b": Size(3072, 28, 24)}
NAMES = (*SIZES, "hundred-thousand")


def build(name: str, path: Path) -> None:
    """Write one of the big files by its name; what is half written bears another one."""
    unfinished = path.with_suffix(".unfinished")
    path.parent.mkdir(parents=True, exist_ok=True)
    if name in SIZES:
        write(unfinished, SIZES[name])
    else:
        write_hundred_thousand(unfinished)
    unfinished.rename(path)


def shapes(size: Size) -> dict[str, tuple[int, ...]]:
    """The name and shape of every tensor but the tied `output.weight`, in the file's order."""
    kv = size.dim // size.heads * size.kv_heads
    layer = {
        "attention.wq": (size.dim, size.dim),
        "attention.wk": (kv, size.dim),
        "attention.wv": (kv, size.dim),
        "attention.wo": (size.dim, size.dim),
        "feed_forward.w1": (size.ffn, size.dim),
        "feed_forward.w3": (size.ffn, size.dim),
        "feed_forward.w2": (size.dim, size.ffn),
        "attention_norm": (size.dim,),
        "ffn_norm": (size.dim,),
    }
    found: dict[str, tuple[int, ...]] = {"tok_embeddings.weight": (size.vocabulary, size.dim)}
    for index in range(size.layers):
        found |= {f"layers.{index}.{name}.weight": shape for name, shape in layer.items()}
    return found | {"norm.weight": (size.dim,)}


def write(path: Path, size: Size) -> None:
    """Write the file; `output.weight` is a second name for the storage of the embedding."""
    state = OrderedDict((name, torch.empty(shape, dtype=torch.bfloat16)) for name, shape in shapes(size).items())
    state["output.weight"] = state["tok_embeddings.weight"]
    data, storages = _pickled(state)
    values = _Values()
    writer = torch._C.PyTorchFileWriter(str(path))
    writer.write_record("data.pkl", data, len(data))
    writer.write_record(".format_version", "1", 1)
    writer.write_record(".storage_alignment", "64", 2)
    writer.write_record("byteorder", sys.byteorder, len(sys.byteorder))
    names = [name for name in state if name != "output.weight"]
    for key, (name, numel) in enumerate(zip(names, storages, strict=True)):
        content = values.of(name, numel, size).untyped_storage()
        writer.write_record(f"data/{key}", content, content.nbytes())
    writer.write_end_of_file()


def _pickled(state: OrderedDict[str, torch.Tensor]) -> tuple[bytes, list[int]]:
    """The `data.pkl` that torch.save would write for these tensors, and the elements of each storage."""
    keys: dict[int, int] = {}
    sizes: list[int] = []

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: Any) -> Any:
            if not isinstance(obj, torch.storage.TypedStorage):
                return None
            key = keys.setdefault(obj._untyped_storage.data_ptr(), len(keys))
            if key == len(sizes):
                sizes.append(obj._size())
            return ("storage", torch.BFloat16Storage, str(key), "cpu", obj._size())

    buffer = io.BytesIO()
    Pickler(buffer, protocol=2).dump(state)
    return buffer.getvalue(), sizes


class _Values:
    """Values that look trained: normal, narrower in deeper layers, norms near one; from one pool of random numbers."""

    POOL = 1 << 22

    def __init__(self) -> None:
        self.random = torch.Generator().manual_seed(20240925)
        self.pool = torch.randn(self.POOL, generator=self.random)

    def of(self, name: str, numel: int, size: Size) -> torch.Tensor:
        mean, deviation = _moments(name, size)
        content = torch.empty(numel, dtype=torch.bfloat16)
        for start, stop in self._pieces(numel):
            block = content[start:stop]
            offset = int(torch.randint(0, self.POOL - len(block) + 1, (), generator=self.random))
            block.copy_(self.pool[offset : offset + len(block)].mul(deviation).add_(mean))
        return content

    def _pieces(self, numel: int) -> Iterator[tuple[int, int]]:
        step = self.POOL // 4
        return ((start, min(start + step, numel)) for start in range(0, numel, step))


def _moments(name: str, size: Size) -> tuple[float, float]:
    if name.endswith("norm.weight"):
        return 1.0, 0.06
    if not name.startswith("layers."):
        return 0.0, 0.018
    depth = int(name.split(".")[1]) / size.layers
    narrow = 1 / math.sqrt(2) if name.endswith(("wo.weight", "w2.weight")) else 1.0
    return 0.0, (0.024 - 0.006 * depth) * narrow


def write_hundred_thousand(path: Path) -> None:
    """A mixture of experts in 100,000 small bfloat16 tensors."""
    state = OrderedDict(
        (f"layers.{layer}.experts.{expert}.{part}.weight", torch.full((4, 8), 0.01 * layer, dtype=torch.bfloat16))
        for layer in range(100)
        for expert in range(250)
        for part in ("w1", "w2", "w3", "norm")
    )
    torch.save(state, path)
