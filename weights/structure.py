"""How a checkpoint's tree hangs together: its stacks, and which names are second names of the same values.

Worked out once, off the main thread: it walks the whole tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Any

from weights.checkpoint import Checkpoint
from weights.optimizer import inferred_parameters
from weights.record import record
from weights.tensors import Readable
from weights.tree import Node, role, stacks

_NODES_A_STEP = 2000
_NOTHING: Mapping[Node, Any] = MappingProxyType({})


@record
class Structure:
    """`way` leads from the root down to the stack of layers, or is the root alone.

    `first_names` gives, for a second name of the same values, the name that comes first in the file. `sharing` counts
    the tensors at and below a node that share their storage; `repeated` holds parameters and bytes of second
    names there. `roles` says how many tensors play a tensor's role, itself included; `repeating` are the tensors whose
    role others play too, and all that lies above them. `inferred` leads from an optimizer's state to the parameter that
    it seems to belong to.
    """

    stacks: Set[Node] = frozenset()
    way: Sequence[Node] = ()
    first_names: Mapping[Node, Node] = _NOTHING
    sharing: Mapping[Node, int] = _NOTHING
    repeated: Mapping[Node, tuple[int, int]] = _NOTHING
    roles: Mapping[Node, int] = _NOTHING
    repeating: Set[Node] = frozenset()
    inferred: Mapping[Node, Node] = _NOTHING


def examine(checkpoint: Checkpoint) -> Generator[None, None, Structure]:
    """Work out the structure; each yield is a place to stop."""
    yield
    second_names = first_names(checkpoint)
    sharing: Counter[Node] = Counter()
    parameters: Counter[Node] = Counter()
    sizes: Counter[Node] = Counter()
    for position, node in enumerate(node for names in _shared_storages(checkpoint) for node in names):
        if position % _NODES_A_STEP == 0:
            yield
        for above in _up_from(node):
            sharing[above] += 1
            if node in second_names and node.tensor is not None:
                parameters[above] += node.tensor.numel
                sizes[above] += node.tensor.size
    yield
    repeated = {node: (number, sizes[node]) for node, number in parameters.items()}
    places = stacks(checkpoint.root)
    yield
    roles = yield from _role_counts(checkpoint, places)
    repeating = yield from _repeating(roles)
    inferred = yield from inferred_parameters(checkpoint)
    way = _way_to_layers(places, checkpoint)
    return Structure(places, way, second_names, sharing, repeated, roles, repeating, inferred)


def first_names(checkpoint: Checkpoint) -> dict[Node, Node]:
    """For each second name of the very same values, the name of them that comes first in the file."""
    found: dict[Node, Node] = {}
    for names in _shared_storages(checkpoint):
        found |= _second_names(names)
    return found


def _role_counts(checkpoint: Checkpoint, places: Set[Node]) -> Generator[None, None, dict[Node, int]]:
    """For each tensor, how many tensors play its role."""
    roles: dict[Node, str] = {}
    for position, node in enumerate(checkpoint.tensors):
        if position % _NODES_A_STEP == 0:
            yield
        roles[node] = role(node, places)
    counts = Counter(roles.values())
    return {node: counts[name] for node, name in roles.items()}


def _repeating(roles: Mapping[Node, int]) -> Generator[None, None, set[Node]]:
    found: set[Node] = set()
    for position, (node, tensors) in enumerate(roles.items()):
        if position % _NODES_A_STEP == 0:
            yield
        above: Node | None = node if tensors > 1 else None
        while above is not None and above not in found:
            found.add(above)
            above = above.parent
    return found


def _shared_storages(checkpoint: Checkpoint) -> list[Sequence[Node]]:
    return [names for names in checkpoint.names_of_storage if len(names) > 1]


def _second_names(names: Sequence[Node]) -> dict[Node, Node]:
    """Of the names of one storage, those that are the very same view as an earlier one."""
    seen: dict[Readable, Node] = {}
    found: dict[Node, Node] = {}
    for node in names:
        data = node.tensor.data if node.tensor is not None else None
        if data is not None and seen.setdefault(data, node) is not node:
            found[node] = seen[data]
    return found


def _up_from(node: Node) -> list[Node]:
    """A node and all above it."""
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def _way_to_layers(places: Set[Node], checkpoint: Checkpoint) -> tuple[Node, ...]:
    """The way to the stack of layers: one that lies in no other, whose parts are deep if any are, and the largest.

    An optimizer's state is larger than the layers, but flat. Of a model and its average, the first in the file counts.
    """
    holding = [place for place in places if place.sums.tensors]
    outermost = [place for place in holding if not any(above in places for above in _up_from(place)[1:])]
    if not outermost:
        return (checkpoint.root,)
    best = max(map(_rank, outermost))
    tied = {place for place in outermost if _rank(place) == best}
    ways = (_up_from(node) for node in checkpoint.tensors)
    way = next(way for way in ways if not tied.isdisjoint(way))
    return tuple(reversed(way[next(i for i, node in enumerate(way) if node in tied) :]))


def _rank(stack: Node) -> tuple[bool, int]:
    is_deep = any(below.children for part in stack.children for below in part.children)
    return is_deep, stack.sums.parameters
