"""Counting many tensors in several threads, which can be held and stopped while they are at it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from weights.errors import WeighbridgeError
from weights.statistics.distribution import Distribution
from weights.statistics.scan import Steps, counted, refined, stored_bytes, stored_values
from weights.tensors import Readable, Stored

_PART = 1 << 27
_HANDFUL_BYTES = 1 << 18
_HANDFUL_TENSORS = 32  # small tensors are handed out together: each hand-over costs as much as counting one
_TICK = 0.05  # seconds
_NICENESS = 10

Made = TypeVar("Made")


class Reins:
    """What may be done to a scan from any thread: hold it, let it go on, stop it. It heeds them within one block."""

    def __init__(self) -> None:
        self._stopped, self._free = threading.Event(), threading.Event()
        self._free.set()

    def hold(self) -> None:
        self._free.clear()

    def release(self) -> None:
        self._free.set()

    def stop(self) -> None:
        self._stopped.set()

    @property
    def are_held(self) -> bool:
        return not self._free.is_set()

    @property
    def are_stopped(self) -> bool:
        return self._stopped.is_set()

    def allow(self) -> bool:
        """Wait while held; False once stopped."""
        while not self._stopped.is_set() and not self._free.wait(_TICK):
            pass
        return not self._stopped.is_set()


@dataclass(frozen=True, slots=True)
class Tick(Generic[Made]):
    """What a scan of many found since the last tick, and the stored bytes that it has counted in all.

    What is found stands with the index of its tensor; of one that could not be counted, that is its error.
    """

    found: Sequence[tuple[int, Made | WeighbridgeError]]
    counted_bytes: int


def scan_many(
    items: Sequence[Readable],
    workers: int,
    make: Callable[[Distribution], Made],
    reins: Reins | None = None,
    is_known: Callable[[int], bool] = lambda _: False,
    *,
    gives_way: bool = False,
) -> Generator[Tick[Made], None, None]:
    """Count many tensors in several threads: a tick, which may be empty, about every 50 ms, until all are counted.

    `make` makes of each distribution, on a thread of the crew, what is wanted of it. Tensors for which `is_known` holds
    when their turn comes are passed over. With `gives_way`, other threads have the processors first. Closing the
    generator stops the threads within one block and waits for them; stopping it by its reins makes it end after what
    is done already.
    """
    crew = _Crew(items, make, reins or Reins(), is_known)
    with crew.at_work(workers, gives_way=gives_way):
        while not crew.is_done:
            yield crew.tick()
    yield crew.tick()


@dataclass(slots=True, eq=False)
class _Item:
    """One tensor of many: the sum of its parts that are counted, and how many are not."""

    index: int
    data: Readable
    waiting: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    sum: Distribution | None = None


_Task = tuple[_Item, Readable]


class _Crew(Generic[Made]):
    """What the threads share: the parts still to be counted, in order, and what was made of those that are."""

    def __init__(
        self,
        items: Sequence[Readable],
        make: Callable[[Distribution], Made],
        reins: Reins,
        is_known: Callable[[int], bool],
    ) -> None:
        self._make, self._reins, self._is_known = make, reins, is_known
        self._tasks = _parts_of(items)
        self._found: list[tuple[int, Made | WeighbridgeError]] = []
        self._mistake: Exception | None = None
        self._counted_bytes = self._working = 0
        self._lock = threading.Lock()
        self._small = threading.Lock()  # two threads at small tensors, in turns at the interpreter, are slower than one
        self._news = threading.Event()

    @contextmanager
    def at_work(self, workers: int, *, gives_way: bool) -> Iterator[None]:
        """Have so many threads count, until all is counted or until the context is left."""
        self._working = workers
        threads = [threading.Thread(target=self._work, args=(gives_way,), daemon=True) for _ in range(workers)]
        try:
            for thread in threads:
                thread.start()
            yield
        finally:
            self._reins.stop()
            for thread in threads:
                thread.join()

    @property
    def is_done(self) -> bool:
        return self._working == 0

    def tick(self) -> Tick[Made]:
        """Wait a moment, and tell what was found meanwhile. Raises what is a bug of ours."""
        self._news.wait(_TICK)
        with self._lock:
            found, self._found = self._found, []
        if self._mistake is not None:
            raise self._mistake
        return Tick(found, self._counted_bytes)

    def _work(self, gives_way: bool) -> None:
        """Count until there is nothing more to count; the body of a thread."""
        if gives_way:
            _give_way()
        try:
            while self._reins.allow() and (handful := self._next_handful()):
                with self._small if len(handful) > 1 else nullcontext():
                    for item, part in handful:
                        self._count_or_fail(item, part)
        except _Stopped:
            pass
        except Exception as error:  # a bug, which `tick` raises again
            self._mistake = error
        finally:
            with self._lock:
                self._working -= 1
            if self.is_done:
                self._news.set()

    def _next_handful(self) -> list[_Task]:
        """The next part of a tensor, or several small tensors."""
        handful: list[_Task] = []
        size = 0
        with self._lock:
            for item, part in self._tasks:
                handful.append((item, part))
                size += stored_bytes(part)
                if size >= _HANDFUL_BYTES or len(handful) == _HANDFUL_TENSORS:
                    break
        return handful

    def _count_or_fail(self, item: _Item, part: Readable) -> None:
        if item.sum is None and self._is_known(item.index):
            return
        try:
            self._count(item, part)
        except WeighbridgeError as error:
            with item.lock:
                is_first, item.waiting = item.waiting >= 0, -1
            if is_first:
                self._tell(item, error)

    def _count(self, item: _Item, part: Readable) -> None:
        found = self._drained(counted(part, stored_values(item.data)), is_first_pass=True)
        with item.lock:
            item.sum = found if item.sum is None else item.sum + found
            item.waiting -= 1
            if item.waiting:
                return
        whole = self._drained(refined(item.data, item.sum), is_first_pass=False)
        self._tell(item, self._make(whole.scaled(item.data.repeats)))

    def _tell(self, item: _Item, outcome: Made | WeighbridgeError) -> None:
        with self._lock:
            self._found.append((item.index, outcome))

    def _drained(self, steps: Steps, *, is_first_pass: bool) -> Distribution:
        """Run a count to its end, heeding the reins at each step."""
        before = 0
        while self._reins.allow():
            try:
                step = next(steps)
            except StopIteration as end:
                result: Distribution = end.value
                return result
            if is_first_pass:
                with self._lock:
                    self._counted_bytes += step.done_bytes - before
                before = step.done_bytes
        steps.close()
        raise _Stopped


class _Stopped(Exception):
    """Nobody waits for the result any more."""


def _give_way() -> None:
    """Rank this thread behind others. Only on Linux do threads have ranks of their own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def _parts_of(items: Sequence[Readable]) -> Iterator[_Task]:
    for index, data in enumerate(items):
        parts = data.parts(_PART) if isinstance(data, Stored) else [data]
        item = _Item(index, data, len(parts))
        for part in parts:
            yield item, part
