"""safetensors files that break the format's published rules. None passes for good; one cut short may show the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.builders.containers import FOUR_FLOATS, safetensors
from tests.builders.hostile.case import Case, Outcome, file

HUGE = 1 << 62


def _entry(dtype: object = "F32", shape: object = (4,), begin: object = 0, end: object = 16) -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


GOOD = {"weight": _entry()}


def cases() -> Iterator[Case]:
    for what, data in (_headers() | _lengths()).items():
        yield file(f"safetensors: {what}", lambda data=data: data, Outcome.SAID)
    for what, entries in _entries().items():
        yield file(f"safetensors: {what}", lambda entries=entries: safetensors(entries), Outcome.SAID)
    for what, header in _honest().items():
        yield file(f"safetensors: {what}", lambda header=header: safetensors(header), Outcome.OPENS)
    yield file(
        "safetensors: a header of 200 MB", lambda: safetensors(b"{" + b" " * 200_000_000 + b"}", b""), Outcome.REFUSED
    )
    yield file("safetensors: five thousand entries", _many, Outcome.OPENS)
    whole = safetensors(GOOD)
    for end in range(1, len(whole), 11):
        yield file(f"safetensors: cut after {end} bytes", lambda end=end: whole[:end], Outcome.SAID)


def _lengths() -> dict[str, bytes]:
    return {
        f"a header length of {length}": safetensors(GOOD, length=length)
        for length in (0, 1, 10, 1000, 1 << 31, 1 << 40, 1 << 63, (1 << 64) - 1)
    }


def _headers() -> dict[str, bytes]:
    good = json.dumps(GOOD)
    entry = json.dumps(_entry())
    texts = {
        "an empty header": "",
        "a header that is a list": "[]",
        "a header behind a space": " " + good,
        "a header behind a byte order mark": "\ufeff" + good,
        "a name twice": '{"w":' + entry + ',"w":' + entry + "}",
        "a key of an entry twice": '{"w":{"dtype":"F32","dtype":"F16","shape":[4],"data_offsets":[0,16]}}',
        "NaN as an offset": good.replace("16", "NaN"),
        "Infinity as an offset": good.replace("16", "Infinity"),
        "an exponent as an offset": good.replace("16", "1.6e1"),
        "an offset of 100,000 digits": good.replace("16", "9" * 100_000),
        "lists 100,000 deep": '{"w":' + "[" * 100_000 + "]" * 100_000 + "}",
        "objects 100,000 deep": '{"w":' * 100_000 + "1" + "}" * 100_000,
        "an unfinished header": good[:-1],
        "text after the header": good + "x",
        "metadata that is a list": '{"__metadata__":[1],"w":' + entry + "}",
        "metadata that is a number": '{"__metadata__":{"a":1},"w":' + entry + "}",
        "nested metadata": '{"__metadata__":{"a":{"b":"c"}},"w":' + entry + "}",
    }
    found = {what: safetensors(text.encode()) for what, text in texts.items()}
    found["a header that is not UTF-8"] = safetensors(good.replace("weight", "w~").encode().replace(b"~", b"\xff"))
    found["bytes after the data"] = safetensors(GOOD, FOUR_FLOATS + b"\0")
    found["bytes missing"] = safetensors(GOOD, FOUR_FLOATS[:-1])
    found["no data"] = safetensors(GOOD, b"")
    return found


def _entries() -> dict[str, object]:
    return {
        "a dtype that is not known": {"w": _entry("F33")},
        "a dtype that is a number": {"w": _entry(32)},
        "a dtype that is a list": {"w": _entry(["F32"])},
        "a shape too large": {"w": _entry(shape=[5])},
        "a shape too small": {"w": _entry(shape=[3])},
        "a shape that is a number": {"w": _entry(shape=4)},
        "a shape of text": {"w": _entry(shape=["4"])},
        "a shape of true": {"w": _entry(shape=[4, True])},
        "a shape of fractions": {"w": _entry(shape=[4.0])},
        "a negative shape": {"w": _entry(shape=[-4])},
        "a shape of two negatives": {"w": _entry(shape=[-2, -2])},
        "a shape that overflows to the right size": {"w": _entry(shape=[HUGE, 4, 16, 1])},
        "offsets the wrong way round": {"w": _entry(begin=16, end=0)},
        "negative offsets": {"w": _entry(begin=-16, end=0)},
        "offsets past the end": {"w": _entry(begin=16, end=32)},
        "offsets of 2^62": {"w": _entry(begin=HUGE, end=HUGE + 16)},
        "three offsets": {"w": _entry() | {"data_offsets": [0, 8, 16]}},
        "no offsets": {"w": {"dtype": "F32", "shape": [4]}},
        "no shape": {"w": {"dtype": "F32", "data_offsets": [0, 16]}},
        "an entry that is a list": {"w": [1, 2]},
        "an entry that is null": {"w": None},
        "two entries at one place": {"a": _entry(), "b": _entry()},
        "entries that overlap": {"a": _entry(shape=[3], end=12), "b": _entry(shape=[2], begin=8)},
        "a gap between entries": {"a": _entry(shape=[1], end=4), "b": _entry(shape=[2], begin=8)},
        "a gap at the beginning": {"a": _entry(shape=[3], begin=4)},
        "a gap at the end": {"a": _entry(shape=[3], end=12)},
        "only an empty object": {},
    }


def _honest() -> dict[str, object]:
    """Odd but within the rules."""
    return {
        "metadata with control characters": {"__metadata__": {"\x1b[2J": "\u202e\x00"}, **GOOD},
        "a name with control characters": {"\x1b]0;owned\x07\u202e\n": _entry()},
        "a name with a lone surrogate": {"\ud800": _entry()},
        "a name of a million characters": {"x" * 1_000_000: _entry()},
        "an empty name": {"": _entry()},
        "an empty tensor": {"empty": _entry(shape=[0, HUGE], end=0), **GOOD},
        "a thousand dimensions": {"w": _entry(shape=[1] * 1000 + [4])},
        "4-bit floats": {"w": _entry("F4", [32])},
    }


def _many() -> bytes:
    return safetensors({str(index): _entry("U8", [1], index, index + 1) for index in range(5_000)}, bytes(5_000))
