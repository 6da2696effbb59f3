"""The outline of a distribution: counts by 4,096 wide cells, for small drawings of many tensors together.

A cell is the run of float32 numbers that share sign, exponent and three leading bits of the mantissa, so that a
quantile taken from an outline lies within a sixteenth of its own magnitude of the true one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weights.statistics.distribution import Distribution
from weights.statistics.table import starts

_CELLS = 1 << 12
_ZERO = _CELLS // 2
_SHIFT = np.uint32(20)  # bits of a float32 below those that name a cell
_MAGNITUDE = np.uint32(0x7FFFFFFF)
_NOTHING = np.zeros(1, np.float32)
_NARROW = 1 << 32


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Which cells (uint16, in ascending order of their values) hold how many values (uint32, or int64 if need be)."""

    cells: bytes
    counts: bytes

    def add_to(self, sums: NDArray[np.int64]) -> None:
        """Add these counts to those of all cells."""
        cells = np.frombuffer(self.cells, np.uint16)
        if cells.size:
            sums[cells] += np.frombuffer(self.counts, f"u{len(self.counts) // cells.size}").astype(np.int64)


def outline_of(distribution: Distribution) -> Outline:
    """The outline of a distribution."""
    table = distribution.table
    negative = table.negative
    with np.errstate(over="ignore"):  # what lies beyond float32 is drawn at the end of the scale
        nearest = np.concatenate((table.high[:negative], _NOTHING, table.low[negative:])).astype(np.float32)
    sizes = ((nearest.view(np.uint32) & _MAGNITUDE) >> _SHIFT).astype(np.int16)
    sizes[:negative] = -1 - sizes[:negative]
    counts = np.concatenate((table.counts[:negative], [distribution.zeros], table.counts[negative:]))
    first = starts(sizes)
    sums = np.add.reduceat(counts, first)
    width = np.uint32 if sums.max() < _NARROW else np.int64
    return Outline((sizes[first] + _ZERO).astype(np.uint16).tobytes(), sums.astype(width).tobytes())


def no_counts() -> NDArray[np.int64]:
    """A counter for each cell."""
    return np.zeros(_CELLS, dtype=np.int64)


def quantiles(sums: NDArray[np.int64], shares: Sequence[float]) -> list[float] | None:
    """The middles of the cells that hold the values of rank ceil(share * n); None where there are no values."""
    until = np.cumsum(sums)
    if not until[-1]:
        return None
    ranks = np.maximum(np.ceil(np.asarray(shares) * float(until[-1])), 1)
    found: list[float] = _MIDDLES[np.searchsorted(until, ranks)].tolist()
    return found


def _middles() -> NDArray[np.float64]:
    sizes = np.arange(_ZERO + 1, dtype=np.uint32)
    edges = (np.minimum(sizes, 0x7F8) << _SHIFT).view(np.float32).astype(np.float64)
    edges[np.isinf(edges)] = np.finfo(np.float32).max
    middles = (edges[:-1] + edges[1:]) / 2
    middles[0] = 0.0
    return np.concatenate((-middles[::-1], middles))


_MIDDLES = _middles()
