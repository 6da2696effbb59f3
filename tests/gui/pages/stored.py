"""Tensors of torch as the pages get them: references into bytes, a node of a tree, a distribution."""

from __future__ import annotations

import torch

from weights.checkpoint import Checkpoint, Totals
from weights.dtypes import BY_NAME
from weights.source import Memory
from weights.statistics.distribution import Distribution
from weights.statistics.scan import scan_now
from weights.tensors import Storage, Stored
from weights.tree import Node, Tensor


def stored(tensor: torch.Tensor) -> Stored:
    """A tensor over the bytes of its storage, strides and offset kept."""
    whole = torch.empty(0, dtype=torch.uint8).set_(tensor.untyped_storage())  # type: ignore[call-overload]
    data = whole.numpy().tobytes()
    return Stored(
        Storage("0", len(data), Memory(data), len(data)),
        BY_NAME[str(tensor.dtype).removeprefix("torch.")],
        tuple(tensor.shape),
        tuple(tensor.stride()),
        tensor.storage_offset(),
    )


def node_of(data: Stored, problem: str | None = None) -> Node:
    """A leaf that holds a tensor."""
    size = data.numel * data.dtype.itemsize
    content = Tensor(("weight",), data.dtype.name, data.shape, data.strides, data.numel, size, data, problem=problem)
    return Node("weight", "weight", content)


def distribution_of(tensor: torch.Tensor) -> Distribution:
    return scan_now(stored(tensor))


def checkpoint_of(node: Node) -> Checkpoint:
    """A checkpoint of one tensor, which is in no file."""
    return Checkpoint(
        location="one.pth",
        kind="torch-zip",
        about="",
        size=0,
        root=node,
        tensors=[node],
        values=[],
        storages=[],
        names_of_storage=[],
        imports=[],
        problems=[],
        totals=Totals(0, 0, 0, 0, 0),
        sources=(),
    )
