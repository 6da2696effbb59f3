"""What a checkpoint is made of: its element types, where its bytes are, its largest tensors."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from weights.checkpoint import Checkpoint
from weights.structure import first_names
from weights.tree import Node, Tensor

_TENSORS_A_STEP = 2000


@dataclass(frozen=True, slots=True)
class TypeShare:
    """All tensors of one element type; `parameters` and `size` (bytes) count second names of the same values once."""

    dtype: str
    tensors: int
    parameters: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A node of the first level at which the tree branches; second names of the same values are not counted."""

    node: Node
    parameters: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """All three are largest first."""

    types: Sequence[TypeShare]
    parts: Sequence[Part]
    largest: Sequence[Node]


def compose(checkpoint: Checkpoint, at_most: int) -> Generator[None, None, Composition]:
    """Work out the composition with at most so many parts and largest tensors; each yield is a place to stop."""
    yield
    second_names = first_names(checkpoint)
    top = _branching(checkpoint.root)
    types: defaultdict[str, _Sum] = defaultdict(_Sum)
    parts: defaultdict[Node, _Sum] = defaultdict(_Sum)
    for position, node in enumerate(checkpoint.tensors):
        if position % _TENSORS_A_STEP == 0:
            yield
        if node.tensor is not None:
            is_counted = node not in second_names
            types[node.tensor.dtype].add(node.tensor, is_counted)
            parts[_part_of(node, top)].add(node.tensor, is_counted)
    yield
    first = [node for node in checkpoint.tensors if node not in second_names]
    yield
    return Composition(
        sorted(
            (TypeShare(name, s.tensors, s.parameters, s.size) for name, s in types.items()), key=_size, reverse=True
        ),
        heapq.nlargest(at_most, (Part(node, s.parameters, s.size) for node, s in parts.items() if s.size), key=_size),
        heapq.nlargest(at_most, first, key=lambda node: node.tensor.size if node.tensor else 0),
    )


@dataclass(slots=True)
class _Sum:
    tensors: int = 0
    parameters: int = 0
    size: int = 0

    def add(self, tensor: Tensor, is_counted: bool) -> None:
        self.tensors += 1
        if is_counted:
            self.parameters += tensor.numel
            self.size += tensor.size


def _size(share: TypeShare | Part) -> int:
    return share.size


def _branching(root: Node) -> Node:
    """The first node from the root down that has more than one child."""
    node = root
    while len(node.children) == 1:
        node = node.children[0]
    return node


def _part_of(node: Node, top: Node) -> Node:
    """The child of `top` that a node lies at or below, or `top` itself."""
    while node is not top and node.parent is not None and node.parent is not top:
        node = node.parent
    return node
