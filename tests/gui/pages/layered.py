"""Checkpoints of tensors in memory, by name, and what has been counted of them so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch

from gui.counting import Numbers
from tests.gui.pages.stored import stored
from weights.checkpoint import Checkpoint, Totals
from weights.statistics.scan import scan_now
from weights.statistics.summary import Statistics
from weights.tensors import Stored
from weights.tree import Node, Tensor, build


def checkpoint_of(tensors: Mapping[str, torch.Tensor]) -> Checkpoint:
    """A checkpoint that is in no file; the same tensor under two names is shared."""
    data: dict[int, Stored] = {}
    contents = []
    for name, tensor in tensors.items():
        each = data.setdefault(id(tensor), stored(tensor))
        size = each.numel * each.dtype.itemsize
        place = list(data).index(id(tensor))
        contents.append(Tensor((name,), each.dtype.name, each.shape, each.strides, each.numel, size, each, place))
    root, nodes = build(contents)
    return Checkpoint(
        location="model.pth",
        kind="torch-zip",
        about="",
        size=0,
        root=root,
        tensors=nodes,
        values=[],
        storages=[each.storage for each in data.values()],
        names_of_storage=[
            [node for node in nodes if node.tensor is not None and node.tensor.storage == place]
            for place in range(len(data))
        ],
        imports=[],
        problems=[],
        totals=Totals(0, 0, 0, 0, 0),
        sources=[],
    )


def layers(count: int, rows: int = 20) -> dict[str, torch.Tensor]:
    """Two matrices and a vector in each layer, and a vector in none; the deeper, the wider."""
    random = torch.Generator().manual_seed(0)
    tensors = {
        f"layers.{layer}.{name}": (layer + 1) * torch.randn(shape, generator=random)
        for layer in range(count)
        for name, shape in (("wq", (rows, 30)), ("w1", (rows, 50)), ("norm", (30,)))
    }
    return tensors | {"norm": torch.ones(30)}


class CountedSoFar:
    """What is known of some tensors: that were counted, and whose distributions were not dropped again."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._numbers: dict[object, Numbers] = {}
        self._dropped: set[object] = set()
        self.count(nodes)

    def count(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.tensor is not None and node.tensor.data is not None:
                distribution = scan_now(node.tensor.data)
                self._numbers[node.tensor.data] = Numbers(distribution, distribution.statistics())

    def drop(self, node: Node) -> None:
        """Keep the figures of a tensor, but not its distribution."""
        self._dropped.add(_data(node))

    def numbers(self, node: Node) -> Numbers | None:
        return None if _data(node) in self._dropped else self._numbers.get(_data(node))

    def statistics(self, node: Node) -> Statistics | None:
        numbers = self._numbers.get(_data(node))
        return numbers.statistics if numbers is not None else None


def _data(node: Node) -> object:
    return node.tensor.data if node.tensor is not None else None
