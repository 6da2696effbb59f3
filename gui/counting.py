"""Counting tensors: the work itself for a selected one, what it sends, and the results that are kept of all."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Generic, TypeVar

from weights.record import record
from weights.tensors import Readable
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.compact import Compact
    from weights.statistics.distribution import Distribution
    from weights.statistics.outline import Outline
    from weights.statistics.scan import Progress
    from weights.statistics.summary import Statistics

_PACKED_BYTES = 1 << 27
_UNPACKED_BYTES = 1 << 25


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


@record
class Figures:
    """What is kept of every tensor that was counted."""

    statistics: Statistics
    outline: Outline


@record
class Result:
    """What is kept of the numbers of a tensor, made on the thread that counted it."""

    figures: Figures
    packed: Compact


@record
class Selected:
    """The outcome of counting the selected tensor: its distribution, and what is kept of it in any case."""

    distribution: Distribution
    result: Result


def count(data: Readable) -> Generator[Step, None, Selected]:
    """Count a tensor; each yield is a place to stop. Raises Unreadable, FileChanged."""
    from weights.statistics.scan import scan  # heavy: numba, which the first paint does not wait for

    steps = scan(data)
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return Selected(end.value, result_of(end.value))
        yield Step(progress, _numbers(progress.partial) if progress.partial is not None else None)


def result_of(distribution: Distribution) -> Result:
    """What is kept of a distribution, for a worker to make: the figures of a full table take longer than a frame."""
    from weights.statistics.compact import packed  # heavy: numpy
    from weights.statistics.outline import outline_of  # heavy: numpy

    return Result(Figures(distribution.statistics(), outline_of(distribution)), packed(distribution))


def _numbers(distribution: Distribution) -> Numbers:
    return Numbers(distribution, distribution.statistics())


class Results:
    """The numbers known of the open checkpoint, by what makes two names the same numbers: an equal view of a storage.

    Figures and outlines are kept of all tensors, distributions in packed form until they get much; then the oldest go.
    Whoever reads may do so from any thread.
    """

    def __init__(self) -> None:
        self._figures: dict[Readable, Figures] = {}
        self._packed: _Shelf[Compact] = _Shelf(_PACKED_BYTES, lambda packed: packed.size)
        self._unpacked: _Shelf[Distribution] = _Shelf(_UNPACKED_BYTES, _size)

    def statistics(self, node: Node) -> Statistics | None:
        """See `Known`."""
        data = node.tensor.data if node.tensor is not None else None
        found = self._figures.get(data) if data is not None else None
        return found.statistics if found is not None else None

    def numbers(self, node: Node) -> Numbers | None:
        """See `Known`."""
        return self._numbers(node, whole=False)

    def whole_numbers(self, node: Node) -> Numbers | None:
        """The same, but only with the very distribution that was counted, of which nothing was merged."""
        return self._numbers(node, whole=True)

    def holds(self, data: Readable) -> bool:
        """Whether the figures of a tensor are known."""
        return data in self._figures

    def figures(self) -> dict[Readable, Figures]:
        """All that is known at present, but for the distributions."""
        return dict(self._figures)

    def put(self, data: Readable, result: Result) -> None:
        """Keep what a scan made of a tensor."""
        self._figures[data] = result.figures
        self._packed.put(data, result.packed)

    def put_unpacked(self, data: Readable, distribution: Distribution) -> None:
        """Keep a distribution as it is, because it was selected."""
        self._unpacked.put(data, distribution)

    def clear(self) -> None:
        self._figures.clear()
        self._packed.clear()
        self._unpacked.clear()

    def _numbers(self, node: Node, *, whole: bool) -> Numbers | None:
        data = node.tensor.data if node.tensor is not None else None
        statistics = self.statistics(node)
        if data is None or statistics is None:
            return None
        distribution, packed = self._unpacked.get(data), self._packed.get(data)
        if distribution is None and packed is not None and (packed.is_whole or not whole):
            distribution = packed.restored()
        return Numbers(distribution, statistics) if distribution is not None else None


Kept = TypeVar("Kept")


class _Shelf(Generic[Kept]):
    """Things by tensor, in so many bytes; the oldest go first."""

    def __init__(self, room: int, size: Callable[[Kept], int]) -> None:
        self._room, self._size = room, size
        self._kept: dict[Readable, Kept] = {}
        self._bytes = 0

    def get(self, data: Readable) -> Kept | None:
        return self._kept.get(data)

    def put(self, data: Readable, kept: Kept) -> None:
        self._remove(data)
        self._kept[data] = kept
        self._bytes += self._size(kept)
        while self._bytes > self._room and len(self._kept) > 1:
            self._remove(next(iter(self._kept)))

    def clear(self) -> None:
        self._kept.clear()
        self._bytes = 0

    def _remove(self, data: Readable) -> None:
        kept = self._kept.pop(data, None)
        if kept is not None:
            self._bytes -= self._size(kept)


def _size(distribution: Distribution) -> int:
    table = distribution.table
    return table.low.nbytes + table.high.nbytes + table.counts.nbytes
