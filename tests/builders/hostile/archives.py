"""Zip archives whose directory, headers and members contradict each other."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tests.builders.containers import FOUR_FLOATS, Member, torch_members, torchscript, zipped
from tests.builders.hostile.case import Case, Outcome, file
from tests.builders.opcodes import mapping, pickle, push, tensor, zip_storage

PICKLE = pickle(push({"weight": tensor(zip_storage())}))
BOMB = 64 << 20


def members() -> list[Member]:
    """A good archive: data.pkl, byteorder, data/0, version."""
    return torch_members(PICKLE, {"0": FOUR_FLOATS})


def cases() -> Iterator[Case]:
    yield from _names()
    yield from _headers()
    yield from _directory()
    yield from _bombs()
    yield from _cut()
    for word in ("middle", "", "LITTLE", "\x00" * 40_000):
        yield file(f"a byte order of {word[:10]!r}", lambda w=word: _with(1, data=w.encode()))


def _with(index: int, **changes: Any) -> bytes:
    """The good archive with one member changed."""
    changed = members()
    changed[index] = replace(changed[index], **changes)
    return zipped(changed)


def _names() -> Iterator[Case]:
    storage = Member("archive/data/0", b"\xff" * 16)
    doubled: dict[str, Callable[[], bytes]] = {
        "a storage twice": lambda: zipped([*members(), storage]),
        "data.pkl twice": lambda: zipped([Member("archive/data.pkl", b"\x80\x02N."), *members()]),
        "data.pkl twice, once in another case": lambda: zipped([*members(), Member("archive/DATA.PKL", PICKLE)]),
        "two roots": lambda: zipped([*members(), *torch_members(PICKLE, {"0": FOUR_FLOATS}, root="other")]),
        "two roots, one of them hidden": lambda: zipped([*members(), Member("other/data.pkl", PICKLE)]),
    }
    for what, data in doubled.items():
        refused = Outcome.EITHER if "case" in what else Outcome.REFUSED
        yield file(f"an archive with {what}", data, refused)
    for root in ("", "..", "../..", "/etc", "C:", "a\0b", "\u202earchive", "a" * 60_000, "a/b/c", "\x1b[31m"):
        yield file(f"an archive whose root is {root[:20]!r}", lambda r=root: zipped(torch_members(PICKLE, {}, root=r)))
    for name in (
        "archive/../../x",
        "archive/data/\0",
        "archive/data/\u202e",
        "/etc/passwd",
        "archive//data.pkl",
        "archive/",
    ):
        yield file(f"an archive with a member {name!r}", lambda n=name: zipped([*members(), Member(n, b"x")]))
    yield file("an archive with a name that is not UTF-8", lambda: _with(2, told={"name": b"archive/data/\xff\xfe"}))
    yield file("an archive without data.pkl", lambda: zipped(members()[1:]), Outcome.REFUSED)
    yield file("an archive without members", lambda: zipped([]), Outcome.REFUSED)
    yield file("an archive without storages", lambda: zipped([*members()[:2], members()[3]]), Outcome.MARKED)
    yield file("an archive of 60,000 members", lambda: zipped([*members(), *_many()]), Outcome.OPENS)
    yield file("an archive of something else", lambda: zipped([Member("word/document.xml", b"<w/>")]), Outcome.REFUSED)


def _many() -> Iterator[Member]:
    return (Member(f"archive/data/{index}", b"") for index in range(1, 60_000))


def _headers() -> Iterator[Case]:
    """What the header before a member's data says, against the directory; and directories that lie about a member."""
    local: dict[str, Mapping[str, Any]] = {
        "name": {"name": b"archive/data/1"},
        "method": {"method": 8},
        "size": {"size": 8},
        "packed size": {"packed_size": 8},
        "checksum": {"crc": 1},
        "length of its name": {"name": b"archive/data/0" + b"x" * 40_000},
    }
    for what, lies in local.items():
        for index, member in ((0, "data.pkl"), (2, "a storage")):
            outcome = Outcome.REFUSED if index == 0 else Outcome.SAID
            yield file(
                f"a local header of {member} with another {what}", lambda i=index, m=lies: _with(i, local=m), outcome
            )
    told: dict[str, tuple[Mapping[str, Any], Outcome]] = {
        "a wrong checksum": ({"crc": 0xDEADBEEF}, Outcome.MARKED),
        "an unknown checksum": ({"crc": 0}, Outcome.OPENS),
        "an encrypted storage": ({"flags": 1}, Outcome.SAID),
        "a strongly encrypted storage": ({"flags": 0x41}, Outcome.SAID),
        "a storage packed by an unknown method": ({"method": 99}, Outcome.SAID),
        "a stored member of two sizes": ({"size": 1 << 30}, Outcome.SAID),
        "a storage past the end": ({"size": 1 << 30, "packed_size": 1 << 30}, Outcome.SAID),
        "a storage at another's place": ({"offset": 0}, Outcome.SAID),
        "a storage at an offset past the end": ({"offset": 0xFFFFFFF0}, Outcome.SAID),
        "a storage inside the directory": ({"offset": 700}, Outcome.EITHER),
        "a 64-bit size of 2^62": (_zip64(1 << 62, 1 << 62), Outcome.SAID),
        "a 64-bit size of 2^64-1": (_zip64((1 << 64) - 1, (1 << 64) - 1), Outcome.SAID),
        "a 64-bit size that is cut off": ({"size": 0xFFFFFFFF, "extra": b"\x01\x00\x04\x00abcd"}, Outcome.EITHER),
        "an extra field longer than itself": ({"extra": b"\x01\x00\xff\xffabcd"}, Outcome.EITHER),
        "a 64-bit size without its field": ({"size": 0xFFFFFFFF, "packed_size": 0xFFFFFFFF}, Outcome.EITHER),
    }
    for what, (lies, outcome) in told.items():
        yield file(f"an archive with {what}", lambda m=lies: _with(2, told=m), outcome)
    yield file("an archive with an encrypted data.pkl", lambda: _with(0, told={"flags": 1}), Outcome.REFUSED)
    yield file("an archive with overlapping members", _overlapping, Outcome.EITHER)


def _zip64(size: int, packed_size: int) -> Mapping[str, Any]:
    extra = struct.pack("<HHQQ", 1, 16, size, packed_size)
    return {"size": 0xFFFFFFFF, "packed_size": 0xFFFFFFFF, "extra": extra}


def _overlapping() -> bytes:
    """Two storages at one place in the file, as a quoted bomb has them."""
    data = pickle(mapping((key, tensor(zip_storage(key=key))) for key in "01"))
    listed = torch_members(data, {"0": FOUR_FLOATS, "1": FOUR_FLOATS})
    before = zipped(listed[:2])
    start = before.index(b"PK\x01\x02")
    listed[3] = replace(listed[3], told={"offset": start, "name": b"archive/data/1"})
    return zipped(listed)


def _directory() -> Iterator[Case]:
    lies = {
        "of 0 entries": {"entries": 0},
        "of 65535 entries": {"entries": 0xFFFF},
        "of size 0": {"directory_size": 0},
        "of 4 GB": {"directory_size": 0xFFFFFFFF},
        "past the end": {"directory_offset": 0xFFFFFFF0},
        "at the beginning": {"directory_offset": 0},
        "one byte off": {"directory_offset": 1},
    }
    for what, lie in lies.items():
        yield file(f"a directory {what}", lambda lie=lie: zipped(members(), **lie))
    whole = zipped(members())
    end = whole.rindex(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, 1 << 62, 1)
    wide = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 60, 1 << 60, 1 << 60, 1 << 60)
    yield file("a 64-bit directory at 2^62", lambda: whole[:end] + locator + whole[end:])
    yield file("a 64-bit directory of 2^60 entries", lambda: whole[:end] + wide + _locator(end) + _unsaid(whole[end:]))
    yield file("an archive behind other bytes", lambda: zipped(members(), prefix=b"#!/bin/sh\n" * 100))
    yield file("an archive behind another", lambda: whole + whole)
    yield file("an archive with a comment of 64 kB", lambda: whole[:-2] + b"\xff\xff" + b"x" * 0xFFFF)
    yield file("an archive with an end in its comment", lambda: whole[:-2] + struct.pack("<H", 22) + whole[end:])
    yield file("an archive with bytes after it", lambda: whole + bytes(1000))


def _locator(place: int) -> bytes:
    return b"PK\x06\x07" + struct.pack("<IQI", 0, place, 1)


def _unsaid(end: bytes) -> bytes:
    """An end record that leaves everything to the 64-bit one."""
    return end[:8] + b"\xff" * 12 + end[20:]


def _bombs() -> Iterator[Case]:
    zeros = bytes(BOMB)
    numel = BOMB // 4
    big = pickle(push({"weight": tensor(zip_storage(numel), (numel,))}))
    listed = torch_members(big, {"0": b""})
    yield file(
        "a deflated storage of zeros", lambda: zipped([*listed[:2], Member("archive/data/0", zeros, deflate=True)])
    )
    yield file("a deflated data.pkl of marks", lambda: _with(0, data=b"\x80\x02" + b"(" * BOMB, deflate=True))
    yield file("a deflated data.pkl of zeros", lambda: _with(0, data=zeros, deflate=True), Outcome.REFUSED)
    yield file("a deflated data.pkl that says 10 GB", lambda: _with(0, deflate=True, told={"size": 0xFFFFFFF0}))
    yield file("a deflated byteorder of 64 MB", lambda: _with(1, data=zeros, deflate=True))
    yield file("a deflated storage that ends early", lambda: _with(2, deflate=True, told={"size": 1 << 20}))
    yield file("a deflated storage that goes on", lambda: _with(2, data=zeros, deflate=True, told={"size": 16}))
    yield file("a deflated storage that is not", lambda: _with(2, told={"method": 8}), Outcome.SAID)
    yield file("random bytes as a deflated data.pkl", lambda: _with(0, data=os.urandom(64), told={"method": 8}))
    yield file("a deflated constants.pkl of marks", lambda: torchscript(PICKLE, constants=b"(" * BOMB, deflate=True))


def _cut() -> Iterator[Case]:
    whole = zipped(members())
    for end in range(1, len(whole), 23):
        yield file(f"an archive cut after {end} bytes", lambda end=end: whole[:end], Outcome.REFUSED)
