"""Reading tensors through the counting loops: one, step by step, or many at once."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from dataclasses import dataclass

from weights.statistics.distribution import Distribution
from weights.statistics.tally import tally_for
from weights.tensors import Readable

_SECONDS_BETWEEN_PARTIALS = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan has come, in stored bytes; now and then with the distribution of what was read so far."""

    done_bytes: int
    total_bytes: int
    partial: Distribution | None = None


def scan(data: Readable) -> Generator[Progress, None, Distribution]:
    """Count all values of a tensor; each step, a place to stop, is one block. Raises Unreadable, FileChanged."""
    values = math.prod(data.shape) // max(data.repeats, 1)
    tally = tally_for(data.dtype, values)
    done, total = 0, values * data.dtype.itemsize
    due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
    for block in data.blocks():
        tally.add(block)
        done += block.nbytes
        partial = None
        if time.monotonic() >= due:
            partial = tally.distribution().scaled(data.repeats)
            due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
        yield Progress(done, total, partial)
    return tally.distribution().scaled(data.repeats)


def scan_now(data: Readable) -> Distribution:
    """Count all values of a tensor at once. Raises as `scan`."""
    steps = scan(data)
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            result: Distribution = finished.value
            return result
