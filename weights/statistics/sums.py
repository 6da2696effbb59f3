"""Distributions of many tensors taken together: their sum for each element type, and quantiles over all types."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import DType
from weights.statistics.codes import codebook, is_tabled
from weights.statistics.distribution import Distribution
from weights.statistics.table import of_counted


def sum_by_type(distributions: Iterable[Distribution]) -> Generator[None, None, tuple[Distribution, ...]]:
    """The sum of all distributions of each element type, that of most values first; each yield is a place to stop."""
    sums = Sums()
    for distribution in distributions:
        sums.add(distribution)
        yield
    return sums.totals()


class Sums:
    """Sums distributions by their element type; none of those added is kept."""

    def __init__(self) -> None:
        self._by_type: dict[DType, _Sum] = {}

    def add(self, distribution: Distribution) -> None:
        dtype = distribution.dtype
        if dtype not in self._by_type:
            self._by_type[dtype] = _DenseSum(dtype) if is_tabled(dtype) else _SparseSum()
        self._by_type[dtype].add(distribution)

    def totals(self) -> tuple[Distribution, ...]:
        """The sum for each type so far, that of most values first."""
        totals = [one.total() for one in self._by_type.values()]
        return tuple(sorted(totals, key=lambda total: total.count, reverse=True))


def pooled_quantiles(parts: Sequence[Distribution], shares: Sequence[float]) -> dict[float, float] | None:
    """Quantiles over the finite values of all parts, whatever their types; None where there are no values.

    As `Distribution.quantile`: the value of rank ceil(q * n), from a run of values its middle.
    """
    values = np.concatenate([np.append(part.middles(), 0.0) for part in parts] or [np.zeros(0)])
    counts = np.concatenate([np.append(part.table.counts, part.zeros) for part in parts] or [np.zeros(0, np.int64)])
    order = np.argsort(values, kind="stable")
    until = np.cumsum(counts[order])
    if not until.size or not until[-1]:
        return None
    ranks = np.maximum(np.ceil(np.asarray(shares) * float(until[-1])), 1)
    found = values[order][np.searchsorted(until, ranks)]
    return dict(zip(shares, found.tolist(), strict=True))


class _Sum(Protocol):
    def add(self, distribution: Distribution) -> None: ...

    def total(self) -> Distribution: ...


class _DenseSum:
    """Of a type of at most 16 bits: one counter for each value that it has."""

    def __init__(self, dtype: DType) -> None:
        self._dtype = dtype
        self._values: NDArray[np.float64] = codebook(dtype).finite
        self._counts = np.zeros(self._values.size, dtype=np.int64)
        self._zeros = self._nan = self._posinf = self._neginf = 0

    def add(self, distribution: Distribution) -> None:
        self._counts[np.searchsorted(self._values, distribution.table.low)] += distribution.table.counts
        self._zeros += distribution.zeros
        self._nan += distribution.nan
        self._posinf += distribution.posinf
        self._neginf += distribution.neginf

    def total(self) -> Distribution:
        used = np.flatnonzero(self._counts)
        table = of_counted(self._values[used].astype(np.float32), self._counts[used])
        number = float if self._dtype.is_float else int
        finite = [number(end) for end in table.low[[0, -1]]] if used.size else []
        finite += [number(0)] if self._zeros else []
        return Distribution(
            dtype=self._dtype,
            table=table,
            zeros=self._zeros,
            nan=self._nan,
            posinf=self._posinf,
            neginf=self._neginf,
            minimum=min(finite, default=None),
            maximum=max(finite, default=None),
        )


class _SparseSum:
    """Of a wider type: sums of ever fewer and larger groups, so that a long table is seldom added to a short one."""

    def __init__(self) -> None:
        self._groups: list[Distribution] = []

    def add(self, distribution: Distribution) -> None:
        while self._groups and self._groups[-1].table.low.size <= distribution.table.low.size:
            distribution = self._groups.pop() + distribution
        self._groups.append(distribution)

    def total(self) -> Distribution:
        *larger, total = self._groups
        for group in reversed(larger):
            total = group + total
        return total
