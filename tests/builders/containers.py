"""Whole files around a pickle or around raw bytes: zip archives, legacy files, safetensors; each part may lie."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.builders import opcodes
from tests.builders.opcodes import StorageOf, pickle, push

FOUR_FLOATS = struct.pack("<4f", 1.0, -2.0, 0.5, 4.0)
EMPTY_CONSTANTS = pickle(opcodes.EMPTY_TUPLE)
LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
LEGACY_SYSTEM = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a zip archive.

    `told` replaces what both of its headers say (name, flags, method, crc, packed_size, size; offset and extra in the
    directory), `local` what the header before its data says.
    """

    name: str
    data: bytes = b""
    deflate: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)

    def packed(self) -> bytes:
        engine = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
        return engine.compress(self.data) + engine.flush() if self.deflate else self.data

    def local_header(self, packed: bytes) -> bytes:
        told = {**self._truth(packed), **self.told, **self.local}
        return b"PK\x03\x04" + _fields(told, b"") + told["name"]

    def directory_entry(self, packed: bytes, offset: int) -> bytes:
        told = {"offset": offset, "extra": b"", **self._truth(packed), **self.told}
        rest = struct.pack("<HHHII", 0, 0, 0, 0, told["offset"])
        return (
            b"PK\x01\x02" + struct.pack("<H", 20) + _fields(told, told["extra"]) + rest + told["name"] + told["extra"]
        )

    def _truth(self, packed: bytes) -> dict[str, Any]:
        method = zipfile.ZIP_DEFLATED if self.deflate else zipfile.ZIP_STORED
        sizes = {"crc": zlib.crc32(self.data), "packed_size": len(packed), "size": len(self.data)}
        return {"name": self.name.encode(), "flags": 0, "method": method, **sizes}


def _fields(told: Mapping[str, Any], extra: bytes) -> bytes:
    """What both headers of a member share, from the version needed to the length of the extra field."""
    values = [told[key] for key in ("crc", "packed_size", "size")]
    return struct.pack("<5H3I2H", 20, told["flags"], told["method"], 0, 33, *values, len(told["name"]), len(extra))


def zipped(members: Sequence[Member], prefix: bytes = b"", **ends: int) -> bytes:
    """A zip file. `ends` overrides fields of the end record: entries, directory_size, directory_offset."""
    body, directory = bytearray(prefix), bytearray()
    for member in members:
        packed = member.packed()
        directory += member.directory_entry(packed, len(body))
        body += member.local_header(packed) + packed
    entries = ends.get("entries", len(members))
    size, offset = ends.get("directory_size", len(directory)), ends.get("directory_offset", len(body))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, entries, entries, size, offset, 0)
    return bytes(body + directory) + end


def torch_members(data: bytes, storages: Mapping[str, bytes], root: str = "archive") -> list[Member]:
    return [
        Member(f"{root}/data.pkl", data),
        Member(f"{root}/byteorder", b"little"),
        *(Member(f"{root}/data/{key}", content) for key, content in storages.items()),
        Member(f"{root}/version", b"3\n"),
    ]


def torch_zip(data: bytes, storages: Mapping[str, bytes] | None = None) -> bytes:
    return zipped(torch_members(data, {"0": FOUR_FLOATS} if storages is None else storages))


def torchscript(
    data: bytes, storages: Mapping[str, bytes] | None = None, constants: bytes = EMPTY_CONSTANTS, deflate: bool = False
) -> bytes:
    members = torch_members(data, {"0": FOUR_FLOATS} if storages is None else storages)
    code = Member("archive/code/__torch__.py", b"class Model(Module):\n  pass\n")
    return zipped([*members, Member("archive/constants.pkl", constants, deflate), code])


def legacy(data: bytes, storages: Mapping[str, bytes] | None = None, **lies: bytes) -> bytes:
    """The five pickles of a file from before torch 1.6, and its storages; `lies` replaces any of them."""
    content = ({"0": FOUR_FLOATS} if b"storage" in data else {}) if storages is None else storages
    raw = b"".join(struct.pack("<q", len(data) // 4) + data for data in content.values())
    parts = {
        "magic": pickle(push(LEGACY_MAGIC)),
        "version": pickle(push(1001)),
        "system": pickle(push(LEGACY_SYSTEM)),
        "object": data,
        "keys": pickle(push(list(content))),
        "raw": raw,
    }
    return b"".join((parts | lies).values())


Wrap = Callable[[bytes], bytes]

CONTAINERS: dict[str, tuple[Wrap, StorageOf]] = {
    "zip": (torch_zip, opcodes.zip_storage),
    "legacy": (legacy, opcodes.legacy_storage),
    "torchscript": (torchscript, opcodes.zip_storage),
}
"""Every way to put a pickle into a file that torch would open, with the way it refers to its storages."""


def safetensors(header: object, data: bytes = FOUR_FLOATS, length: int | None = None) -> bytes:
    """A safetensors file; `header` is given as JSON bytes or as an object."""
    encoded = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(encoded) if length is None else length) + encoded + data
