"""What `torch.save` writes since version 1.6: a zip archive of one pickle, and one member for each storage."""

from __future__ import annotations

from weights.checkpoint import Found
from weights.errors import CannotOpen, Unreadable
from weights.readers import pickles, torch_legacy
from weights.readers.archive import Archive
from weights.readers.describe import describe
from weights.readers.flatten import flatten
from weights.readers.references import Record
from weights.readers.vocabulary import Vocabulary, imports
from weights.tensors import Storage
from weights.text import visible

_DATA = "data/"


def read(archive: Archive) -> Found:
    """Raises Malformed, Unreadable, FileChanged."""
    root = f"{archive.root}/"
    vocabulary = Vocabulary(torch_legacy.open_nested)
    pickle = archive.open(f"{root}data.pkl")
    loaded = vocabulary.load(pickle)
    archive.check_crc(f"{root}data.pkl")
    storages = place_records(archive, f"{root}{_DATA}", vocabulary)
    found = flatten(loaded.value, storages)
    return Found(
        kind="torch-zip",
        about=describe(loaded.value, found.contents),
        contents=found.contents,
        storages=storages,
        imports=imports(vocabulary.globals),
        problems=[*archive.problems, *found.problems],
        protocol=pickles.protocol(pickle),
    )


def place_records(archive: Archive, folder: str, vocabulary: Vocabulary, first: int = 0) -> list[Storage]:
    """Find the member of each storage that was named, and then those that were not: storages from `first` on."""
    big_endian = _is_big_endian(archive)
    for record in vocabulary.records.values():
        _place(archive, f"{folder}{record.key}", record, big_endian)
    storages = vocabulary.storages(first)
    for name, member in archive.members.items():
        key = name.removeprefix(folder)
        if name.startswith(folder) and key and key not in vocabulary.records:
            storages.append(Storage(key, member.size, None, member.packed_size, big_endian))
    return storages


def _place(archive: Archive, name: str, record: Record, big_endian: bool) -> None:
    """Lay a record over the member that holds it; what is wrong with that is the record's problem."""
    if name not in archive.members:
        record.problem = f"its values are not in the file: the archive has no member {visible(name)}"
        return
    try:
        source = archive.open(name)
    except (CannotOpen, Unreadable) as error:
        record.problem = f"its values cannot be had: {error}"
        return
    packed_size, crc = archive.members[name].packed_size, archive.unchecked_crc(name)
    record.storage = Storage(record.key, record.size, source, packed_size, big_endian, record.device, crc)


def _is_big_endian(archive: Archive) -> bool:
    """Whether the values were written on a big-endian machine; files from before torch 2.1 do not say, and are not."""
    name = f"{archive.root}/byteorder"
    if name not in archive.members:
        return False
    source = archive.open(name)
    return source.read(0, min(source.size, 16)).strip() == b"big"
