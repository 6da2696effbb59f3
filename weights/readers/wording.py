"""What a pickle built that is no tensor, as bounded text."""

from __future__ import annotations

import reprlib
from typing import Any

from weights import dtypes
from weights.readers.arrays import ArrayScalar, ArrayType, as_bytes
from weights.readers.inert import Global, Group, HugeInt, Latin1, LongBytes, LongText, Mapping, Object, Size
from weights.source import Source

MAX_TEXT = 4000
_MAX_ITEM = 100
_MAX_INT_BITS = 256
_MAX_BYTES = 32
_PREVIEW = 400
_MAX_KEY = 1000
_MAX_KEY_ITEMS = 16

PLAIN: frozenset[type] = frozenset(
    (
        *(type(None), bool, int, float, complex, str, bytes),
        *(LongBytes, LongText, Latin1, HugeInt, Global, ArrayType, ArrayScalar),
    )
)
"""The types of values that hold no others."""

_BRACKETS = {"list": ("[", "]"), "set": ("{", "}"), "frozenset": ("{", "}")}


def type_name(value: Any) -> str:
    """What a user would call the type of this."""
    if isinstance(value, Global):
        return "torch.dtype" if value.module == "torch" and value.name in dtypes.BY_NAME else "name"
    if isinstance(value, (Object, Mapping, Group, ArrayScalar)):
        return value.kind
    names = {type(None): "None", Size: "torch.Size", ArrayType: "numpy.dtype", HugeInt: "int"}
    names |= {LongText: "str", LongBytes: "bytes", Latin1: "bytes"}
    return names.get(type(value), type(value).__name__)


def plain_text(value: Any, limit: int = MAX_TEXT) -> str:
    """A plain value as text of about `limit` characters at most."""
    if isinstance(value, str):
        return value if len(value) <= limit else f"{value[:limit]}… ({len(value)} characters)"
    if isinstance(value, (int, HugeInt)):
        return _integer(value)
    if isinstance(value, LongText):
        shown = value.source.read(0, min(_PREVIEW, limit)).decode("utf-8", "replace")
        return f"{shown}… ({value.source.size} bytes)"
    if isinstance(value, (bytes, LongBytes, Latin1)):
        return _bytes(value)
    if isinstance(value, ArrayScalar):
        return plain_text(value.value, limit)
    if isinstance(value, ArrayType):
        return value.element.name
    return value.qualified[:limit] if isinstance(value, Global) else repr(value)


def _integer(value: int | HugeInt) -> str:
    if isinstance(value, HugeInt):
        return f"int of {value.bits} bits"
    return f"int of {value.bit_length()} bits" if value.bit_length() > _MAX_INT_BITS else str(value)


def _bytes(value: bytes | LongBytes | Latin1) -> str:
    if isinstance(value, Latin1) and isinstance(value.text, LongText):
        return "bytes, written as text"
    data: bytes | Source = value.source if isinstance(value, LongBytes) else as_bytes(value) or b""
    length = len(data) if isinstance(data, bytes) else data.size
    head = data[:_MAX_BYTES] if isinstance(data, bytes) else data.read(0, _MAX_BYTES)
    return f"{length} bytes: {head.hex(' ')}{'…' * (length > _MAX_BYTES)}" if length else "0 bytes"


def item_text(value: Any) -> str:
    """A plain value as it stands inside others: text in quotes."""
    return reprlib.repr(value) if isinstance(value, (str, bytes)) else plain_text(value, _MAX_ITEM)


def sequence_text(value: Any, limit: int = MAX_TEXT, total: int = 0) -> str:
    """Plain values in their brackets, as many of them as fit; `total` where they are the first of more."""
    items = value.items if isinstance(value, Group) else value
    opening, closing = _BRACKETS.get(type_name(value), ("(", ")"))
    shown: list[str] = []
    length = 0
    for item in items:
        text = item_text(item)
        length += len(text) + 2
        if length > limit:
            break
        shown.append(text)
    total = total or len(items)
    if len(shown) < total:
        return f"{opening}{', '.join(shown)}, …{closing} ({total} items)"
    comma = "," * (isinstance(value, tuple) and len(shown) == 1)
    return opening + ", ".join(shown) + comma + closing


def key_text(key: Any, position: int) -> str:
    """A dictionary's key as a part of a path; what is not plain is named by its type and position."""
    if isinstance(key, str):
        return key if len(key) <= _MAX_KEY else f"{key[:_MAX_KEY]}… ({len(key)} characters, entry {position})"
    if isinstance(key, bytes):
        return key[:_MAX_KEY].decode("utf-8", "backslashreplace")
    if type(key) in PLAIN:
        return plain_text(key, _MAX_ITEM)
    if isinstance(key, tuple) and len(key) <= _MAX_KEY_ITEMS and all(type(item) in PLAIN for item in key):
        return sequence_text(key, _MAX_KEY)
    return f"<{type_name(key)[:_MAX_ITEM]}, entry {position}>"
