"""The central directory of a zip archive: found from the archive's end, parsed once, and believed.

Format: PKWARE's APPNOTE.TXT, sections 4.3.12 to 4.3.16 and 4.5.3 (zip64). Where two readers could see two different
archives this one refuses, and everything has a limit.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from weights.errors import Malformed
from weights.record import record
from weights.source import Source

NONE_32 = 0xFFFFFFFF
"""A 32-bit size or offset that says: see the zip64 extra field."""

_NONE_16 = 0xFFFF
_MAX_MEMBERS = 1 << 20
_MAX_DIRECTORY = 1 << 28
_MAX_NAME = 4096
_MAX_COMMENT = 0xFFFF
_UTF8 = 1 << 11

# Signature, this disk, the directory's disk, members here, members, directory size and offset, comment length.
_END = struct.Struct("<4sHHHHLLH")
# Signature, disk of the record, its offset, disks.
_LOCATOR = struct.Struct("<4sLQL")
# Signature, (record size, versions), this disk, the directory's disk, members here, members, directory size and offset.
_END_64 = struct.Struct("<4s12xLLQQQQ")
# Signature, flags, method, CRC, packed and full size, lengths of name, extra and comment, disk, offset.
_ENTRY = struct.Struct("<4s4xHH4xLLLHHHH6xL")


class Member(NamedTuple):
    """One member as the directory states it; sizes and offset in bytes, a `crc` of 0 is unknown."""

    name: str
    size: int
    packed_size: int
    method: int
    crc: int
    flags: int
    header_offset: int


@record
class Directory:
    """All members in the directory's order, where the directory begins, and how many bytes follow the archive."""

    members: tuple[Member, ...]
    offset: int
    trailing: int


@record
class _Place:
    """Where the directory lies, as an end record states it: how many members, and size and offset in bytes."""

    members: int
    size: int
    offset: int


def read_directory(source: Source) -> Directory:
    """Raises Malformed for an archive without its end, or one that two readers could understand differently."""
    begin = max(0, source.size - _END.size - _MAX_COMMENT)
    tail = source.read(begin, source.size - begin)
    at, stop = _find_end(tail)
    place = _place(source, tail, begin, at)
    members = tuple(_entries(source.read(place.offset, place.size), place.members))
    return Directory(members, place.offset, len(tail) - stop)


def _find_end(tail: bytes) -> tuple[int, int]:
    """Where the end record and its comment begin and stop: at the end of the file, or before what was appended."""
    found = [at for at in _positions(tail, b"PK\x05\x06") if at + _END.size <= len(tail)]
    ends = [(at, at + _END.size + int(_END.unpack_from(tail, at)[7])) for at in found]
    fitting = [(at, stop) for at, stop in ends if stop <= len(tail)]
    if not fitting:
        raise Malformed("it is cut short: the end of the zip archive, which holds its directory, is missing")
    if sum(stop == len(tail) for _, stop in fitting) > 1:
        raise Malformed("the end of the zip archive can be read in two ways")
    return max(fitting, key=lambda end: end[1])


def _positions(data: bytes, signature: bytes) -> Iterator[int]:
    at = data.find(signature)
    while at >= 0:
        yield at
        at = data.find(signature, at + 1)


def _place(source: Source, tail: bytes, begin: int, at: int) -> _Place:
    """Where the directory lies, from the end record `at` bytes into the file's `tail`, which starts at `begin`."""
    _, disk, first_disk, here, members, size, offset, _ = _END.unpack_from(tail, at)
    if disk != first_disk or here != members:
        raise Malformed("the zip archive is spread over several files")
    place, end = _Place(members, size, offset), begin + at
    if at >= _LOCATOR.size and tail.startswith(b"PK\x06\x07", at - _LOCATOR.size):
        offset_64 = _LOCATOR.unpack_from(tail, at - _LOCATOR.size)[2]
        wide = _place_64(source, offset_64, end - _LOCATOR.size)
        _check_agree((members, _NONE_16, wide.members), (size, NONE_32, wide.size), (offset, NONE_32, wide.offset))
        place, end = wide, offset_64
    if place.offset + place.size > end or place.size < place.members * _ENTRY.size:
        raise Malformed("the directory of the zip archive is not where the archive's end says")
    if place.members > _MAX_MEMBERS or place.size > _MAX_DIRECTORY:
        raise Malformed(f"the zip archive has {place.members} members, more than any checkpoint")
    return place


def _place_64(source: Source, offset_64: int, locator: int) -> _Place:
    """Where the directory lies by the 64-bit end record, which must end before its locator. Offsets in the file."""
    if offset_64 + _END_64.size > locator:
        raise Malformed("the 64-bit end record of the zip archive is not where its locator says")
    signature, disk, first_disk, here, members, size, offset = _END_64.unpack(source.read(offset_64, _END_64.size))
    if signature != b"PK\x06\x06" or disk != first_disk or here != members:
        raise Malformed("the 64-bit end record of the zip archive is damaged")
    return _Place(members, size, offset)


def _check_agree(*fields: tuple[int, int, int]) -> None:
    """Each field of the old end record must be its "see the 64-bit record" mark, or the same number."""
    if any(narrow not in (mark, wide) for narrow, mark, wide in fields):
        raise Malformed("the two end records of the zip archive contradict each other")


def _entries(directory: bytes, members: int) -> Iterator[Member]:
    at = 0
    for _ in range(members):
        if at + _ENTRY.size > len(directory):
            raise Malformed("the directory of the zip archive ends too early")
        signature, flags, method, crc, packed, size, name_length, extra_length, comment_length, disk, offset = (
            _ENTRY.unpack_from(directory, at)
        )
        name_end = at + _ENTRY.size + name_length
        extra_end = name_end + extra_length
        if signature != b"PK\x01\x02" or extra_end > len(directory) or name_length > _MAX_NAME:
            raise Malformed("the directory of the zip archive is damaged")
        if disk not in (0, _NONE_16):
            raise Malformed("the zip archive is spread over several files")
        name = _decoded_name(directory[at + _ENTRY.size : name_end], flags)
        if NONE_32 in (packed, size, offset):
            size, packed, offset = widened(directory[name_end:extra_end], size, packed, offset)
        yield Member(name, size, packed, method, crc, flags, offset)
        at = extra_end + comment_length
    if at != len(directory):
        raise Malformed("the directory of the zip archive is longer or shorter than its members")


def _decoded_name(name: bytes, flags: int) -> str:
    return name.decode("utf-8", "surrogateescape") if flags & _UTF8 else name.decode("cp437")


def encoded_name(member: Member) -> bytes:
    return member.name.encode("utf-8", "surrogateescape") if member.flags & _UTF8 else member.name.encode("cp437")


def widened(extra: bytes, *numbers: int) -> tuple[int, ...]:
    """The numbers, those that do not fit 32 bits taken in turn from the zip64 extra field."""
    wide = _zip64_numbers(extra)
    if len(wide) < numbers.count(NONE_32):
        raise Malformed("a 64-bit size is missing from the zip archive")
    return tuple(wide.pop(0) if number == NONE_32 else number for number in numbers)


def _zip64_numbers(extra: bytes) -> list[int]:
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        at += 4
        if tag == 1:
            count = min(length, len(extra) - at) // 8
            return list(struct.unpack_from(f"<{count}Q", extra, at))
        at += length
    return []
