"""The formats that can be read: one table, tried in order on what a file begins with."""

from __future__ import annotations

import re
from collections.abc import Callable

from weights.checkpoint import Found
from weights.errors import CannotOpen
from weights.record import record
from weights.source import Source

# Readers are imported by the function that calls them: a listing should load only the reader it needs.


@record
class Format:
    """How a format is told by a file's first bytes (at least 64, where there are as many), and what reads it."""

    name: str
    begins: Callable[[bytes], bool]
    read: Callable[[Source], Found]


_LEGACY_MAGIC = b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."  # 0x1950a86a20f9469cfc6c, as pickled by protocols 2 to 5
_LEGACY_MAGIC_TEXT = b"L119547037146038801333356L\n."  # the same by protocols 0 and 1
_SAFETENSORS_HEADER = 100_000_000
_PICKLE_OPCODES = frozenset(b"(c}])\x95\x8c\x8a\x8bXUKMJGNIFLVST\x88\x89\x85\x86\x87C\x8e\x96B\x8f")

# Protocols 0 and 1 have no mark of their own: a dictionary, a list, or an object by its class, as they write it.
_OLD_PICKLE = re.compile(rb"\([dl]p\d+\n|[}\]]q|\([dl]q|\(?[ci][A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n(?:p\d+\n|q|[()])")


def _is_safetensors(head: bytes) -> bool:
    return 2 <= int.from_bytes(head[:8], "little") <= _SAFETENSORS_HEADER and head[8:9] == b"{"


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_legacy(head: bytes) -> bool:
    return head.startswith(_LEGACY_MAGIC_TEXT) or (head.startswith(b"\x80") and _LEGACY_MAGIC in head[2:32])


def _is_pickle(head: bytes) -> bool:
    if head.startswith(b"\x80"):
        return len(head) > 2 and 2 <= head[1] <= 5 and head[2] in _PICKLE_OPCODES
    return _OLD_PICKLE.match(head) is not None


def _read_safetensors(source: Source) -> Found:
    from weights.readers import safetensors  # only the reader a file needs

    return safetensors.read(source)


def _read_zip(source: Source) -> Found:
    from weights.readers.archive import Archive  # only the reader a file needs

    archive = Archive(source)
    files = {name.partition("/")[2] for name in archive.members}
    if "constants.pkl" in files and any(name.startswith("code/") for name in files):
        from weights.readers import torchscript  # only the reader a file needs

        return torchscript.read(archive)
    if "data.pkl" in files:
        from weights.readers import torch_zip  # only the reader a file needs

        return torch_zip.read(archive)
    raise CannotOpen(_foreign_archive(set(archive.members), files))


def _foreign_archive(names: set[str], files: set[str]) -> str:
    """What an archive is by the names of its members, with and without the folder they lie in."""
    if not names:
        return "this is an empty zip archive"
    if all(name.endswith(".npy") for name in names):
        return "this is a NumPy archive (.npz), which is not read yet"
    if "archive_format" in files or "serialized_exported_program.json" in names:
        return "this is a program that torch.export saved (.pt2), which is not read yet"
    if ".data/extern_modules" in files:
        return "this is a torch.package archive, which is not read yet"
    if {"config.json", "model.weights.h5"} <= names:
        return "this is a Keras model (.keras), which is not read"
    if "word/document.xml" in names or "xl/workbook.xml" in names:
        return "this is an office document, not a checkpoint"
    if "META-INF/MANIFEST.MF" in names:
        return "this is a Java archive, not a checkpoint"
    return "this is a zip archive without the data.pkl of a PyTorch checkpoint; unpack it and open what is inside"


def _read_legacy(source: Source) -> Found:
    from weights.readers import torch_legacy  # only the reader a file needs

    return torch_legacy.read(source)


def _read_pickle(source: Source) -> Found:
    from weights.readers import plain_pickle  # only the reader a file needs

    return plain_pickle.read(source)


FORMATS = (
    Format("safetensors", _is_safetensors, _read_safetensors),
    Format("zip", _is_zip, _read_zip),
    Format("torch-legacy", _is_legacy, _read_legacy),
    Format("pickle", _is_pickle, _read_pickle),
)
