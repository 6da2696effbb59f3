"""Files from before torch 1.6 with any of their five pickles, or what follows them, broken."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.builders.containers import FOUR_FLOATS, LEGACY_MAGIC, LEGACY_SYSTEM, legacy
from tests.builders.hostile.case import Case, Outcome, file
from tests.builders.opcodes import NEWOBJ, call, legacy_storage, name, pickle, push, tensor

OBJECT = pickle(push({"weight": tensor(legacy_storage())}))
PARTS = ("magic", "version", "system", "object", "keys")


def cases() -> Iterator[Case]:
    broken = {
        "nothing": b"",
        "cut": b"\x80\x02",
        "an unknown opcode": b"\x80\x02\xff.",
        "a call": pickle(call("os", "system", "touch canary")),
        "an object": pickle(name("a", "b") + b")" + NEWOBJ),
        "None": pickle(b"N"),
        "text": pickle(push("text")),
        "a huge length": b"\x80\x02X\xff\xff\xff\xff.",
        "a list in itself": pickle(b"]q\x00h\x00a"),
    }
    for part in PARTS:
        for what, data in broken.items():
            yield file(f"legacy: {part} is {what}", lambda part=part, data=data: legacy(OBJECT, **{part: data}))
    yield from _told()
    yield from _counts()
    yield from _views()
    whole = legacy(OBJECT)
    for end in range(1, len(whole), 17):
        yield file(f"legacy: cut after {end} bytes", lambda end=end: whole[:end])


def _told() -> Iterator[Case]:
    lies: dict[str, tuple[str, object]] = {
        "another magic number": ("magic", LEGACY_MAGIC + 1),
        "version 1002": ("version", 1002),
        "a version of 8000 bits": ("version", 1 << 8000),
        "a big-endian writer": ("system", LEGACY_SYSTEM | {"little_endian": False}),
        "a writer that cannot say its byte order": ("system", LEGACY_SYSTEM | {"little_endian": "yes"}),
        "other type sizes": ("system", LEGACY_SYSTEM | {"type_sizes": {"short": 200, "int": -4, "long": "x"}}),
        "a key that is not used": ("keys", ["0", "1"]),
        "a key twice": ("keys", ["0", "0"]),
        "no keys": ("keys", []),
        "keys that are numbers": ("keys", [0]),
        "keys that are lists": ("keys", [["0"]]),
        "keys that are no list": ("keys", {"0": 1}),
        "a hundred thousand keys": ("keys", [str(index) for index in range(100_000)]),
    }
    for what, (part, value) in lies.items():
        yield file(f"legacy: {what}", lambda part=part, value=value: legacy(OBJECT, **{part: pickle(push(value))}))


def _counts() -> Iterator[Case]:
    """The number of elements in front of a storage's bytes."""
    for count in (-1, -(1 << 63), 0, 3, 5, 1 << 40, 1 << 61, (1 << 63) - 1):
        raw = struct.pack("<q", count) + FOUR_FLOATS
        yield file(f"legacy: {count} elements for 4", lambda raw=raw: legacy(OBJECT, raw=raw))
    yield file("legacy: bytes after the end", lambda: legacy(OBJECT) + bytes(100), Outcome.EITHER)
    yield file("legacy: two files in one", lambda: legacy(OBJECT) * 2)


def _views() -> Iterator[Case]:
    """Views on storages, which only these files have: key, offset and size of a part of another storage."""
    views: dict[str, object] = {
        "past the end": ("view", 2, 100),
        "at a negative offset": ("view", -1, 2),
        "of a negative size": ("view", 0, -2),
        "of 2^62": ("view", 1 << 62, 1 << 62),
        "that is too short": ("view",),
        "that is text": "view",
        "on itself": ("0", 0, 4),
    }
    for what, view in views.items():
        storage = push(("storage", name("torch", "FloatStorage"), "0", "cpu", 4, view)) + b"Q"
        data = pickle(push({"weight": tensor(storage, (2,))}))
        yield file(f"legacy: a view {what}", lambda data=data: legacy(data))
