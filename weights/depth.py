"""What repeats through the depth of a model: the roles that several tensors play, told from names alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence, Set
from typing import NamedTuple

from weights.checkpoint import Checkpoint
from weights.record import record
from weights.structure import Structure
from weights.text import dotted
from weights.tree import Node, is_index, role, way_down

_NODES_A_STEP = 1000
_DIGITS = 15  # a longer number is no place along an axis

Indices = tuple[int, ...]


class Member(NamedTuple):
    """One tensor of a role, and the layer it is in."""

    depth: int
    node: Node


@record
class Line:
    """The tensors of a role that differ in their layer only, by layer: `layers.N.experts.3.w1`."""

    name: str
    members: Sequence[Member]


@record
class Role:
    """What tensors of the same name but for their layers share. A role of nested stacks has a line for each part.

    Depth is the outermost index that differs: of `layers.N.experts.N.w1` the layer, with a line for each expert.
    """

    name: str
    lines: Sequence[Line]


def roles_of(checkpoint: Checkpoint, structure: Structure) -> Generator[None, None, tuple[Role, ...]]:
    """All roles that more than one tensor plays, in the file's order; each yield is a place to stop."""
    found: dict[tuple[str, int], dict[Node, Indices]] = defaultdict(dict)  # a key may be called "N" itself
    for position, node in enumerate(checkpoint.tensors):
        if position % _NODES_A_STEP == 0:
            yield
        if structure.roles.get(node, 0) > 1:
            indices = _indices(node, structure.stacks)
            if indices:
                found[role(node, structure.stacks), len(indices)][node] = indices
    roles: list[Role] = []
    for (name, _), members in found.items():
        yield
        if len(members) > 1:
            roles.append(Role(name, _lines(members, structure.stacks)))
    return tuple(roles)


def _indices(node: Node, stacks: Set[Node]) -> Indices:
    """The numbers of a tensor within its stacks, outermost first; none where one of them is absurd."""
    labels = [part.label for part in way_down(node) if is_index(part, stacks)]
    return tuple(map(int, labels)) if all(len(label) <= _DIGITS for label in labels) else ()


def _lines(members: Mapping[Node, Indices], stacks: Set[Node]) -> tuple[Line, ...]:
    axis = _depth_axis(list(members.values()))
    lines: dict[Indices, list[Member]] = defaultdict(list)
    for node, at in members.items():
        lines[at[:axis] + at[axis + 1 :]].append(Member(at[axis], node))
    return tuple(
        Line(_line_name(line[0].node, axis, stacks), sorted(line, key=_depth)) for _, line in sorted(lines.items())
    )


def _depth_axis(indices: Sequence[Indices]) -> int:
    """Which of the indices is the layer: the outermost one that differs."""
    return next((axis for axis, values in enumerate(zip(*indices, strict=True)) if len(set(values)) > 1), 0)


def _depth(member: Member) -> int:
    return member.depth


def _line_name(node: Node, axis: int, stacks: Set[Node]) -> str:
    """The name of a tensor with the index that is the layer replaced by `N`."""
    way = way_down(node)
    layer = [part for part in way if is_index(part, stacks)][axis]
    return dotted("N" if part is layer else part.label for part in way)
