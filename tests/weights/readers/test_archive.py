"""Zip archives: what the directory says is true, and whatever contradicts it is said."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.containers import Member, zipped
from weights.decoding import Inflated
from weights.errors import Malformed, WeighbridgeError
from weights.readers.archive import Archive
from weights.source import Memory, Span

GOOD = [
    Member("a/data.pkl", b"pickle" * 5),
    Member("a/data/0", bytes(range(100))),
    Member("a/packed", b"x" * 5000, deflate=True),
]
NAMES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=8)


def archive(members: list[Member], **ends: int) -> Archive:
    return Archive(Memory(zipped(members, **ends)))


def told(**lies: object) -> Archive:
    """The good archive, whose second member has lies in its directory entry and its own header."""
    return archive([GOOD[0], replace(GOOD[1], told=lies), GOOD[2]])


def contents(opened: Archive) -> dict[str, bytes]:
    sources = {name: opened.open(name) for name in opened.members}
    return {name: source.read(0, source.size) for name, source in sources.items()}


def test_members_are_read_in_place_or_inflated() -> None:
    opened = archive(GOOD)
    assert contents(opened) == {member.name: member.data for member in GOOD}
    assert isinstance(opened.open("a/data/0"), Span)
    assert isinstance(opened.open("a/packed"), Inflated)
    assert opened.root == "a"
    assert opened.problems == []


@given(st.dictionaries(NAMES, st.tuples(st.binary(max_size=50), st.booleans()), max_size=6), st.binary(max_size=30))
def test_reads_what_the_standard_library_writes(members: dict[str, tuple[bytes, bool]], comment: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.comment = comment.replace(b"PK", b"")
        for name, (data, deflate) in members.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED)
    read_back = zipfile.ZipFile(buffer)
    expected = {info.filename: read_back.read(info) for info in read_back.infolist()}
    assert contents(Archive(Memory(buffer.getvalue()))) == expected


def test_reads_what_torch_writes() -> None:
    buffer = io.BytesIO()
    torch.save({"w": torch.arange(4.0)}, buffer)
    opened = Archive(Memory(buffer.getvalue()))
    data = opened.open(f"{opened.root}/data/0")
    assert data.read(0, data.size) == struct.pack("<4f", 0, 1, 2, 3)
    for name in opened.members:
        opened.check_crc(name)
    assert opened.problems == []


def test_64_bit_sizes_and_end_records() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file, file.open("a/wide", "w", force_zip64=True) as member:
        member.write(b"data")
    assert contents(Archive(Memory(buffer.getvalue()))) == {"a/wide": b"data"}
    wide = struct.pack("<HHQQ", 1, 16, 100, 100)
    lies = {"size": 0xFFFFFFFF, "packed_size": 0xFFFFFFFF, "extra": wide}
    members = [GOOD[0], replace(GOOD[1], told=lies, local={"size": 100, "packed_size": 100}), GOOD[2]]
    assert contents(archive(members))["a/data/0"] == GOOD[1].data
    whole = zipped(GOOD)
    end = whole.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<II", whole, end + 12)
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 3, 3, size, offset)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    unsaid = whole[end : end + 8] + b"\xff" * 12 + whole[end + 20 :]
    assert contents(Archive(Memory(whole[:end] + record + locator + unsaid))) == contents(archive(GOOD))
    contradiction = whole[:end] + record.replace(b"\3", b"\2") + locator + whole[end:]
    with pytest.raises(Malformed, match="contradict"):
        Archive(Memory(contradiction))


def test_sizes_after_the_data_leave_the_header_empty() -> None:
    later = replace(GOOD[1], local={"flags": 8, "crc": 0, "size": 0, "packed_size": 0})
    assert contents(archive([GOOD[0], later]))["a/data/0"] == GOOD[1].data


LARGE = Member("a/data/1", bytes(range(250)) * 100)


@pytest.mark.parametrize("deflate", [False, True])
def test_the_checksum_of_a_small_member_is_compared_when_it_is_opened(deflate: bool) -> None:
    opened = archive([replace(GOOD[1], told={"crc": 0xDEADBEEF}, deflate=deflate)])
    assert contents(opened) == contents(opened) == {"a/data/0": GOOD[1].data}
    assert [problem.where for problem in opened.problems] == ["a/data/0"]


@pytest.mark.parametrize(("crc", "wrong"), [(0xDEADBEEF, 1), (0, 0)])
def test_the_checksum_of_a_large_member_is_compared_when_asked_for(crc: int, wrong: int) -> None:
    opened = archive([replace(LARGE, told={"crc": crc}), replace(LARGE, name="a/packed", deflate=True)])
    assert contents(opened)["a/data/1"] == LARGE.data
    assert opened.problems == []
    for name in opened.members:
        opened.check_crc(name)
    assert [problem.where for problem in opened.problems] == ["a/data/1"] * wrong


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([*GOOD, Member("a/data/0", b"other")], "two members of the zip archive are called a/data/0"),
        ([GOOD[0], replace(GOOD[1], told={"size": 1 << 30, "packed_size": 1 << 30})], "runs into"),
        ([GOOD[0], replace(GOOD[1], told={"offset": 0})], "runs into"),
        ([GOOD[0], replace(GOOD[1], told={"offset": 0xFFFFFFF0})], "runs into"),
        ([replace(GOOD[0], told={"size": 0xFFFFFFFF})], "64-bit"),
        ([Member("x" * 5000, b"")], "damaged"),
    ],
)
def test_archives_with_two_readings_are_refused(members: list[Member], reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        archive(members)


@pytest.mark.parametrize(
    "ends",
    [
        {"entries": 2},
        {"entries": 4},
        {"directory_size": 0},
        {"directory_size": 1 << 31},
        {"directory_offset": 0},
        {"directory_offset": 1 << 31},
    ],
)
def test_a_directory_that_is_elsewhere_is_refused(ends: dict[str, int]) -> None:
    with pytest.raises(Malformed):
        archive(GOOD, **ends)


@pytest.mark.parametrize(
    ("opened", "reason"),
    [
        (told(flags=1), "encrypted"),
        (told(method=12), "method 12"),
        (told(size=99), "two different sizes"),
        (archive([replace(GOOD[1], local={"name": b"a/data/1"})]), "another name"),
        (archive([replace(GOOD[1], local={"name": b"a/data/0" + b"x" * 90})]), "another name"),
        (archive([replace(GOOD[1], local={"method": 8})]), "another name or packing"),
        (archive([replace(GOOD[1], local={"crc": 1})]), "another size or checksum"),
        (archive([replace(GOOD[1], local={"size": 1})]), "another size or checksum"),
        (archive([]), "no member a/data/0"),
    ],
)
def test_a_member_that_cannot_be_true_is_refused_by_itself(opened: Archive, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        opened.open("a/data/0")
    others = {name: opened.open(name) for name in opened.members if name != "a/data/0"}
    assert all(source.read(0, source.size) for source in others.values())


def test_one_root_for_all() -> None:
    assert archive([Member("deep/a/b"), Member("deep/c")]).root == "deep"
    for names in (["a/x", "b/x"], ["a/x", "x"], ["x"], ["/x"], []):
        with pytest.raises(Malformed, match="do not share one folder"):
            _ = archive([Member(name) for name in names]).root


def test_what_follows_and_what_is_missing() -> None:
    whole = zipped(GOOD)
    longer = Archive(Memory(whole + b"\n"))
    assert contents(longer) == contents(archive(GOOD))
    assert "goes on for 1 byte after" in longer.problems[0].message
    with pytest.raises(Malformed, match="cut short"):
        Archive(Memory(whole[:-1]))
    with pytest.raises(Malformed, match="in two ways"):
        Archive(Memory(whole[:-2] + b"\x16\0" + whole[-22:]))


@given(st.data())
def test_changed_bytes_are_refused_or_read(data: st.DataObject) -> None:
    whole = bytearray(zipped(GOOD))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)) | st.just(len(whole)))
    with contextlib.suppress(WeighbridgeError):
        opened = Archive(Memory(bytes(whole[:cut])))
        for name in opened.members:
            with contextlib.suppress(WeighbridgeError):
                opened.check_crc(name)
