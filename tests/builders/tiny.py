"""Tiny real checkpoint files, written by torch itself: one of every kind of content, in every container torch writes.

torch warns about some of what is built here; those warnings are caught here and nowhere else.
"""

from __future__ import annotations

import io
import json
import struct
import warnings
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from weights.dtypes import BY_NAME


class Net(nn.Module):
    """A small network with a buffer, whose class a reader cannot know."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(4, 6)
        self.norm = nn.BatchNorm1d(6)
        self.second = nn.Linear(6, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(torch.relu(self.norm(self.first(x))))  # type: ignore[no-any-return]


def net() -> Net:
    torch.manual_seed(7)
    return Net()


@dataclass
class Settings:
    """A class of the saver's own."""

    rate: float = 1e-3
    name: str = "tiny"


def state_dict() -> OrderedDict[str, torch.Tensor]:
    """A state dict with a tied pair and a view."""
    state = net().state_dict()
    state["tied.weight"] = state["first.weight"]
    state["view"] = state["first.weight"].t()[1:3]
    return state


def training_checkpoint() -> dict[str, Any]:
    """Model, Adam after one step, and plain values."""
    model = net()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    model(torch.randn(8, 4)).sum().backward()
    optimizer.step()
    return {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "settings": Settings(),
        "epoch": 12,
        "loss": float("nan"),
        "name": "run \u202e7",
        "milestones": [10, 20],
        "best": (1, 0.5, None),
    }


def odd_values() -> dict[str, torch.Tensor]:
    """NaN and infinities, no dimensions, no elements, strides and broadcasts."""
    return {
        "scalar": torch.tensor(3.5),
        "empty": torch.empty(0, 5),
        "nan and infinities": torch.tensor([1.0, float("nan"), float("inf"), -float("inf"), -0.0, 1e-40]),
        "all nan": torch.full((3,), float("nan")),
        "broadcast": torch.tensor([2.0]).expand(1000, 1000),
        "strided": torch.arange(24.0).reshape(4, 6)[::2, 1::3],
        "bool": torch.tensor([True, False, True]),
        "extremes": torch.tensor([-(2**63), 2**63 - 1, 0]),
    }


DTYPES = [getattr(torch, name) for name in BY_NAME if hasattr(torch, name) and not name.startswith(("q", "bits"))]
"""Every element type that this torch can store, but the quantised ones."""


def every_dtype() -> dict[str, torch.Tensor]:
    """Sixteen random bytes' worth and more of each element type; bool holds only zeros and ones."""
    data = torch.randint(0, 256, (64,), dtype=torch.uint8, generator=torch.Generator().manual_seed(3))
    tensors = {str(dtype).removeprefix("torch."): data.clone().view(dtype) for dtype in DTYPES if dtype != torch.bool}
    return tensors | {"bool": (data & 1).view(torch.bool)}


def special() -> dict[str, Any]:
    """Sparse, quantised, meta, a parameter and a size: what is no plain strided tensor."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dense = torch.tensor([[0.0, 1.5], [2.5, 0.0]])
        return {
            "coo": dense.to_sparse(),
            "csr": dense.to_sparse_csr(),
            "per tensor": torch.quantize_per_tensor(dense, 0.1, 3, torch.qint8),
            "per channel": torch.quantize_per_channel(
                dense, torch.tensor([0.1, 0.2]), torch.tensor([0, 1]), 0, torch.quint8
            ),
            "meta": torch.empty(1000, 1000, device="meta"),
            "parameter": nn.Parameter(torch.ones(3), requires_grad=False),
            "size": torch.Size([1, 2]),
            "dtype": torch.bfloat16,
            "numpy": dense.numpy(),
        }


def saved(content: Any, legacy: bool = False) -> bytes:
    """What torch.save writes, in today's or in the format before torch 1.6."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.save(content, buffer, _use_new_zipfile_serialization=not legacy)
    return buffer.getvalue()


def torchscript() -> bytes:
    """A traced network."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        buffer = io.BytesIO()
        torch.jit.save(torch.jit.trace(net().eval(), torch.ones(2, 4)), buffer)
        return buffer.getvalue()


_SAFETENSORS_NAMES = {torch.float32: "F32", torch.bfloat16: "BF16", torch.int64: "I64", torch.bool: "BOOL"}


def as_safetensors(tensors: dict[str, torch.Tensor], metadata: dict[str, str] | None = None) -> bytes:
    """Contiguous tensors of a few types by the format's published text."""
    header: dict[str, Any] = {"__metadata__": metadata} if metadata else {}
    data = b""
    for name, tensor in tensors.items():
        raw = bytes(tensor.contiguous().reshape(-1).view(torch.uint8).tolist())
        entry = {"dtype": _SAFETENSORS_NAMES[tensor.dtype], "shape": list(tensor.shape)}
        header[name] = entry | {"data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text) + -len(text) % 8) + text + b" " * (-len(text) % 8) + data


FILES: dict[str, Callable[[], bytes]] = {
    "state dict": lambda: saved(state_dict()),
    "training checkpoint": lambda: saved(training_checkpoint()),
    "odd values": lambda: saved(odd_values()),
    "every dtype": lambda: saved(every_dtype()),
    "special": lambda: saved(special()),
    "whole module": lambda: saved(net()),
    "one tensor": lambda: saved(torch.arange(6).reshape(2, 3)),
    "legacy state dict": lambda: saved(state_dict(), legacy=True),
    "legacy training checkpoint": lambda: saved(training_checkpoint(), legacy=True),
    "legacy whole module": lambda: saved(net(), legacy=True),
    "torchscript": torchscript,
    "safetensors": lambda: as_safetensors(
        {"w": torch.ones(2, 3), "b": torch.zeros(4, dtype=torch.bfloat16)}, {"a": "b"}
    ),
}
"""Every tiny file by what is in it."""
