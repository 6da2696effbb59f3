"""Lists, tuples, dictionaries and sets as a pickle builds them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weights.errors import Malformed
from weights.readers.inert import Group, Mapping, Object

if TYPE_CHECKING:
    from weights.readers.pickles import Machine


def empty_list(machine: Machine) -> None:
    machine.objects += 1
    machine.stack.append([])


def empty_dict(machine: Machine) -> None:
    machine.objects += 1
    machine.stack.append(Mapping("dict", []))


def empty_set(machine: Machine) -> None:
    machine.objects += 1
    machine.stack.append(Group("set", []))


def empty_tuple(machine: Machine) -> None:
    machine.stack.append(())


def tuple1(machine: Machine) -> None:
    machine.objects += 1
    machine.stack[-1] = (machine.stack[-1],)


def tuple2(machine: Machine) -> None:
    machine.objects += 1
    last = machine.stack.pop()
    machine.stack[-1] = (machine.stack[-1], last)


def tuple3(machine: Machine) -> None:
    machine.objects += 1
    last = machine.stack.pop()
    middle = machine.stack.pop()
    machine.stack[-1] = (machine.stack[-1], middle, last)


def tuple_of(machine: Machine) -> None:
    machine.objects += 1
    items = machine.pop_mark()
    machine.stack.append(tuple(items))


def list_of(machine: Machine) -> None:
    machine.objects += 1
    items = machine.pop_mark()
    machine.stack.append(items)


def dict_of(machine: Machine) -> None:
    machine.objects += 1
    pairs = _pairs(machine.pop_mark())
    machine.stack.append(Mapping("dict", pairs))


def frozenset_of(machine: Machine) -> None:
    machine.objects += 1
    items = machine.pop_mark()
    machine.stack.append(Group("frozenset", items))


def _pairs(items: list[Any]) -> list[tuple[Any, Any]]:
    if len(items) % 2:
        raise Malformed("the pickle has a dictionary key without a value")
    return list(zip(items[::2], items[1::2], strict=True))


def append(machine: Machine) -> None:
    item = machine.stack.pop()
    _extend(machine.stack[-1], [item])


def appends(machine: Machine) -> None:
    items = machine.pop_mark()
    _extend(machine.stack[-1], items)


def _extend(target: Any, items: list[Any]) -> None:
    kind = type(target)
    if kind is list:
        target.extend(items)
    elif kind is Object:
        if target.items is None:
            target.items = []
        target.items.extend(items)
    else:
        raise Malformed("the pickle appends to something that is not a list")


def additems(machine: Machine) -> None:
    items = machine.pop_mark()
    target = machine.stack[-1]
    if type(target) is not Group:
        raise Malformed("the pickle adds items to something that is not a set")
    if type(target.items) is not list:
        raise Malformed("the pickle adds items to a set that is complete")
    target.items.extend(items)


def setitem(machine: Machine) -> None:
    value = machine.stack.pop()
    key = machine.stack.pop()
    _set_pairs(machine.stack[-1], [(key, value)])


def setitems(machine: Machine) -> None:
    pairs = _pairs(machine.pop_mark())
    _set_pairs(machine.stack[-1], pairs)


def _set_pairs(target: Any, pairs: list[tuple[Any, Any]]) -> None:
    kind = type(target)
    if kind is Mapping:
        target.pairs.extend(pairs)
    elif kind is Object:
        if target.pairs is None:
            target.pairs = []
        target.pairs.extend(pairs)
    else:
        raise Malformed("the pickle sets an entry of something that is not a dictionary")
