"""The roles of a checkpoint for the page of layers: where each tensor stands, and which roles a branch has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from weights.checkpoint import Checkpoint
from weights.depth import Line, Member, Role, roles_of
from weights.record import record
from weights.structure import Structure
from weights.tree import Node

_NODES_A_STEP = 1000
_NOWHERE: Mapping[Node, Any] = MappingProxyType({})


class Place(NamedTuple):
    """Where a tensor stands: the number of its role, and of its line in that."""

    role: int
    line: int


@record
class Roles:
    """All roles, in the file's order, and where the tensors stand that play them."""

    roles: Sequence[Role] = ()
    places: Mapping[Node, Place] = _NOWHERE


def find_roles(checkpoint: Checkpoint, structure: Structure) -> Generator[None, None, Roles]:
    """Work them out; each yield is a place to stop."""
    roles = yield from roles_of(checkpoint, structure)
    places: dict[Node, Place] = {}
    for number, role in enumerate(roles):
        for at, line in enumerate(role.lines):
            yield
            for member in line.members:
                places[member.node] = Place(number, at)
    return Roles(roles, places)


def roles_below(roles: Roles, branch: Node, most: int) -> Generator[None, None, list[int]]:
    """The numbers of the roles that tensors below a branch play: those of most parameters there, largest first."""
    parameters: Counter[int] = Counter()
    for position, node in enumerate(branch.walk()):
        if position % _NODES_A_STEP == 0:
            yield
        if node in roles.places:
            parameters[roles.places[node].role] += node.sums.parameters
    return [number for number, _ in parameters.most_common(most)]


def member_at(line: Line, place: Node) -> Member | None:
    """The one tensor of a line that is, or lies below, a place; None where none does or several do."""
    found = [member for member in line.members if _is_at_or_below(member.node, place)]
    return found[0] if len(found) == 1 else None


def _is_at_or_below(node: Node, place: Node) -> bool:
    above: Node | None = node
    while above is not None and above is not place:
        above = above.parent
    return above is place
