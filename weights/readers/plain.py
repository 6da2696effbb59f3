"""Python's own containers and numbers as pickles call for them."""

from __future__ import annotations

from typing import Any

from weights.readers.inert import Builder, Global, Group, Latin1, LongBytes, LongText, Mapping, Object

_MAX_ARGUMENTS = 16


def _ordered_dict(args: tuple[Any, ...]) -> Mapping | None:
    return _mapping("OrderedDict", args)


def _dict(args: tuple[Any, ...]) -> Mapping | None:
    return _mapping("dict", args)


def _counter(args: tuple[Any, ...]) -> Mapping | None:
    return _mapping("Counter", args)


def _default_dict(args: tuple[Any, ...]) -> Mapping | None:
    return _mapping("defaultdict", args[1:]) if len(args) <= 2 else None


def _mapping(kind: str, args: tuple[Any, ...]) -> Mapping | None:
    """Without arguments, from another dictionary, or (Python 2) from a list of pairs."""
    if not args:
        return Mapping(kind, [])
    if len(args) == 1 and isinstance(args[0], Mapping):
        return Mapping(kind, args[0].pairs)
    return Mapping(kind, args[0]) if len(args) == 1 and type(args[0]) is list else None


def _set(args: tuple[Any, ...]) -> Group | None:
    return _group("set", args)


def _frozenset(args: tuple[Any, ...]) -> Group | None:
    return _group("frozenset", args)


def _group(kind: str, args: tuple[Any, ...]) -> Group | None:
    items = _sequence(args)
    return None if items is None else Group(kind, items)


def _sequence(args: tuple[Any, ...]) -> Any:
    """`list(...)` or `tuple(...)` of a list or tuple."""
    if not args:
        return []
    return args[0] if len(args) == 1 and isinstance(args[0], (list, tuple)) else None


def encoded(args: tuple[Any, ...]) -> Latin1 | None:
    """`codecs.encode(text, "latin1")`, which is how protocols 0 to 2 write bytes."""
    is_latin1 = len(args) == 2 and args[1] in ("latin1", "latin-1") and isinstance(args[0], (str, LongText))
    return Latin1(args[0]) if is_latin1 else None


def _bytes(args: tuple[Any, ...]) -> Any:
    """`bytes()`, `bytearray(b"...")`, or `bytearray(text, "latin-1")`."""
    if not args:
        return b""
    return args[0] if len(args) == 1 and isinstance(args[0], (bytes, LongBytes, Latin1)) else encoded(args)


def _complex(args: tuple[Any, ...]) -> complex | None:
    is_pair = len(args) == 2 and all(type(part) is float for part in args)
    return complex(*args) if is_pair else None


def _reconstructed(args: tuple[Any, ...]) -> Object | None:
    """`copyreg._reconstructor(class, base, state)`: how protocols 0 and 1 make an object."""
    if len(args) != 3 or not isinstance(args[0], Global):
        return None
    args[0].called = True
    return Object(args[0], () if args[2] is None else (args[2],))


def _new_object(args: tuple[Any, ...]) -> Any:
    """`copyreg.__newobj__(class, *args)`."""
    if not 1 <= len(args) <= _MAX_ARGUMENTS or not isinstance(args[0], Global):
        return None
    cls = args[0]
    cls.called = True
    built = None if cls.builder in (None, _new_object) else cls.builder(args[1:])
    return Object(cls, args[1:]) if built is None else built


BUILDERS: dict[tuple[str, str], Builder] = {
    ("collections", "OrderedDict"): _ordered_dict,
    ("collections", "Counter"): _counter,
    ("collections", "defaultdict"): _default_dict,
    ("builtins", "dict"): _dict,
    ("builtins", "set"): _set,
    ("builtins", "frozenset"): _frozenset,
    ("builtins", "list"): _sequence,
    ("builtins", "tuple"): _sequence,
    ("builtins", "bytes"): _bytes,
    ("builtins", "bytearray"): _bytes,
    ("builtins", "complex"): _complex,
    ("_codecs", "encode"): encoded,
    ("copyreg", "_reconstructor"): _reconstructed,
    ("copyreg", "__newobj__"): _new_object,
}
"""What builds Python's own types, by exact module and name."""
