"""Counting all tensors of a checkpoint: in what order, how far it has come, how long it takes, and what is left."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from gui.counting import Result, Results, result_of
from weights import text
from weights.checkpoint import Checkpoint
from weights.errors import FileChanged, WeighbridgeError
from weights.record import record
from weights.tensors import Readable, Stored
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.crew import Reins, Tick

_SECONDS_TO_JUDGE = 0.5
_SECONDS_TO_BE_SURE = 3.0  # until then, loops may be compiled that only the first tensor of a type waits for
_SECONDS_BETWEEN_STEPS = 0.11  # the runner drops what comes sooner than 0.1 s after the one before
_TENSOR_WORTH = 1 << 20  # counting a tensor takes, beside its bytes, as long as so many bytes more
_NODES_A_STEP = 2000
_MOST_WORKERS = 8


@record
class Scanned:
    """What was found of a tensor, and all its names."""

    data: Readable
    names: Sequence[Node]
    result: Result


@record
class Cost:
    """What is left to scan: bytes, and about how long they take, where that is known."""

    size: int
    seconds: float | None

    def in_words(self) -> str:
        """`400 GB, about 3 min`."""
        about = f", about {text.duration(self.seconds)}" if self.seconds is not None else ""
        return text.size(self.size) + about


@record
class ScanStep:
    """What was found since the last step, and how far the scan has come: `done` of so many tensors, by all names."""

    found: Sequence[Scanned]
    done: int
    tensors: int
    share: float
    rate: float  # bytes a second
    seconds_left: float | None

    def in_words(self) -> str:
        """`Scanning 112 of 255 tensors · 4.1 GB/s · 1.2 s left`."""
        parts = [f"Scanning {text.count(self.done)} of {text.plural(self.tensors, 'tensor')}"]
        parts += [f"{text.size(round(self.rate))}/s"] if self.rate else []
        parts += [f"{text.duration(self.seconds_left)} left"] if self.seconds_left is not None else []
        return "  ·  ".join(parts)


@record
class ScanEnd:
    """The last that was found, and how many tensors are known or cannot be read; `left` is None where that is all."""

    found: Sequence[Scanned]
    tensors: int
    unreadable: int
    left: Cost | None

    def in_words(self) -> str:
        """`252 scanned, 3 cannot be read`."""
        if self.left is None and not self.unreadable:
            return "all scanned"
        failed = f", {text.count(self.unreadable)} cannot be read" if self.unreadable else ""
        return f"{text.count(self.tensors)} scanned{failed}"


def scan(
    checkpoint: Checkpoint, results: Results, first: Sequence[Node], reins: Reins, longest: float | None
) -> Generator[ScanStep | None, None, ScanEnd]:
    """Count every tensor that `results` does not hold; each yield is a place to stop. Raises FileChanged.

    The tensors of the nodes `first` come before the others. Where all would take longer than `longest` seconds, as
    measured in the first half second and again in the next ones, the scan ends there.
    """
    from weights.statistics.crew import scan_many  # heavy: numba

    plan = yield from _planned(checkpoint, results.holds, first)
    course, judge = _Course(plan), _Judge(longest)
    due = 0.0
    counting = scan_many(
        plan.items, _workers(), result_of, reins, lambda index: results.holds(plan.items[index]), gives_way=True
    )
    with closing(counting) as ticks:
        for tick in ticks:
            course.take_in(tick, is_held=reins.are_held)
            if judge.finds_too_long(course):
                reins.stop()
            if reins.are_held or time.monotonic() < due:
                yield None
            else:
                yield course.step()
                due = time.monotonic() + _SECONDS_BETWEEN_STEPS  # from after the runner has looked at its clock
    return course.end(results.holds)


@record
class _Plan:
    """Views in the order in which they are to be counted, each with its names; `hopeless` names cannot be read."""

    items: Sequence[Readable]
    names: Sequence[Sequence[Node]]
    tensors: int
    known: int
    hopeless: int


def _planned(
    checkpoint: Checkpoint, is_known: Callable[[Readable], bool], first: Sequence[Node]
) -> Generator[None, None, _Plan]:
    """Each view once; those of the nodes `first` before the others, in the order in which they lie in the file."""
    names: dict[Readable, list[Node]] = {}
    known = hopeless = 0
    for position, node in enumerate(checkpoint.tensors):
        if position % _NODES_A_STEP == 0:
            yield
        tensor = node.tensor
        if tensor is None or tensor.data is None or tensor.problem is not None:
            hopeless += 1
        elif is_known(tensor.data):
            known += 1
        else:
            names.setdefault(tensor.data, []).append(node)
    wanted = {node.tensor.data for node in first if node.tensor is not None}
    items = sorted(names, key=lambda data: (data not in wanted, _place(data)))
    yield
    return _Plan(items, [names[data] for data in items], len(checkpoint.tensors), known, hopeless)


def _place(data: Readable) -> tuple[str, int]:
    """The file that a tensor's bytes lie in, and where they begin; what lies in none comes first."""
    if not isinstance(data, Stored) or data.storage.source is None or data.storage.source.place is None:
        return "", 0
    place = data.storage.source.place
    return os.fspath(place.path), place.offset + data.offset * data.dtype.itemsize


def _workers() -> int:
    """At least two, as one reads while the other counts; one processor is left to the window where there are many."""
    return max(2, min((os.cpu_count() or 2) - 1, _MOST_WORKERS))


class _Course:
    """How a scan is getting on."""

    def __init__(self, plan: _Plan) -> None:
        from weights.statistics.scan import stored_bytes  # heavy: numba

        self._plan = plan
        self._sizes = [stored_bytes(data) for data in plan.items]
        self._work = sum(self._sizes) + _TENSOR_WORTH * len(plan.items)
        self._bytes, self._done, self._unreadable = 0, plan.known, plan.hopeless
        self._waiting = set(range(len(plan.items)))
        self._found: list[Scanned] = []
        self._last = time.monotonic()
        self.seconds = 0.0  # of work, without those in which the scan was held

    def take_in(self, tick: Tick[Result], *, is_held: bool) -> None:
        """Note what was found. Raises FileChanged."""
        now = time.monotonic()
        self.seconds += 0.0 if is_held else now - self._last
        self._last, self._bytes = now, tick.counted_bytes
        for index, outcome in tick.found:
            names = self._plan.names[index]
            self._waiting.discard(index)
            if isinstance(outcome, FileChanged):
                raise outcome
            if isinstance(outcome, WeighbridgeError):
                self._unreadable += len(names)
            else:
                self._done += len(names)
                self._found.append(Scanned(self._plan.items[index], names, outcome))

    @property
    def work(self) -> int:
        """All there is to do; a tensor is work beside its bytes."""
        return self._work

    @property
    def work_done(self) -> int:
        return self._bytes + _TENSOR_WORTH * (len(self._sizes) - len(self._waiting))

    @property
    def seconds_left(self) -> float:
        """How much longer it takes at the pace so far; infinite while nothing is done."""
        done = self.work_done
        return self.seconds * max(self._work - done, 0) / done if done else math.inf

    def step(self) -> ScanStep:
        """How far it has come, with what was found and not told yet."""
        found, self._found = self._found, []
        return ScanStep(
            found=found,
            done=self._done,
            tensors=self._plan.tensors - self._unreadable,
            share=self.work_done / self._work if self._work else 1.0,
            rate=self._bytes / self.seconds if self.seconds else 0.0,
            seconds_left=_finite(self.seconds_left),
        )

    def end(self, is_known: Callable[[Readable], bool]) -> ScanEnd:
        """The end: tensors that became known otherwise are not left."""
        left = [index for index in self._waiting if not is_known(self._plan.items[index])]
        left_names = sum(len(self._plan.names[index]) for index in left)
        cost = Cost(sum(self._sizes[index] for index in left), _finite(self.seconds_left)) if left else None
        return ScanEnd(self._found, self._plan.tensors - self._unreadable - left_names, self._unreadable, cost)


class _Judge:
    """Says once whether a scan would take longer than `longest` seconds, by its pace of late."""

    def __init__(self, longest: float | None) -> None:
        self._longest = longest
        self._next = _SECONDS_TO_JUDGE
        self._before = (0.0, 0)

    def finds_too_long(self, course: _Course) -> bool:
        """Whether the scan has to end here; it never has to once a pace was found that is fast enough."""
        if self._longest is None or course.seconds < self._next:
            return False
        seconds, done = self._before
        pace = (course.work_done - done) / (course.seconds - seconds)
        is_fast = course.seconds + (course.work - course.work_done) / max(pace, 1.0) <= self._longest
        is_sure = is_fast or course.seconds >= _SECONDS_TO_BE_SURE
        self._before, self._next = (course.seconds, course.work_done), course.seconds + _SECONDS_TO_JUDGE
        self._longest = None if is_sure else self._longest
        return is_sure and not is_fast


def _finite(seconds: float) -> float | None:
    return seconds if math.isfinite(seconds) else None
