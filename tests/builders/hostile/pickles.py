"""Pickles that are broken, boundless or deep, in every container that holds one."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.builders.containers import CONTAINERS, torch_zip
from tests.builders.hostile.case import Case, Outcome, file, in_every_container
from tests.builders.opcodes import (
    BUILD,
    EMPTY_DICT,
    EMPTY_LIST,
    EMPTY_TUPLE,
    MARK,
    NONE,
    REDUCE,
    StorageOf,
    call,
    integer,
    mapping,
    name,
    pickle,
    push,
    tensor,
    text,
    zip_storage,
)

DEEP = 200_000
MANY = 1_000_000
HUGE = struct.pack("<Q", 1 << 62)

BROKEN = {
    "nothing": b"",
    "only STOP": b".",
    "an unknown opcode": b"\xff",
    "a string longer than the file": b"X\xff\xff\xff\xff" + b"a",
    "a string of 2^62 bytes": b"\x8d" + HUGE,
    "bytes of 2^62": b"\x8e" + HUGE,
    "a bytearray of 2^62": b"\x96" + HUGE,
    "a frame of 2^62": b"\x95" + HUGE + NONE,
    "a long of 2 GB": b"\x8b\xff\xff\xff\x7f",
    "a long of negative length": b"\x8b\xff\xff\xff\xff",
    "a string of negative length": b"T\xff\xff\xff\xff",
    "a memo entry that is not there": b"h\x07",
    "a memo entry by text that is not a number": b"gabc\n",
    "INT that is not a number": b"Iabc\n",
    "INT of 100,000 digits without an end": b"I" + b"9" * 100_000,
    "LONG that is not a number": b"L0x12zzL\n",
    "FLOAT that is not a number": b"Fabc\n",
    "STRING without quotes": b"Sabc\n",
    "UNICODE with a broken escape": b"V\\u12\n",
    "a line without an end": b"cos",
    "text that is not UTF-8": b"X\x02\x00\x00\x00\xff\xfe",
    "TUPLE without MARK": NONE + b"t",
    "APPENDS without MARK": EMPTY_LIST + b"e",
    "SETITEMS of an odd number": EMPTY_DICT + MARK + NONE + b"u",
    "SETITEMS of an integer": integer(1) + MARK + NONE + NONE + b"u",
    "APPEND to a string": text("a") + NONE + b"a",
    "REDUCE of nothing": REDUCE,
    "BUILD of nothing": BUILD,
    "POP of nothing": b"0",
    "DUP of nothing": b"2",
    "a MARK as the result": MARK,
    "NEXT_BUFFER without buffers": b"\x97",
    "an extension of four bytes": b"\x84\xff\xff\xff\x7f",
    "STACK_GLOBAL of numbers": integer(1) + integer(2) + b"\x93",
}
"""Streams that no pickler writes: torch cannot load them, and neither do we."""


def cases() -> Iterator[Case]:
    yield from _broken()
    yield from _boundless()
    yield from _keys()
    yield from _rebuilders()
    yield from _cut()


def _broken() -> Iterator[Case]:
    for what, body in BROKEN.items():
        yield from in_every_container(what, lambda _, body=body: body)
    yield file("zip: protocol 255", lambda: torch_zip(pickle(NONE, 255)), Outcome.REFUSED)


def _boundless() -> Iterator[Case]:
    """Small files that would take endless memory, depth or time."""
    laughs = EMPTY_LIST + b"q\x00" + b"".join(_doubled(i) for i in range(60))
    bodies = {
        "a memo index of 2^32-1": NONE + b"r\xff\xff\xff\xff",
        "a memo index of many digits": NONE + b"p" + b"9" * 5000 + b"\n",
        "a negative memo index": NONE + b"p-1\n",
        "lists in lists": EMPTY_LIST * DEEP + b"a" * (DEEP - 1),
        "tuples in tuples": EMPTY_TUPLE + b"\x85" * DEEP,
        "dicts in dicts": (EMPTY_DICT + text("a")) * DEEP + NONE + b"s" * DEEP,
        "marks in marks": MARK * DEEP + b"t" * DEEP,
        "objects in objects": NONE + (b"\x85" + name("a", "b") + b"\x85") * 20_000,
        "calls in calls": name("a", "b") + (EMPTY_TUPLE + REDUCE) * DEEP,
        "states in states": call("a", "b") + b"q\x01" + (b"h\x01" + BUILD) * DEEP,
        "a billion laughs": laughs,
        "a billion laughs in tuples": EMPTY_TUPLE + (b"q\x00" + b"h\x00\x86") * 60,
        "a billion laughs in dicts": EMPTY_DICT + (b"q\x00" + EMPTY_DICT + b"(K\x00h\x00K\x01h\x00u") * 60,
        "an integer of 8 million bits": integer((1 << 8_000_000) - 1),
        "an integer of 100,000 digits": b"L" + b"9" * 100_000 + b"L\n",
        "a million DUPs": MARK + NONE + b"2" * MANY + b"t",
        "a million marks": MARK * MANY + NONE,
        "a million memo entries": NONE + b"\x94" * MANY,
        "a list in itself": EMPTY_LIST + b"q\x00h\x00a",
        "a dict in itself": EMPTY_DICT + b"q\x00" + text("self") + b"h\x00s",
        "a tuple in itself": EMPTY_LIST + b"q\x00" + b"h\x00\x85" + b"q\x01ah\x01",
        "an object in its state": call("a", "b") + b"q\x00" + push({"me": b"h\x00"}) + BUILD,
        "an ordered dict in its state": call("collections", "OrderedDict") + b"q\x00" + push({"me": b"h\x00"}) + BUILD,
    }
    for what, body in bodies.items():
        yield from in_every_container(what, lambda _, body=body: body)
    yield from in_every_container("a tensor in its own state", _tensor_in_itself, Outcome.OPENS)
    yield from _many()


def _many() -> Iterator[Case]:
    """Slow ones, in one container only: the machine is the same in all."""
    places = EMPTY_LIST + b"q\x00" + MARK + b"h\x00" * MANY + b"t"
    keys = ((str(index), None) for index in range(MANY))
    yield file("zip: a list at a million places", lambda: torch_zip(pickle(places)))
    yield file("zip: a tensor at 50,000 places", lambda: torch_zip(pickle(_one_tensor_often(zip_storage))))
    yield file("zip: a million keys", lambda: torch_zip(pickle(mapping(keys))))


def _doubled(index: int) -> bytes:
    inner = b"h" + bytes([index])
    return EMPTY_LIST + MARK + inner * 10 + b"e" + b"q" + bytes([index + 1])


def _tensor_in_itself(storage: StorageOf) -> bytes:
    state = push({"me": b"h\x63"}) + b"q\x62"
    rebuilt = tensor(storage()) + b"q\x63"
    return push(
        {"w": rebuilt, "again": call("torch._utils", "_rebuild_parameter_with_state", b"h\x63", 0, None, state)}
    )


def _one_tensor_often(storage: StorageOf) -> bytes:
    return EMPTY_LIST + tensor(storage()) + b"q\x63a" + MARK + b"h\x63" * 50_000 + b"e"


def _keys() -> Iterator[Case]:
    """Dictionaries with keys that hash badly, hide, collide or are very long."""
    keys: dict[str, list[object]] = {
        "a list": [[1]],
        "a dict": [{"a": 1}],
        "NaN, twice": [float("nan"), float("nan")],
        "a tuple in a thousand tuples": [EMPTY_TUPLE + b"\x85" * 1000],
        "an object": [call("a", "b")],
        "a tensor": [call("torch", "Tensor")],
        "a lone surrogate": ["\ud800.weight"],
        "a million characters": ["x" * MANY],
        "empty": ["", ".", "..", "a..b", ".a"],
        "the same twice": ["a", "a"],
        "True, 1 and 1.0": [True, 1, 1.0],
        "an integer of a million bits": [1 << 1_000_000],
        "control characters": ["\x1b[2J\x1b]0;owned\x07", "a\nb\r\n", "\x00", "\x9b31m"],
        "text that turns around": ["\u202egnp.thgiew", "\u200b", "\u2066a\u2069", "\u2028"],
        "markup": ["<img src=x>", "<b>bold</b>", "&amp;", "%s%n", "{0.__class__}"],
        "a path": ["/etc/passwd", "../../x", "C:\\x"],
        "names of methods": ["__class__", "__dict__", "__reduce__", "keys"],
        "bytes": [b"U\x02\xff\xfe"],
        "a thousand parts": [".".join("a" * 1000)],
        "stacked marks": ["a" + "\u0301" * 5000],
    }
    for what, odd in keys.items():
        yield from in_every_container(f"a key that is {what}", lambda storage, odd=odd: _keyed(odd, storage))


def _keyed(keys: list[object], storage: StorageOf) -> bytes:
    return mapping([*((key, tensor(storage())) for key in keys), ("values", mapping((key, "text") for key in keys))])


REBUILDERS = (
    "torch._utils._rebuild_tensor",
    "torch._utils._rebuild_tensor_v2",
    "torch._utils._rebuild_tensor_v3",
    "torch._utils._rebuild_parameter",
    "torch._utils._rebuild_parameter_with_state",
    "torch._utils._rebuild_qtensor",
    "torch._utils._rebuild_sparse_tensor",
    "torch._utils._rebuild_meta_tensor_no_storage",
    "torch._utils._rebuild_nested_tensor",
    "torch._utils._rebuild_wrapper_subclass",
    "torch._utils._rebuild_device_tensor_from_numpy",
    "torch._tensor._rebuild_from_type_v2",
    "torch.jit._pickle.build_intlist",
    "torch.jit._pickle.build_tensor_from_id",
    "torch.jit._pickle.restore_type_tag",
    "torch.storage._load_from_bytes",
    "torch.serialization._get_layout",
    "torch.Size",
    "torch.device",
    "collections.OrderedDict",
    "collections.defaultdict",
    "collections.Counter",
    "numpy.core.multiarray._reconstruct",
    "numpy._core.multiarray.scalar",
    "numpy.core.numeric._frombuffer",
    "numpy.dtype",
    "_codecs.encode",
    "builtins.set",
    "builtins.complex",
    "builtins.bytearray",
    "copyreg._reconstructor",
)


def _rebuilders() -> Iterator[Case]:
    """Everything torch's format may call, with arguments it cannot take."""
    wrong: dict[str, tuple[object, ...]] = {
        "nothing": (),
        "twenty Nones": (None,) * 20,
        "text": ("a", "b", "c"),
        "numbers": (1 << 62, -1, 0.5, True, 1 << 80, 7, 8),
        "lists of itself": (EMPTY_LIST + b"q\x00h\x00a",) * 7,
    }
    for function in REBUILDERS:
        module, _, attribute = function.rpartition(".")
        body = {what: call(module, attribute, *arguments) for what, arguments in wrong.items()}
        body["a tuple that is none"] = name(module, attribute) + integer(5) + REDUCE
        body["a state of another kind"] = call(module, attribute) + push([1, 2]) + BUILD
        # One file holds them all: a bad value is marked where it stands, or the file is refused.
        yield from in_every_container(f"{function} given what it cannot take", lambda _, body=body: push(body))
    named = {function: name(*function.rsplit(".", 1)) for function in REBUILDERS}
    yield from in_every_container("names that are never called", lambda _: push(named), Outcome.OPENS)


def _cut() -> Iterator[Case]:
    """A good pickle that ends at every opcode."""
    for container, (wrap, storage) in CONTAINERS.items():
        whole = pickle(push({"weight": tensor(storage()), "epoch": 3}))
        for end in range(0, len(whole), 9):
            yield file(
                f"{container}: a pickle cut after {end} bytes", lambda c=wrap, d=whole[:end]: c(d), Outcome.REFUSED
            )
