"""Tensors that hold the same bytes in places of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from typing import TYPE_CHECKING

from weights.tensors import Readable, Stored
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

_LEAST_SIZE = 64  # bytes; fewer are equal by chance

Content = tuple[object, ...]
"""Element type, shape, layout, and SHA-256 of all values: what makes two tensors the same."""


class Duplicates:
    """Compares each tensor with those before it. Only where the figures agree are the bytes read.

    Constant tensors are left out, which are found as such, and so are second names of the same storage.
    """

    def __init__(self) -> None:
        self._unread: dict[int, Node | None] = {}  # by figures: a tensor whose bytes nobody needed yet
        self._alike: dict[Content, list[Node]] = {}

    @property
    def read(self) -> int:
        """How many tensors had to be read."""
        return sum(map(len, self._alike.values()))

    @property
    def groups(self) -> list[list[Node]]:
        """Tensors that hold the same bytes, as far as was looked."""
        return [nodes for nodes in self._alike.values() if len({_storage(node) for node in nodes}) > 1]

    def add(self, node: Node, data: Readable, statistics: Statistics) -> Generator[None, None, None]:
        """Take in a tensor; each yield is a place to stop. Raises Unreadable, FileChanged."""
        size = statistics.count * data.dtype.itemsize
        if statistics.min == statistics.max or data.repeats != 1 or size < _LEAST_SIZE:
            return
        figures = _figures(data, statistics)
        if figures not in self._unread:
            self._unread[figures] = node
            return
        first = self._unread[figures]
        if first is not None and first.tensor is not None and first.tensor.data is not None:
            yield from self._read(first, first.tensor.data)
            self._unread[figures] = None
        yield from self._read(node, data)

    def _read(self, node: Node, data: Readable) -> Generator[None, None, None]:
        digest = hashlib.sha256()
        for block in data.blocks():
            digest.update(block.data)
            yield
        self._alike.setdefault((*_form(data), digest.digest()), []).append(node)


def _form(data: Readable) -> Content:
    strides = data.strides if isinstance(data, Stored) else ()
    return data.dtype.name, data.shape, *(stride for d, stride in zip(data.shape, strides, strict=False) if d > 1)


def _figures(data: Readable, statistics: Statistics) -> int:
    """A number that is the same for the same values; made of what does not depend on the order of counting."""
    s = statistics
    return hash((_form(data), s.nan, s.posinf, s.neginf, s.zeros, s.min, s.max, *s.quantiles.values()))


def _storage(node: Node) -> object:
    """What a tensor's values lie in; a tensor without a storage lies by itself."""
    index = node.tensor.storage if node.tensor is not None else None
    return node if index is None else index
