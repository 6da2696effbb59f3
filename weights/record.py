"""Records: small frozen classes whose annotations are their fields.

They are what the standard `dataclass(frozen=True, slots=True)` makes, for everything that is imported before
a checkpoint can be listed: importing `dataclasses` (with `inspect` and `ast`) and having it compile methods for each
class takes as long as all the rest of `weighbridge inspect`. Nothing is compiled here.

A class of which a file makes hundreds of thousands is a NamedTuple, or writes its `__init__` out: that is several
times faster than any general one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A class with one slot for each annotation, an `__init__` that fills them, and no other way to set them.

    Records equal each other by their fields, unless the class says otherwise, and can be pickled. Defaults are shared,
    and so must not be mutable.
    """
    fields = tuple(cls.__annotations__)
    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: body.pop(name) for name in fields if name in body}
    methods = {
        "__init__": _initializer(fields, defaults),
        "__repr__": _shown,
        "__eq__": _equals,
        "__hash__": _hash,
        "__reduce__": _reduced,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    names = {"__slots__": fields, "__match_args__": fields, "__qualname__": cls.__qualname__}
    made: type[T] = type(cls.__name__, cls.__bases__, methods | body | names)
    return made


def _initializer(fields: Sequence[str], defaults: Mapping[str, Any]) -> Callable[..., None]:
    put = object.__setattr__

    def initialize(self: object, *values: Any, **named: Any) -> None:
        if named or len(values) != len(fields):
            values = _complete(type(self).__name__, fields, {**defaults, **_by_name(fields, values, named)})
        for field, value in zip(fields, values, strict=True):
            put(self, field, value)

    return initialize


def _by_name(fields: Sequence[str], values: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call, all by name. Raises TypeError for one too many and for one given twice."""
    if len(values) > len(fields) or not named.keys().isdisjoint(fields[: len(values)]):
        raise TypeError("a field is given twice, or more values than there are fields")
    return {**dict(zip(fields, values, strict=False)), **named}


def _complete(name: str, fields: Sequence[str], given: Mapping[str, Any]) -> tuple[Any, ...]:
    if given.keys() != set(fields):
        wrong = sorted(given.keys() ^ set(fields))
        raise TypeError(f"{name} has the fields {', '.join(fields)}; missing or unknown: {', '.join(wrong)}")
    return tuple(given[field] for field in fields)


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, field) for field in self.__slots__])


def _shown(self: Any) -> str:
    fields = ", ".join(f"{field}={value!r}" for field, value in zip(self.__slots__, _values(self), strict=True))
    return f"{type(self).__name__}({fields})"


def _equals(self: object, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: object) -> int:
    return hash(_values(self))


def _reduced(self: object) -> tuple[type, tuple[Any, ...]]:
    return type(self), _values(self)


def _refuse(self: object, field: str, *_: object) -> None:
    raise AttributeError(f"{field}: the fields of a {type(self).__name__} do not change")
