"""Counts of finite, non-zero values by where they lie: at a point, or in a run of floats with the same leading bits.

A *cell* is the run of floats that share their upper 16 bits (sign, exponent, leading bits of the mantissa); finer runs
lie wholly inside a cell. So runs nest: of any two, one holds the other or they are apart, and tables can be added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_RUNS = 1 << 20
"""A table with more runs than this is reduced to cells when tables are added."""

Floats = NDArray[Any]
"""Of float32 or float64."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Runs in ascending order, none overlapping: `counts[i]` values (int64) lie from `low[i]` to `high[i]`.

    Both ends have the type of the cells, float32 or float64. Where they are equal, that is the value itself. Otherwise
    the end nearer to zero is possible and the other is not; `high` is infinite in the outermost cell.
    """

    low: Floats
    high: Floats
    counts: NDArray[np.int64]

    @property
    def total(self) -> int:
        return int(self.counts.sum())

    @property
    def negative(self) -> int:
        """How many runs lie below zero; they come first."""
        return int(np.count_nonzero(self.low < 0))

    def cells(self) -> NDArray[Any]:
        """The number, 0 to 65,535, of the cell that each run lies in."""
        nearest = np.where(self.low < 0, self.high, self.low)
        cells: NDArray[Any] = bits_of(nearest) >> cell_shift(nearest.dtype)
        return cells

    def scaled(self, times: int) -> Table:
        return Table(self.low, self.high, self.counts * times)

    def __add__(self, other: Table) -> Table:
        """Of both sets of values. Where a run of one lies inside a run of the other, the wider one holds both."""
        split, other_split = self.negative, other.negative
        below = _nested_sum(self._mirrored(split), other._mirrored(other_split))
        above = _nested_sum(self._from(split), other._from(other_split))
        low, high = np.concatenate((-below.high[::-1], above.low)), np.concatenate((-below.low[::-1], above.high))
        return Table(low, high, np.concatenate((below.counts[::-1], above.counts)))

    def _from(self, start: int) -> Table:
        return Table(self.low[start:], self.high[start:], self.counts[start:])

    def _mirrored(self, stop: int) -> Table:
        """The runs before `stop` with their signs changed, in ascending order again."""
        back = slice(stop - 1, None, -1) if stop else slice(0, 0)
        return Table(-self.high[back], -self.low[back], self.counts[back])


def _nested_sum(a: Table, b: Table) -> Table:
    """The sum of two tables of positive runs."""
    low, high = np.concatenate((a.low, b.low)), np.concatenate((a.high, b.high))
    counts = np.concatenate((a.counts, b.counts))
    if low.size == 0:
        return Table(low, high, counts)
    order = np.lexsort((-high, low))  # a wide run before those inside it
    low, high, counts = low[order], high[order], counts[order]
    reach = np.maximum.accumulate(high)
    starts = np.ones(low.size, dtype=bool)
    starts[1:] = (low[1:] >= reach[:-1]) & (low[1:] != low[:-1])
    first = np.flatnonzero(starts)
    return Table(low[first], high[first], np.add.reduceat(counts, first))


def of_values(values: Floats) -> Table:
    """Of finite values, kept exactly: a run is a point."""
    points = values[values != 0]
    points.sort()
    first = starts(points)
    points = points[first]
    return Table(points, points, lengths(first, int(np.count_nonzero(values))))


def starts(ordered: NDArray[Any]) -> NDArray[np.intp]:
    """Where each different value begins."""
    differs = np.ones(ordered.size, dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=differs[1:])
    return differs.nonzero()[0]


def lengths(first: NDArray[np.intp], size: int) -> NDArray[np.int64]:
    """How long the stretches are that begin at these places of so many."""
    ends = np.empty(first.size, dtype=np.int64)
    ends[:-1], ends[-1:] = first[1:], size
    return ends - first


def of_counted(values: Floats, counts: NDArray[np.int64]) -> Table:
    """Of finite values that occur so many times each, in any order; a value may come more than once."""
    used = np.flatnonzero(values)
    used = used[np.argsort(values[used], kind="stable")]
    first = starts(values[used])
    points = values[used][first]
    return Table(points, points, np.add.reduceat(counts[used], first) if first.size else counts[:0])


def of_cells(cells: NDArray[np.int64], kind: np.dtype[Any]) -> Table:
    """Of 65,536 counts by cell of floats of type `kind`."""
    used = np.flatnonzero(cells)
    shift = cell_shift(kind)
    return of_runs(used.astype(shift.dtype) << shift, int(shift), cells[used])


def of_runs(starts: NDArray[Any], width: int, counts: NDArray[np.int64]) -> Table:
    """Of the counts of runs of 2**`width` floats, given by the bits of the one in each that is nearest to zero."""
    kind = f"f{starts.itemsize}"
    near = starts.view(kind)
    far = (starts + starts.dtype.type(1 << width)).view(kind) if width else near
    low, high = np.minimum(near, far), np.maximum(near, far)
    order = np.argsort(low, kind="stable")
    return Table(low[order], high[order], counts[order])


def joined(a: Table, b: Table) -> Table:
    """Of two tables that have no run in common."""
    low, high = np.concatenate((a.low, b.low)), np.concatenate((a.high, b.high))
    order = np.argsort(low, kind="stable")
    return Table(low[order], high[order], np.concatenate((a.counts, b.counts))[order])


def reduced_to_cells(table: Table) -> Table:
    """The same counts by whole cells."""
    cells = np.zeros(1 << 16, dtype=np.int64)
    np.add.at(cells, table.cells(), table.counts)
    return of_cells(cells, table.low.dtype)


def cell_shift(kind: np.dtype[Any]) -> Any:
    """How many bits of a float of this type lie below the upper 16, as an unsigned integer of its width."""
    return np.dtype(f"u{kind.itemsize}").type(8 * kind.itemsize - 16)


def bits_of(values: Floats) -> NDArray[Any]:
    """Floats as unsigned integers of the same width and bits."""
    return values.view(f"u{values.itemsize}")
