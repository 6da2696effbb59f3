"""Distributions packed for keeping very many of them: about 6 bytes a run for types of at most 16 bits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.statistics.codes import codebook, is_tabled
from weights.statistics.distribution import Distribution
from weights.statistics.table import Table

MOST_RUNS = 1 << 16
"""A distribution with more runs is packed by whole cells."""

_NARROW = 1 << 32
_NO_RUNS = {
    np.dtype(kind): Table(np.empty(0, kind), np.empty(0, kind), np.empty(0, np.int64))
    for kind in (np.float32, np.float64)
}


@dataclass(frozen=True, slots=True, eq=False)
class Compact:
    """A distribution whose table is packed: `bare` is all the rest of it, `is_whole` False where runs were merged.

    `low` holds places among the type's finite values (uint16) where it has at most 65,536 of them, else the lower ends
    of the runs; `high` the upper ends, nothing where every run is a point; `counts` are uint32, or int64 if need be.
    """

    bare: Distribution
    is_whole: bool
    low: bytes
    high: bytes
    counts: bytes

    @property
    def size(self) -> int:
        """Bytes of the packed table."""
        return len(self.low) + len(self.high) + len(self.counts)

    def restored(self) -> Distribution:
        """The distribution, to be used and dropped."""
        dtype = self.bare.dtype
        kind = self.bare.table.low.dtype
        if is_tabled(dtype):
            low = codebook(dtype).finite[np.frombuffer(self.low, np.uint16)].astype(kind)
        else:
            low = np.frombuffer(self.low, kind)
        high = np.frombuffer(self.high, kind) if self.high else low
        width = len(self.counts) // low.size if low.size else 8
        counts = np.frombuffer(self.counts, f"u{width}").astype(np.int64)
        return replace(self.bare, table=Table(low, high, counts))


def packed(distribution: Distribution) -> Compact:
    """A distribution, packed."""
    whole = distribution.table.low.size <= MOST_RUNS
    table = (distribution if whole else distribution.reduced()).table
    counts = table.counts
    width = np.uint32 if counts.max(initial=0) < _NARROW else np.int64
    are_points = table.high is table.low or np.array_equal(table.low, table.high)
    return Compact(
        bare=replace(distribution, table=_NO_RUNS[table.low.dtype]),
        is_whole=whole,
        low=_places(table.low, distribution).tobytes(),
        high=b"" if are_points else table.high.tobytes(),
        counts=counts.astype(width).tobytes(),
    )


def _places(low: NDArray[Any], distribution: Distribution) -> NDArray[Any]:
    if not is_tabled(distribution.dtype):
        return low
    return np.searchsorted(codebook(distribution.dtype).finite, low).astype(np.uint16)
