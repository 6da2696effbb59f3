"""The part of a listing that reads data: statistics of tensors, and their first values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from weights.checkpoint import Checkpoint, Problem
from weights.checksum import MISMATCH, crc32
from weights.errors import FileChanged, Unreadable, WeighbridgeError
from weights.report.first_values import FirstValues, read_first
from weights.statistics.crew import scan_many
from weights.statistics.distribution import Distribution
from weights.statistics.scan import stored_bytes
from weights.statistics.summary import Statistics
from weights.tensors import Readable, Storage
from weights.tree import Node, full_name


class Scanned(NamedTuple):
    """How many bytes of values are scanned, and of how many."""

    done: int
    total: int


_MAX_CHECKED = 1 << 28  # bytes, for about a tenth of a second


def scan(
    tensors: Sequence[Node], workers: int, failures: dict[Node, str]
) -> Generator[Scanned, None, dict[Node, Statistics]]:
    """The statistics of all readable tensors; `failures` gains those that turn out not to be.

    Names that show the same part of a storage are scanned once. Closing it stops the threads that scan. Raises
    FileChanged.
    """
    names: dict[Readable, list[Node]] = defaultdict(list)
    for node in tensors:
        if node.tensor is not None and node.tensor.data is not None and node.tensor.problem is None:
            names[node.tensor.data].append(node)
    items, groups = list(names), list(names.values())
    total = sum(map(stored_bytes, items))
    found: dict[Node, Statistics] = {}
    with closing(scan_many(items, workers, Distribution.statistics)) as ticks:
        for tick in ticks:
            for index, outcome in tick.found:
                if isinstance(outcome, FileChanged):
                    raise outcome
                if isinstance(outcome, WeighbridgeError):
                    failures.update(dict.fromkeys(groups[index], str(outcome)))
                else:
                    found.update(dict.fromkeys(groups[index], outcome))
            yield Scanned(tick.counted_bytes, total)
    return found


def damage(checkpoint: Checkpoint, tensors: Sequence[Node]) -> Iterator[Problem]:
    """The storages of these tensors whose bytes are not those that were written. Raises FileChanged.

    Only where all of them together are so few bytes that the figures come hardly later for it.
    """
    names = {node.tensor.storage: node for node in reversed(tensors) if node.tensor}
    checked = [(storage, names[i]) for i, storage in enumerate(checkpoint.storages) if i in names and storage.crc]
    if sum(storage.size for storage, _ in checked) > _MAX_CHECKED:
        return
    for storage, node in checked:
        message = _damage_of(storage)
        if message is not None:
            yield Problem(full_name(node), message)


def _damage_of(storage: Storage) -> str | None:
    try:
        return MISMATCH if storage.source and crc32(storage.source) != storage.crc else None
    except Unreadable as error:
        return str(error)


def first_values(tensors: Sequence[Node], number: int, failures: dict[Node, str]) -> dict[Node, FirstValues]:
    """The first values of all readable tensors; `failures` gains those that turn out not to be. Raises FileChanged.

    Names that show the same part of a storage are read once.
    """
    found: dict[Node, FirstValues] = {}
    known: dict[Readable, FirstValues] = {}
    for node in tensors:
        tensor = node.tensor
        if tensor is None or tensor.data is None or tensor.problem is not None:
            continue
        data = tensor.data
        try:
            found[node] = known[data] = known.get(data) or read_first(data, number)
        except Unreadable as error:
            failures[node] = str(error)
    return found
