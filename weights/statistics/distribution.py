"""The distribution of the values of a tensor, or of several together: any question about them, without the file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import DType, Kind
from weights.statistics import moments as moments_of
from weights.statistics.codes import codebook, is_tabled, ranks_of
from weights.statistics.histogram import Histogram, Reals, Scale, Spread, bin_edges
from weights.statistics.moments import Moments
from weights.statistics.summary import Statistics, summarize
from weights.statistics.table import MAX_RUNS, Table, reduced_to_cells, starts

_WHOLE = frozenset((Kind.INT, Kind.UINT, Kind.BOOL))
_ROBUST = (0.0005, 0.9995)
_EXACT_INTEGER = 2.0**53  # larger integers are rounded as float64


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """Counts of all values of one element type: `table` for finite ones that are not zero, the rest by name.

    Complex numbers are counted by magnitude, quantised ones as their integers. `moments` are of the finite values, and
    None for types of at most 16 bits, whose table holds them. `minimum` and `maximum` are exact: integers for integer
    types, None where nothing is finite.
    """

    dtype: DType
    table: Table
    zeros: int = 0
    nan: int = 0
    posinf: int = 0
    neginf: int = 0
    minimum: float | int | None = None
    maximum: float | int | None = None
    moments: Moments | None = None

    @property
    def finite(self) -> int:
        return self.table.total + self.zeros

    @property
    def count(self) -> int:
        return self.finite + self.nan + self.posinf + self.neginf

    @property
    def is_whole(self) -> bool:
        """Whether all values are integers."""
        return self.dtype.kind in _WHOLE

    def __add__(self, other: Distribution) -> Distribution:
        """Of both sets of values. Raises ValueError where their types differ."""
        if self.dtype != other.dtype:
            raise ValueError(f"distributions of {self.dtype.name} and {other.dtype.name} do not add")
        table = self.table + other.table
        return Distribution(
            dtype=self.dtype,
            table=table if table.low.size <= MAX_RUNS else reduced_to_cells(table),
            zeros=self.zeros + other.zeros,
            nan=self.nan + other.nan,
            posinf=self.posinf + other.posinf,
            neginf=self.neginf + other.neginf,
            minimum=min((d.minimum for d in (self, other) if d.minimum is not None), default=None),
            maximum=max((d.maximum for d in (self, other) if d.maximum is not None), default=None),
            moments=self.moments + other.moments if self.moments and other.moments else None,
        )

    def scaled(self, times: int) -> Distribution:
        """Of the same values, each so many times: a broadcast tensor from its storage."""
        if times == 1:
            return self
        return replace(
            self,
            table=self.table.scaled(times),
            zeros=self.zeros * times,
            nan=self.nan * times,
            posinf=self.posinf * times,
            neginf=self.neginf * times,
            moments=self.moments and self.moments.scaled(times),
        )

    def reduced(self) -> Distribution:
        """The same by whole cells, for keeping many: at most 65,536 counts where exact values were kept."""
        return self if is_tabled(self.dtype) else replace(self, table=reduced_to_cells(self.table))

    def statistics(self) -> Statistics:
        return summarize(self)

    def moments_shown(self) -> Moments:
        """Of the finite values; exactly without deviation where all are one."""
        if self.moments is None:
            return moments_of.of_counted(self.table.low.astype(np.float64), self.table.counts, self.zeros)
        if self.minimum is not None and self.minimum == self.maximum:
            return replace(self.moments, mean=float(self.minimum), second=0.0, third=0.0, fourth=0.0)
        return self.moments

    def quantile(self, q: float) -> float | int | None:
        """The value of rank ceil(q * finite), 1-based and at least 1; from a run, its middle. None without values."""
        return self.quantiles([q])[0][q]

    def quantiles(self, shares: Sequence[float]) -> tuple[dict[float, float | int | None], float]:
        """Several quantiles, and a bound that holds for them: on |quantile - true value| / |quantile|.

        The bound is a power of two, or 0 where all of them are exact.
        """
        if not self.finite:
            return dict.fromkeys(shares), 0.0
        middles, low, high = self._at_ranks(shares)
        if low is high and not self.is_whole:
            return dict(zip(shares, middles.tolist(), strict=True)), 0.0
        sizes = np.abs(middles)
        worst = float(np.max(np.divide((high - low) / 2, sizes, out=np.zeros_like(sizes), where=sizes > 0)))
        if self.is_whole and sizes.max() > _EXACT_INTEGER:
            worst = max(worst, 1 / _EXACT_INTEGER)
        bound = 2.0 ** math.ceil(math.log2(worst)) if worst else 0.0
        return {q: self._number(float(x)) for q, x in zip(shares, middles, strict=True)}, bound

    def _number(self, value: float) -> float | int:
        number = int(value) if self.is_whole and value.is_integer() else value
        return number if self.minimum is None or self.maximum is None else min(max(number, self.minimum), self.maximum)

    def default_range(self) -> tuple[float, float] | None:
        """A range for a histogram that no outlier stretches; both ends the same where all values are one."""
        if self.minimum is None or self.maximum is None:
            return None
        low, high = (float(x) for x in self._at_ranks(_ROBUST)[0])
        if low < 0 < high:
            return -max(-low, high), max(-low, high)
        return (low, high) if low < high else (float(self.minimum), float(self.maximum))

    def middles(self) -> Reals:
        """For each run of the table, in its order, the value half way between the smallest and largest it can hold."""
        low, high = self._ends()
        return low + (high - low) / 2

    def linear_threshold(self) -> float:
        """For a symlog axis: the power of ten at or below the first percentile of the magnitudes that are not zero."""
        sizes = np.abs(self.middles())
        if not sizes.size:
            return 1.0
        order = np.argsort(sizes)
        until = np.cumsum(self.table.counts[order])
        size = float(sizes[order][np.searchsorted(until, 0.01 * until[-1])])
        return float(10.0 ** max(math.floor(math.log10(size)), -300)) if size else 1e-300

    def histogram(
        self, low: float, high: float, bins: int, scale: Scale = Scale.LINEAR, threshold: float | None = None
    ) -> Histogram:
        """Counts in `bins` bins from `low` to `high`; a symlog scale uses `linear_threshold` unless one is given."""
        if scale is Scale.SYMLOG and threshold is None:
            threshold = self.linear_threshold()
        edges = bin_edges(low, high, bins, scale, threshold)
        return self.spread().histogram(edges, self.zeros, scale, threshold)

    def spread(self) -> Spread:
        """The counts of the table, each over the interval of reals that it stands for."""
        low, high = self._ends()
        if self.is_whole:
            low, high = low - 0.5, high + 0.5
        elif is_tabled(self.dtype):
            low, high = codebook(self.dtype).rounding_intervals(low)
        limits = (-math.inf if self.minimum is None else self.minimum, self.maximum)
        until = np.concatenate(([0], np.cumsum(self.table.counts)))
        return Spread(np.clip(low, *limits), np.clip(high, *limits), until)

    def mass_between(self, low: float, high: float) -> float:
        """How many finite values lie from `low` to `high`, both included, as far as the counts tell."""
        spread, zeros = self.spread(), self.zeros if low <= 0 <= high else 0
        inside = spread.below(np.array([high]), inclusive=True) - spread.below(np.array([low]))
        return zeros + float(inside[0])

    def _ends(self, runs: slice | NDArray[np.intp] = slice(None)) -> tuple[Reals, Reals]:
        """The smallest and the largest value possible in each run, or in chosen ones."""
        low, high = self.table.low[runs].astype(np.float64), self.table.high[runs].astype(np.float64)
        if self.is_whole:
            wide, below = low < high, low < 0
            low = np.where(wide, np.where(below, np.floor(low) + 1, np.ceil(low)), low)
            high = np.where(wide, np.where(below, np.floor(high), np.ceil(high) - 1), high)
        limits = (-math.inf if self.minimum is None else self.minimum, self.maximum)
        return np.clip(low, *limits), np.clip(high, *limits)

    def _at_ranks(self, quantiles: Sequence[float]) -> tuple[Reals, Reals, Reals]:
        """For each quantile: the middle of the run that holds it, and the run's ends; for a zero, three of it."""
        table, until = self.table, self.table.counts.cumsum()
        below = int(until[negative - 1]) if (negative := table.negative) else 0
        finite = self.zeros + (int(until[-1]) if until.size else 0)
        ranks = np.maximum(np.ceil(np.asarray(quantiles) * finite), 1)
        are_above = ranks > below + self.zeros
        in_runs = (ranks <= below) | are_above
        runs = until.searchsorted(ranks - self.zeros * are_above)[in_runs]
        low = np.zeros(ranks.size)
        if table.low is table.high:
            low[in_runs] = table.low[runs]
            return low, low, low
        high = np.zeros(ranks.size)
        low[in_runs], high[in_runs] = self._ends(runs)
        return low + (high - low) / 2, low, high


def of_codes(dtype: DType, codes: NDArray[Any], counts: NDArray[np.int64]) -> Distribution:
    """From different codes of a type of at most 16 bits, as unsigned integers, and how often each occurs."""
    ranks, counts = ranks_of(codes, dtype), counts.repeat(dtype.values_per_code)
    order = np.argsort(ranks, kind="stable")
    ranks, counts = ranks[order], counts[order]
    first = starts(ranks)
    return of_ranks(dtype, ranks[first], np.add.reduceat(counts, first) if first.size else counts)


def of_ranks(dtype: DType, ranks: NDArray[np.uint32], counts: NDArray[np.int64]) -> Distribution:
    """From different values of a type of at most 16 bits, as ascending places in its codebook, and their counts."""
    book = codebook(dtype)
    number = float if dtype.is_float else int
    stop = int(np.count_nonzero(ranks < book.nan))
    special = dict(zip(ranks[stop:].tolist(), counts[stop:].tolist(), strict=True))
    values, counts = book.finite[ranks[:stop]], counts[:stop]
    ends = values[[0, -1]].tolist() if stop else []
    zero = int(np.count_nonzero(values < 0))
    zeros = int(counts[zero]) if zero < stop and values[zero] == 0 else 0
    if zeros:
        values = np.concatenate((values[:zero], values[zero + 1 :]))
        counts = np.concatenate((counts[:zero], counts[zero + 1 :]))
    points = values.astype(np.float32)
    return Distribution(
        dtype=dtype,
        table=Table(points, points, counts),
        zeros=zeros,
        nan=special.get(book.nan, 0),
        posinf=special.get(book.posinf, 0),
        neginf=special.get(book.neginf, 0),
        minimum=number(ends[0]) if ends else None,
        maximum=number(ends[1]) if ends else None,
    )
