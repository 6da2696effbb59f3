"""Zip archives read in place: the central directory is the truth, and no member is ever extracted.

Own code, not the standard `zipfile`: that one lets the last of two members of one name win, does not mind overlaps,
and reads members whole.
"""

from __future__ import annotations

import struct
import zlib
from functools import cached_property

from weights.checkpoint import Problem
from weights.checksum import MISMATCH, crc32
from weights.decoding import Inflated
from weights.errors import Malformed
from weights.readers.zip_directory import NONE_32, Directory, Member, encoded_name, read_directory, widened
from weights.source import Source
from weights.text import plural, visible

_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_FOLLOW = 1 << 0, 1 << 3

# Signature, flags, method, CRC, packed and full size, lengths of name and extra.
_LOCAL = struct.Struct("<4s2xHH4xLLLHH")
_WINDOW = 1 << 14
_SMALL = 1 << 12  # what lies in one page with its header costs nothing more to check
_MAX_CHECKED = 1 << 28


class Archive:
    """A zip archive. `problems` collects what is wrong but does not keep it from being read."""

    members: dict[str, Member]
    problems: list[Problem]

    def __init__(self, source: Source) -> None:
        """Raises Malformed for an archive without its end, or one that two readers could understand differently."""
        self._source = source
        self.problems = []
        directory = read_directory(source)
        self.members = {member.name: member for member in directory.members}
        if len(self.members) != len(directory.members):
            raise Malformed(f"two members of the zip archive are called {_first_duplicate(directory.members)}")
        self._limits = _limits(directory)
        self._damaged: set[str] = set()
        self._window = (0, b"")
        if directory.trailing:
            self.problems.append(
                Problem("", f"the file goes on for {plural(directory.trailing, 'byte')} after its zip archive")
            )

    @cached_property
    def root(self) -> str:
        """The folder that all members lie in. Raises Malformed unless there is exactly one."""
        folders = {name.partition("/")[0] if "/" in name else "" for name in self.members}
        if len(folders) != 1 or "" in folders:
            names = ", ".join(visible(folder, 40) or "none" for folder in sorted(folders)[:3])
            raise Malformed(f"the members of the zip archive do not share one folder (found: {names})")
        return folders.pop()

    def open(self, name: str) -> Source:
        """A member's bytes, unpacked.

        Its local header must agree with the directory, and the checksum of a small member is compared; of larger ones
        see `check_crc`. Raises Malformed if the header does not agree, if there is no such member, or if it is
        encrypted or packed in a way other than deflate, and as `Source.read_into`.
        """
        member = self._member(name)
        start = self._data_offset(member)
        if start + member.packed_size > self._limits[name]:
            raise Malformed(f"{_called(member)} runs into what follows it")
        packed = self._source.span(start, member.packed_size)
        unpacked = packed if member.method == _STORED else Inflated(packed, member.size)
        if member.size <= _SMALL:
            data = self._nearby(member, start, member.size) if packed is unpacked else unpacked.read(0, member.size)
            self._compare_crc(member, zlib.crc32(data))
        return unpacked

    def check_crc(self, name: str) -> None:
        """Read a member whole, in blocks: if its bytes are not the ones that were written, `problems` says so.

        Raises as `open` and `Source.read_into` do. A member whose CRC is unknown, or that is larger than any pickle,
        is not checked.
        """
        member = self._member(name)
        if member.crc and member.size <= _MAX_CHECKED:
            self._compare_crc(member, crc32(self.open(name)))

    def unchecked_crc(self, name: str) -> int:
        """The checksum of a member that `open` leaves to others; 0 where it compares it, or where it is unknown."""
        member = self._member(name)
        return member.crc if member.size > _SMALL else 0

    def _compare_crc(self, member: Member, crc: int) -> None:
        if member.crc not in (0, crc) and member.name not in self._damaged:
            self._damaged.add(member.name)
            self.problems.append(Problem(member.name, MISMATCH))

    def _member(self, name: str) -> Member:
        if name not in self.members:
            raise Malformed(f"the zip archive has no member {visible(name)}")
        return self.members[name]

    def _data_offset(self, member: Member) -> int:
        """Where a member's bytes begin, once its local header is known to agree with the directory."""
        _check_readable(member)
        name = encoded_name(member)
        header = self._nearby(member, member.header_offset, _LOCAL.size + len(name))
        signature, flags, method, crc, packed_size, size, name_length, extra_length = _LOCAL.unpack_from(header)
        if signature != b"PK\x03\x04":
            raise Malformed(f"{_called(member)} does not begin where the archive's directory says")
        if name_length != len(name) or header[_LOCAL.size :] != name or method != member.method:
            raise Malformed(f"{_called(member)} has another name or packing in its own header than in the directory")
        end = member.header_offset + len(header)
        if not flags & _SIZES_FOLLOW:
            if NONE_32 in (size, packed_size):
                size, packed_size = widened(self._source.read(end, extra_length), size, packed_size)
            if (crc, size, packed_size) != (member.crc, member.size, member.packed_size):
                raise Malformed(
                    f"{_called(member)} has another size or checksum in its own header than in the directory"
                )
        return end + int(extra_length)

    def _nearby(self, member: Member, offset: int, length: int) -> bytes:
        """Bytes of a local header or a small member. Small ones lie close together: one read serves many of them."""
        begin, data = self._window
        if not begin <= offset <= begin + len(data) - length:
            ahead = _WINDOW if member.packed_size < _WINDOW else length
            begin, data = offset, self._source.read(offset, max(length, min(ahead, self._source.size - offset)))
            self._window = begin, data
        return data[offset - begin : offset - begin + length]


def _check_readable(member: Member) -> None:
    if member.flags & _ENCRYPTED:
        raise Malformed(f"{_called(member)} is encrypted")
    if member.method not in (_STORED, _DEFLATED):
        raise Malformed(f"{_called(member)} is packed with method {member.method}; only deflate can be read")
    if member.method == _STORED and member.size != member.packed_size:
        raise Malformed(f"{_called(member)} is not packed, but is said to have two different sizes")


def _called(member: Member) -> str:
    return f"the member {visible(member.name)} of the zip archive"


def _limits(directory: Directory) -> dict[str, int]:
    """For each member where its bytes must have ended: where the next one begins. Raises Malformed on overlaps."""
    ordered = sorted(directory.members, key=lambda member: member.header_offset)
    begins = [*(member.header_offset for member in ordered), directory.offset]
    limits = {member.name: begin for member, begin in zip(ordered, begins[1:], strict=True)}
    for member in ordered:
        name_length = len(member.name) if member.name.isascii() else len(encoded_name(member))
        if member.header_offset + _LOCAL.size + name_length + member.packed_size > limits[member.name]:
            raise Malformed(f"{_called(member)} runs into what follows it")
    return limits


def _first_duplicate(members: tuple[Member, ...]) -> str:
    seen: set[str] = set()
    for member in members:
        if member.name in seen:
            return visible(member.name)
        seen.add(member.name)
    raise AssertionError("all names differ")
