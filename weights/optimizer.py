"""Whose state an optimizer's numbered entries are: `optimizer.state.17.exp_avg` belongs to some parameter of the model.

torch numbers parameters in the order in which the optimizer's groups list them and saves no names. The names are
inferred: within a group parameters keep the model's order, so the shapes of the states must be found in that order
among the model's tensors. A name is given only where there is exactly one way to do so.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from itertools import islice

from weights.checkpoint import Checkpoint
from weights.dtypes import BY_NAME, Kind
from weights.layout import Shape
from weights.tensors import Stored
from weights.tree import Node, Tensor

_NODES_A_STEP = 2000
_MODEL_KEYS = ("state_dict", "model_state_dict", "model", "model_state", "module", "network", "net")
_BUFFERS = frozenset(("running_mean", "running_var", "num_batches_tracked"))
# A file with more than these is hostile: each optimizer is compared with each model, and each model looked at whole.
_MAX_OPTIMIZERS = 32
_MAX_MODELS = 32
_MAX_GROUPS = 32
_LIST = re.compile(r"\[(?P<listed>(\d{1,9}(, \d{1,9})*)?)(\]|, …\] \((?P<length>\d{1,5}) items\))")


def inferred_parameters(checkpoint: Checkpoint) -> Generator[None, None, dict[Node, Node]]:
    """For each node of an optimizer's state, at `state.N` and below, the node of the parameter it belongs to.

    Nothing in the file says so: show it as inferred. Each yield is a place to stop.
    """
    found: dict[Node, Node] = {}
    everything = yield from _all_below(checkpoint.root)
    optimizers = [node for node in everything if _is_optimizer(node)][:_MAX_OPTIMIZERS]
    elsewhere = (yield from _outside(checkpoint, everything, optimizers)) if optimizers else []
    for optimizer in optimizers:
        parameters = yield from _parameters(checkpoint, optimizer, elsewhere)
        for position, state in enumerate(_child(optimizer, "state").children):
            if position % _NODES_A_STEP == 0:
                yield
            if state.label in parameters:
                found.update(dict.fromkeys(state.walk(), parameters[state.label]))
    return found


def _all_below(top: Node) -> Generator[None, None, list[Node]]:
    """A node and all below it."""
    nodes = top.walk()
    found: list[Node] = []
    while some := list(islice(nodes, _NODES_A_STEP)):
        found += some
        yield
    return found


def _is_optimizer(node: Node) -> bool:
    return len(node.children) > 1 and {"state", "param_groups"} <= {child.label for child in node.children}


def _child(node: Node, label: str) -> Node:
    return next(child for child in node.children if child.label == label)


def _parameters(
    checkpoint: Checkpoint, optimizer: Node, elsewhere: Sequence[Node]
) -> Generator[None, None, dict[str, Node]]:
    """The parameter of each numbered state whose shape is known, by the first of the models that fits.

    What could be the model comes likeliest first: what is beside the optimizer or those above it and named as a model
    is, and last all that is `elsewhere`. Nothing where that is not certain.
    """
    groups = [_numbers(group) for group in _child(optimizer, "param_groups").children[: _MAX_GROUPS + 1]]
    numbers = [number for group in groups for number in group]
    if len(groups) > _MAX_GROUPS or len(set(numbers)) != len(numbers):
        return {}
    shapes = yield from _shapes(_child(optimizer, "state").children)
    wanted = [[(number, shapes.get(number)) for number in group] for group in groups]
    inside = set((yield from _all_below(optimizer)))
    for neighbour in islice(_neighbours(optimizer), _MAX_MODELS):
        places = set((yield from _all_below(neighbour))) - inside
        matched = _match(wanted, (yield from _trainable(checkpoint, places)))
        if matched:
            break
    else:
        matched = _match(wanted, elsewhere)
    return {number: node for number, node in (matched or {}).items() if shapes.get(number) is not None}


def _numbers(group: Node) -> list[str]:
    """The numbers of a group's parameters, in its order; those that a long list's text leaves out follow on."""
    params = next((child.value for child in group.children if child.label == "params"), None)
    match = _LIST.fullmatch(params.text) if params and params.type == "list" else None
    if match is None or not match["listed"]:
        return []
    listed = match["listed"].split(", ")
    if match["length"] is None:
        return listed
    first = int(listed[0])
    return [str(number) for number in range(first, first + int(match["length"]))]


def _shapes(states: Sequence[Node]) -> Generator[None, None, dict[str, Shape | None]]:
    found: dict[str, Shape | None] = {}
    for position, state in enumerate(states):
        if position % _NODES_A_STEP == 0:
            yield
        found[state.label] = _shape(state)
    return found


def _shape(state: Node) -> Shape | None:
    """The one shape of a state's tensors besides step counts; None where there is none, or more than one."""
    shapes = {node.tensor.shape for node in state.walk() if node.tensor}
    if len(shapes) > 1:
        shapes.discard(())
    return shapes.pop() if len(shapes) == 1 else None


def _neighbours(optimizer: Node) -> Iterator[Node]:
    """The nodes beside an optimizer, and beside those above it, that are named as a model is."""
    above = optimizer.parent
    while above is not None:
        children = {child.label: child for child in above.children}
        yield from (children[key] for key in _MODEL_KEYS if key in children)
        above = above.parent


def _outside(
    checkpoint: Checkpoint, everything: Sequence[Node], optimizers: Sequence[Node]
) -> Generator[None, None, list[Node]]:
    """All that could be parameters and is no optimizer's."""
    places = set(everything)
    for optimizer in optimizers:
        places.difference_update((yield from _all_below(optimizer)))
    return (yield from _trainable(checkpoint, places))


def _trainable(checkpoint: Checkpoint, places: set[Node]) -> Generator[None, None, list[Node]]:
    """The tensors at these places that can be parameters, in the file's order; of tied ones the first."""
    found: list[Node] = []
    seen: set[object] = set()
    for position, node in enumerate(checkpoint.tensors):
        if position % _NODES_A_STEP == 0:
            yield
        tensor = node.tensor
        if tensor is None or node not in places or node.label in _BUFFERS or not _is_real(tensor):
            continue
        if isinstance(tensor.data, Stored):
            view = (tensor.storage, tensor.data.offset, tensor.shape, tensor.strides)
            if view in seen:
                continue
            seen.add(view)
        found.append(node)
    return found


def _is_real(tensor: Tensor) -> bool:
    return tensor.dtype in BY_NAME and BY_NAME[tensor.dtype].kind in (Kind.FLOAT, Kind.COMPLEX)


def _match(groups: Sequence[Sequence[tuple[str, Shape | None]]], model: Sequence[Node]) -> dict[str, Node] | None:
    """Each group's parameters among the model's, or None unless there is exactly one way.

    Groups may be interleaved in any manner. One that fits in one way only leaves the rest to the others.
    """
    free, waiting = list(model), list(groups)
    matched: dict[str, Node] = {}
    while waiting:
        offered = [node.tensor.shape for node in free if node.tensor]
        fits = [(group, _only_places([shape for _, shape in group], offered)) for group in waiting]
        certain = next(((group, places) for group, places in fits if places is not None), None)
        if certain is None:
            return None
        group, places = certain
        matched.update((number, free[place]) for (number, _), place in zip(group, places, strict=True))
        taken = set(places)
        free = [node for place, node in enumerate(free) if place not in taken]
        waiting.remove(group)
    return matched


def _only_places(wanted: Sequence[Shape | None], offered: Sequence[Shape]) -> list[int] | None:
    """Where the wanted shapes lie, in order, among those offered; None unless there is exactly one way.

    All ways lie between the one that takes each shape as early as it can and the one that takes each as late.
    """
    earliest = _earliest_places(wanted, offered)
    backwards = _earliest_places(wanted[::-1], offered[::-1])
    if earliest is None or backwards is None:
        return None
    latest = [len(offered) - 1 - place for place in reversed(backwards)]
    return earliest if earliest == latest else None


def _earliest_places(wanted: Sequence[Shape | None], offered: Sequence[Shape]) -> list[int] | None:
    places: list[int] = []
    place = 0
    for shape in wanted:
        while place < len(offered) and shape not in (None, offered[place]):
            place += 1
        if place == len(offered):
            return None
        places.append(place)
        place += 1
    return places
