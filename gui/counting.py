"""Counting the selected tensor: the work itself, what it sends, and the results that are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from typing import TYPE_CHECKING

from weights.record import record
from weights.tensors import Readable, Stored
from weights.tree import Node, Tensor

if TYPE_CHECKING:
    from weights.statistics.distribution import Distribution
    from weights.statistics.scan import Progress
    from weights.statistics.summary import Statistics

_KEPT_BYTES = 1 << 28


@record
class Numbers:
    """A distribution and the figures that follow from it."""

    distribution: Distribution
    statistics: Statistics


@record
class Counted:
    """The numbers of a tensor; `exact` is False while it is still being counted."""

    node: Node
    numbers: Numbers
    exact: bool


@record
class Step:
    """How far a count has come, now and then with the numbers so far."""

    progress: Progress
    numbers: Numbers | None


def count(data: Readable) -> Generator[Step, None, Numbers]:
    """Count a tensor; each yield is a place to stop. Raises Unreadable, FileChanged."""
    from weights.statistics.scan import scan  # heavy: numba, which the first paint does not wait for

    steps = scan(data)
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return _numbers(end.value)
        yield Step(progress, _numbers(progress.partial) if progress.partial is not None else None)


def _numbers(distribution: Distribution) -> Numbers:
    """With the figures worked out here, on the worker's thread: a full table takes longer than a frame."""
    return Numbers(distribution, distribution.statistics())


View = tuple[object, ...]


class Results:
    """The numbers known of the open checkpoint, by view of a storage; the longest unused go first when it gets much."""

    def __init__(self) -> None:
        self._kept: OrderedDict[View, Numbers] = OrderedDict()
        self._bytes = 0

    def numbers(self, node: Node) -> Numbers | None:
        """See `Known`."""
        if node.tensor is None:
            return None
        view = _view(node.tensor)
        if view not in self._kept:
            return None
        self._kept.move_to_end(view)
        return self._kept[view]

    def statistics(self, node: Node) -> Statistics | None:
        """See `Known`."""
        numbers = self.numbers(node)
        return numbers.statistics if numbers is not None else None

    def put(self, tensor: Tensor, numbers: Numbers) -> None:
        self._bytes += _size(numbers)
        self._kept[_view(tensor)] = numbers
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _size(oldest)

    def clear(self) -> None:
        self._kept.clear()
        self._bytes = 0


def _view(tensor: Tensor) -> View:
    """What makes two names the same numbers: the same view of the same storage."""
    data = tensor.data
    if isinstance(data, Stored):
        return data.storage, data.dtype, data.shape, data.strides, data.offset
    return (data,)


def _size(numbers: Numbers) -> int:
    table = numbers.distribution.table
    return table.low.nbytes + table.high.nbytes + table.counts.nbytes
