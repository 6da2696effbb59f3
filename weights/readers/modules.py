"""What an object of an unknown class holds, under the names that its users know.

A `torch.nn.Module` keeps its tensors in `_parameters` and `_buffers` and its parts in `_modules`, but its state dict,
and everybody, calls them `layer.weight`: so do we.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weights.readers.inert import Global, Group, Mapping, Object
from weights.readers.wording import PLAIN, item_text
from weights.tree import Path

_MODULE_PARTS = ("_parameters", "_buffers", "_modules")
_MAX_PLAIN_ARGUMENTS = 16

Entries = Callable[[Mapping], list[tuple[str, Any]]]


def is_plain(value: Object) -> bool:
    """Whether an object is no more than a call with plain arguments: an Enum's member, a device, a date."""
    if value.state is not None or value.items or value.pairs or not isinstance(value.function, Global):
        return False
    args = value.args
    is_short = isinstance(args, tuple) and 0 < len(args) <= _MAX_PLAIN_ARGUMENTS
    return is_short and all(type(item) in PLAIN for item in args)


def call_text(value: Object) -> str:
    """A plain call, as it would be written: `device('cpu')`."""
    return f"{value.kind.rpartition('.')[2]}({', '.join(map(item_text, value.args))})"


def children(value: Object, entries: Entries, places: dict[int, Path], path: Path) -> list[tuple[str, Any]]:
    """What an object holds. Dictionaries whose entries are taken over enter `places`, to be taken over only once."""
    found: list[tuple[str, Any]] = []
    if not isinstance(value.function, Global) and value.function is not None:
        found.append(("function", value.function))
    if value.args != ():
        found.append(("args", value.args))
    found += ((str(index), item) for index, item in enumerate(value.items or ()))
    if value.pairs:
        found += entries(Mapping("dict", value.pairs))
    states = value.state if _is_slots_state(value.state) else (value.state,)
    for state in states:
        found += _of_state(state, entries, places, path)
    return found


def _is_slots_state(state: Any) -> bool:
    """A class with `__slots__` has two states: of its dictionary, which may be None, and of its slots."""
    return (
        isinstance(state, tuple)
        and len(state) == 2
        and all(part is None or isinstance(part, Mapping) for part in state)
    )


def _of_state(state: Any, entries: Entries, places: dict[int, Path], path: Path) -> list[tuple[str, Any]]:
    if state is None:
        return []
    if not isinstance(state, Mapping) or not _take_over(state, places, path):
        return [("state", state)]
    attributes = entries(state)
    parts = dict(attributes)
    if not all(isinstance(parts.get(name), Mapping) for name in ("_parameters", "_modules")):
        return attributes
    found: list[tuple[str, Any]] = []
    for name in _MODULE_PARTS:
        part = parts.get(name)
        if isinstance(part, Mapping):
            found += entries(part) if _take_over(part, places, path) else [(name, part)]
    return found + [(name, part) for name, part in attributes if not _is_bookkeeping(name, part)]


def _take_over(mapping: Mapping, places: dict[int, Path], path: Path) -> bool:
    return places.setdefault(id(mapping), path) is path


def _is_bookkeeping(name: str, value: Any) -> bool:
    """What a module keeps for itself and leaves empty: hooks, mostly."""
    if name in _MODULE_PARTS:
        return isinstance(value, Mapping)
    is_empty = (
        value is None
        or (isinstance(value, Mapping) and not value.pairs)
        or (isinstance(value, Group) and not value.items)
    )
    return name.startswith("_") and is_empty
