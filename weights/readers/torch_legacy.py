"""What `torch.save` wrote before version 1.6: five pickles in a row (magic number, protocol version, system, object,
keys of the storages), and then the storages, each as its number of elements and its values.

Numbers are little-endian on every machine.
"""

from __future__ import annotations

from typing import Any

from weights.checkpoint import Found, Problem
from weights.errors import Malformed
from weights.readers import pickles
from weights.readers.describe import describe
from weights.readers.flatten import flatten
from weights.readers.references import Record, StorageRef
from weights.readers.vocabulary import Vocabulary, imports
from weights.source import Source
from weights.tensors import Storage
from weights.text import plural

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_COUNT = 8  # bytes of a number of elements


def read(source: Source) -> Found:
    """Raises Malformed, Unreadable, FileChanged."""
    vocabulary = Vocabulary(open_nested)
    value, keys, end = _pickles(vocabulary, source)
    problems = _place(source, end, keys, vocabulary.records)
    storages = vocabulary.storages()
    found = flatten(value, storages)
    return Found(
        kind="torch-legacy",
        about=describe(value, found.contents),
        contents=found.contents,
        storages=storages,
        imports=imports(vocabulary.globals),
        problems=[*problems, *found.problems],
        protocol=pickles.protocol(source),
    )


def open_nested(vocabulary: Vocabulary, source: Source) -> StorageRef | None:
    """The storage in a file of this format that lies inside a pickle."""
    inner = vocabulary.inner()
    value, keys, end = _pickles(inner, source)
    _place(source, end, keys, inner.records)
    vocabulary.adopt(inner)
    return value if isinstance(value, StorageRef) else None


def _pickles(vocabulary: Vocabulary, source: Source) -> tuple[Any, list[Any], int]:
    """The object, the keys of its storages, and the offset of the first of them."""
    magic = vocabulary.load(source)
    if magic.value != _MAGIC:
        raise Malformed("it does not begin with the magic number of a PyTorch checkpoint")
    version = vocabulary.load(source, magic.end)
    if version.value != _PROTOCOL:
        raise Malformed("its version is not the one that PyTorch has ever written")
    system = vocabulary.load(source, version.end)
    loaded = vocabulary.load(source, system.end)
    keys = vocabulary.load(source, loaded.end)
    if not isinstance(keys.value, list) or not all(type(key) in (str, int) for key in keys.value):
        raise Malformed("its list of storages is not a list of keys")
    return loaded.value, keys.value, keys.end


def _place(source: Source, offset: int, keys: list[Any], records: dict[str, Record]) -> list[Problem]:
    """Find where each storage's values lie: one after the other, in the order of the keys."""
    for waiting in records.values():
        waiting.problem = "its values are not in the file, which ends before them or does not list them"
    for key in keys:
        record = records.get(str(key))
        if record is None or record.itemsize == 0:
            return [Problem("", "it lists a storage that nothing refers to; what follows that cannot be found")]
        if offset + _COUNT > source.size:
            return [Problem("", "it ends before all of its values")]
        stated = record.itemsize * int.from_bytes(source.read(offset, _COUNT), "little", signed=True)
        offset += _COUNT
        if stated != record.size:
            record.problem = f"its storage has {stated} bytes in the file where {record.size} were expected"
            return [Problem("", f"{record.problem}; what follows that cannot be found")]
        held = min(stated, source.size - offset)
        record.storage = Storage(record.key, record.size, source.span(offset, held), held, device=record.device)
        record.problem = None
        offset += stated
    rest = source.size - offset
    return [Problem("", f"{plural(rest, 'byte')} after its end are not read")] if rest > 0 else []
