"""An assembler of pickles: each function gives the bytes that push one thing. The honest ones and the lies share it.

Opcodes are those that `pickletools` documents.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

MARK, STOP, REDUCE, TUPLE, BUILD, NONE, EMPTY_DICT, EMPTY_LIST = b"(", b".", b"R", b"t", b"b", b"N", b"}", b"]"
NEWOBJ, NEWOBJ_EX, STACK_GLOBAL, BINPERSID, EMPTY_TUPLE, FALSE = b"\x81", b"\x92", b"\x93", b"Q", b")", b"\x89"


class StorageOf(Protocol):
    """How a container's pickle refers to a storage."""

    def __call__(self, numel: object = 4, kind: str = "FloatStorage", key: object = "0") -> bytes: ...


def pickle(body: bytes, protocol: int = 2) -> bytes:
    return b"\x80" + bytes([protocol]) + body + STOP


def text(value: str) -> bytes:
    data = value.encode("utf-8", "surrogatepass")
    return b"X" + struct.pack("<I", len(data)) + data


def integer(value: int) -> bytes:
    if -(1 << 31) <= value < 1 << 31:
        return b"J" + struct.pack("<i", value)
    data = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return (b"\x8a" + bytes([len(data)]) if len(data) < 256 else b"\x8b" + struct.pack("<i", len(data))) + data


def push(value: object) -> bytes:
    """Bytes are taken as opcodes already; plain Python values are pushed."""
    pushed: dict[type, Callable[[Any], bytes]] = {
        bytes: lambda body: body,
        str: text,
        bool: lambda yes: b"\x88" if yes else FALSE,
        int: integer,
        float: lambda number: b"G" + struct.pack(">d", number),
        type(None): lambda _: NONE,
        tuple: lambda items: MARK + b"".join(map(push, items)) + TUPLE,
        list: lambda items: EMPTY_LIST + MARK + b"".join(map(push, items)) + b"e",
        dict: lambda entries: mapping(entries.items()),
    }
    return pushed[type(value)](value)


def mapping(pairs: Iterable[tuple[object, object]]) -> bytes:
    return EMPTY_DICT + MARK + b"".join(push(key) + push(value) for key, value in pairs) + b"u"


def name(module: str, attribute: str) -> bytes:
    return f"c{module}\n{attribute}\n".encode()


def call(module: str, attribute: str, *arguments: object) -> bytes:
    return name(module, attribute) + push(arguments) + REDUCE


def zip_storage(numel: object = 4, kind: str = "FloatStorage", key: object = "0") -> bytes:
    return push(("storage", name("torch", kind), key, "cpu", numel)) + BINPERSID


def legacy_storage(numel: object = 4, kind: str = "FloatStorage", key: object = "0") -> bytes:
    return push(("storage", name("torch", kind), key, "cpu", numel, None)) + BINPERSID


def tensor(
    storage: bytes, shape: Sequence[object] = (4,), strides: Sequence[object] = (1,), offset: object = 0
) -> bytes:
    hooks = call("collections", "OrderedDict")
    return call("torch._utils", "_rebuild_tensor_v2", storage, offset, tuple(shape), tuple(strides), False, hooks)
