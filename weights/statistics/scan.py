"""Reading tensors through the counting loops: one, step by step, or many at once."""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from weights.errors import Unreadable, WeighbridgeError
from weights.statistics.distribution import Distribution
from weights.statistics.refining import refiner_for
from weights.statistics.tally import tally_for
from weights.tensors import Readable, Stored

_SECONDS_BETWEEN_PARTIALS = 0.25
_PART = 1 << 26
_RESULTS_WAITING = 8
_TOO_MANY = 1 << 62


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan has come, in stored bytes; now and then with the distribution of what was read so far.

    `total_bytes` doubles when data turn out to be so narrow that they are read a second time.
    """

    done_bytes: int
    total_bytes: int
    partial: Distribution | None = None


Steps = Generator[Progress, None, Distribution]


def scan(data: Readable) -> Steps:
    """Count all values of a tensor; each step, a place to stop, is one block. Raises Unreadable, FileChanged."""
    coarse = yield from _counted(data, _stored_values(data))
    fine = yield from _refined(data, coarse)
    return fine.scaled(data.repeats)


def scan_now(data: Readable) -> Distribution:
    """Count all values of a tensor at once. Raises as `scan`."""
    return _drained(scan(data), threading.Event())


def scan_many(
    items: Sequence[Readable], workers: int
) -> Generator[tuple[int, Distribution | WeighbridgeError], None, None]:
    """Count many tensors in several threads: the index of each, as it is done, with its distribution or its error.

    Closing the generator stops the threads within one block and waits for them.
    """
    crew = _Crew(items)
    threads = [threading.Thread(target=crew.work, daemon=True) for _ in range(workers)]
    try:
        for thread in threads:
            thread.start()
        for _ in items:
            index, outcome = crew.results.get()
            if not isinstance(outcome, Distribution | WeighbridgeError):
                raise outcome
            yield index, outcome
    finally:
        crew.stop.set()
        for thread in threads:
            thread.join()


def _stored_values(data: Readable) -> int:
    """How many elements are to be read. Raises Unreadable where repeating them leads beyond 64-bit counts."""
    elements = math.prod(data.shape)
    if elements >= _TOO_MANY:
        raise Unreadable(f"its {elements} elements are more than can be counted")
    return elements // max(data.repeats, 1)


def _counted(data: Readable, values: int) -> Steps:
    """The first pass over a tensor, or a part of one, of so many stored values."""
    tally = tally_for(data.dtype, values)
    done, total = 0, _stored_values(data) * data.dtype.itemsize
    due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
    for block in data.blocks():
        tally.add(block)
        done += block.nbytes
        partial = None
        if time.monotonic() >= due:
            partial = tally.distribution().scaled(data.repeats)
            due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
        yield Progress(done, total, partial)
    return tally.distribution()


def _refined(data: Readable, coarse: Distribution) -> Steps:
    """The second pass, where there is need of one."""
    refiner = refiner_for(coarse)
    if refiner is None:
        return coarse
    done = total = _stored_values(data) * data.dtype.itemsize
    for block in data.blocks():
        refiner.add(block)
        done += block.nbytes
        yield Progress(done, 2 * total)
    return refiner.distribution()


class _Stopped(Exception):
    """Nobody waits for the result any more."""


def _drained(steps: Steps, stop: threading.Event) -> Distribution:
    while not stop.is_set():
        try:
            next(steps)
        except StopIteration as finished:
            result: Distribution = finished.value
            return result
    steps.close()
    raise _Stopped


@dataclass(slots=True, eq=False)
class _Item:
    """One tensor of many: the sum of its parts that are counted, and how many are not."""

    index: int
    data: Readable
    waiting: int
    sum: Distribution | None = None


class _Crew:
    """What the threads of `scan_many` share: the parts still to be counted, in order, and the results."""

    def __init__(self, items: Sequence[Readable]) -> None:
        self.results: queue.Queue[tuple[int, Distribution | Exception]] = queue.Queue(_RESULTS_WAITING)
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self._parts = _parts_of(items)

    def work(self) -> None:
        """Count parts until there are no more; the body of a thread."""
        while not self.stop.is_set():
            with self._lock:
                item, part = next(self._parts, (None, None))
            if item is None or part is None:
                return
            try:
                self._count(item, part)
            except _Stopped:
                return
            except Exception as error:  # one tensor's failure, or a bug that `scan_many` raises
                self._fail(item, error)

    def _count(self, item: _Item, part: Readable) -> None:
        counted = _drained(_counted(part, _stored_values(item.data)), self.stop)
        with self._lock:
            item.sum = counted if item.sum is None else item.sum + counted
            item.waiting -= 1
            if item.waiting:
                return
        fine = _drained(_refined(item.data, item.sum), self.stop)
        self._report(item, fine.scaled(item.data.repeats))

    def _fail(self, item: _Item, error: Exception) -> None:
        with self._lock:
            is_first, item.waiting = item.waiting >= 0, -1
        if is_first:
            self._report(item, error)

    def _report(self, item: _Item, outcome: Distribution | Exception) -> None:
        while not self.stop.is_set():
            try:
                self.results.put((item.index, outcome), timeout=0.05)
            except queue.Full:
                continue
            return


def _parts_of(items: Sequence[Readable]) -> Iterator[tuple[_Item, Readable]]:
    for index, data in enumerate(items):
        parts = data.parts(_PART) if isinstance(data, Stored) else [data]
        item = _Item(index, data, len(parts))
        for part in parts:
            yield item, part
