"""The part of a listing that reads data: statistics of tensors, and their first values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import closing

from weights.checkpoint import Checkpoint, Problem
from weights.checksum import MISMATCH, crc32
from weights.errors import FileChanged, Unreadable, WeighbridgeError
from weights.report.first_values import FirstValues, read_first
from weights.statistics.scan import scan_many
from weights.statistics.summary import Statistics
from weights.tensors import Readable, Storage, Stored
from weights.tree import Node, full_name

Scanned = Callable[[int, int], None]
"""Told after each tensor how many bytes of values are scanned, and of how many."""

_MAX_CHECKED = 1 << 28  # bytes, for about a tenth of a second


def scan(tensors: Sequence[Node], workers: int, scanned: Scanned, failures: dict[Node, str]) -> dict[Node, Statistics]:
    """The statistics of all readable tensors; `failures` gains those that turn out not to be.

    Names that show the same part of a storage are scanned once. Raises FileChanged.
    """
    views: dict[Hashable, list[Node]] = defaultdict(list)
    items: dict[Hashable, Readable] = {}
    for node in tensors:
        if node.tensor is not None and node.tensor.data is not None and node.tensor.problem is None:
            view = _view(node.tensor.data)
            views[view].append(node)
            items[view] = node.tensor.data
    sizes = [_size(data) for data in items.values()]
    total, done = sum(sizes), 0
    found: dict[Node, Statistics] = {}
    groups = list(views.values())
    with closing(scan_many(list(items.values()), workers)) as outcomes:
        for index, outcome in outcomes:
            if isinstance(outcome, FileChanged):
                raise outcome
            if isinstance(outcome, WeighbridgeError):
                failures.update(dict.fromkeys(groups[index], str(outcome)))
            else:
                found.update(dict.fromkeys(groups[index], outcome.statistics()))
            done += sizes[index]
            scanned(done, total)
    return found


def _view(data: Readable) -> Hashable:
    """What two tensors have in common that show the same values."""
    return data if isinstance(data, Stored) else id(data)


def _size(data: Readable) -> int:
    size = data.dtype.itemsize
    for dimension in data.shape:
        size *= dimension
    return size // max(data.repeats, 1)


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
    known: dict[Hashable, FirstValues] = {}
    for node in tensors:
        tensor = node.tensor
        if tensor is None or tensor.data is None or tensor.problem is not None:
            continue
        view = _view(tensor.data)
        try:
            found[node] = known[view] = known.get(view) or read_first(tensor.data, number)
        except Unreadable as error:
            failures[node] = str(error)
    return found
