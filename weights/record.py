"""Records: small frozen classes whose annotations are their fields.

They are what the standard `dataclass(frozen=True, slots=True, eq=False)` makes, for everything that is imported before
a checkpoint can be listed: importing `dataclasses` (with `inspect` and `ast`) and having it compile methods for each
class takes as long as all the rest of `weighbridge inspect`. Nothing is compiled here.

A class of which a file makes hundreds of thousands is a NamedTuple, or writes its `__init__` out: that is several
times faster than any general one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, eq_default=False)
def record(cls: type[T]) -> type[T]:
    """A class with one slot for each annotation, an `__init__` that fills them, and no other way to set them.

    Records are compared by identity. Defaults are shared, and so must not be mutable.
    """
    fields = tuple(cls.__annotations__)
    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: body.pop(name) for name in fields if name in body}
    body |= {
        "__slots__": fields,
        "__match_args__": fields,
        "__qualname__": cls.__qualname__,
        "__init__": _initializer(fields, defaults),
        "__repr__": _shown,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    made: type[T] = type(cls.__name__, cls.__bases__, body)
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


def _shown(self: Any) -> str:
    fields = ", ".join(f"{field}={getattr(self, field)!r}" for field in self.__slots__)
    return f"{type(self).__name__}({fields})"


def _refuse(self: object, field: str, *_: object) -> None:
    raise AttributeError(f"{field}: the fields of a {type(self).__name__} do not change")
