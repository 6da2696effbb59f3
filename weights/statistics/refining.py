"""A second pass for narrow data: the next bits of the values inside the few cells that hold nearly all of them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.statistics import kernels
from weights.statistics.codes import is_tabled
from weights.statistics.distribution import Distribution
from weights.statistics.table import Table, bits_of, cell_shift, joined, of_runs
from weights.statistics.tally import as_floats

_FEW_CELLS = 256
_NEARLY_ALL = 0.999
_COUNTERS_LOG2 = 20


class Refiner:
    """Counts inside chosen cells by runs of 2**`width` floats, as narrow as a million counters allow."""

    def __init__(self, coarse: Distribution, cells: NDArray[Any]) -> None:
        self._coarse = coarse
        self._cells = cells
        self._shift = cell_shift(coarse.table.low.dtype)
        inner_bits = min(int(self._shift), _COUNTERS_LOG2 - math.ceil(math.log2(len(cells))))
        self._width = int(self._shift) - inner_bits
        self._counts = np.zeros((len(cells), 1 << inner_bits), dtype=np.int64)
        self._slots = np.full(1 << 16, -1, dtype=np.int16)
        self._slots[cells] = np.arange(len(cells))

    def add(self, codes: NDArray[Any]) -> None:
        """Count a block of stored codes."""
        bits = bits_of(as_floats(codes, self._coarse.dtype))
        scalar = bits.dtype.type
        inner = scalar(self._counts.shape[1] - 1)
        kernels.count_inside(bits, self._shift, self._slots, scalar(self._width), inner, self._counts)

    def distribution(self) -> Distribution:
        """The distribution with its chosen cells cut into the runs that hold any values."""
        rows, inner = np.nonzero(self._counts)
        starts = (self._cells[rows] << self._shift) | (inner.astype(self._shift.dtype) << self._width)
        fine = of_runs(starts, self._width, self._counts[rows, inner])
        return replace(self._coarse, table=joined(_without(self._coarse.table, self._cells), fine))


def refiner_for(coarse: Distribution) -> Refiner | None:
    """What to count in a second pass; None where a first one says enough."""
    table = coarse.table
    if is_tabled(coarse.dtype) or bool(np.all(table.low == table.high)):
        return None
    cells = table.cells()
    order = np.argsort(table.counts)[::-1]
    order = order[cells[order] & 0x7FFF != 0]  # the innermost cells hold exact zeros too, which are counted already
    until = np.cumsum(table.counts[order])
    few = int(np.searchsorted(until, _NEARLY_ALL * table.total)) + 1
    return Refiner(coarse, cells[order[:few]]) if few <= len(order) and few < _FEW_CELLS else None


def _without(table: Table, cells: NDArray[Any]) -> Table:
    kept = np.isin(table.cells(), cells, invert=True)
    return Table(table.low[kept], table.high[kept], table.counts[kept])
