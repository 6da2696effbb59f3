"""Reading a tensor through the counting loops, step by step."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from dataclasses import dataclass

from weights.errors import Unreadable
from weights.statistics.distribution import Distribution
from weights.statistics.refining import refiner_for
from weights.statistics.tally import tally_for
from weights.steps import result_of
from weights.tensors import Readable

_SECONDS_BETWEEN_PARTIALS = 0.25
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
    coarse = yield from counted(data, stored_values(data), with_partials=True)
    fine = yield from refined(data, coarse)
    return fine.scaled(data.repeats)


def scan_now(data: Readable) -> Distribution:
    """Count all values of a tensor at once. Raises as `scan`."""
    return result_of(scan(data))


def stored_values(data: Readable) -> int:
    """How many elements are to be read."""
    return math.prod(data.shape) // max(data.repeats, 1)


def stored_bytes(data: Readable) -> int:
    """How many bytes are read by one pass over a tensor."""
    return stored_values(data) * data.dtype.itemsize


def counted(data: Readable, values: int, *, with_partials: bool = False) -> Steps:
    """The first pass over a tensor, or a part of one, that has so many stored values. Raises as `scan`."""
    elements = math.prod(data.shape)
    if elements >= _TOO_MANY:  # repeated, they would lead beyond 64-bit counts
        raise Unreadable(f"its {elements} elements are more than can be counted")
    tally = tally_for(data.dtype, values)
    done, total = 0, stored_bytes(data)
    due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
    for block in data.blocks():
        tally.add(block)
        done += block.nbytes
        partial = None
        if with_partials and time.monotonic() >= due:
            partial = tally.distribution().scaled(data.repeats)
            due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
        yield Progress(done, total, partial)
    return tally.distribution()


def refined(data: Readable, coarse: Distribution) -> Steps:
    """The second pass, where there is need of one."""
    refiner = refiner_for(coarse)
    if refiner is None:
        return coarse
    done = total = stored_bytes(data)
    for block in data.blocks():
        refiner.add(block)
        done += block.nbytes
        yield Progress(done, 2 * total)
    return refiner.distribution()
