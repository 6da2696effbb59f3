"""Counting a tensor block by block: what is kept while it is read, and the distribution that it becomes."""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import DType, Kind, decode
from weights.statistics import kernels
from weights.statistics.codes import is_tabled, ranks_of
from weights.statistics.distribution import Distribution, of_codes, of_ranks
from weights.statistics.moments import Moments
from weights.statistics.table import Floats, Table, bits_of, cell_shift, lengths, of_cells, of_values, starts

SORTED = 1 << 20
"""Up to so many values of 32 bits or more are kept and sorted; more are counted by cells."""

_FEW = 1 << 13  # fewer 16-bit codes than this are sorted faster than a table of 65,536 is looked through


class Tally(Protocol):
    """Counts of the blocks added so far."""

    def add(self, codes: NDArray[Any]) -> None:
        """Count a block of stored codes. They are not referred to afterwards."""

    def distribution(self) -> Distribution:
        """What was counted so far."""


def tally_for(dtype: DType, values: int) -> Tally:
    """An empty tally for a tensor of so many stored values."""
    if is_tabled(dtype):
        return FewCodesTally(dtype) if values < _FEW else CodeTally(dtype)
    cells = CellTally(cell_type(dtype), exact=values <= SORTED)
    return FloatTally(dtype, cells) if dtype.kind in {Kind.FLOAT, Kind.COMPLEX} else IntegerTally(dtype, cells)


def cell_type(dtype: DType) -> np.dtype[Any]:
    """The float type whose cells values of this type, of at least 32 bits, are counted by."""
    return np.dtype(np.float32 if dtype.name == "float32" else np.float64)


def as_floats(codes: NDArray[Any], dtype: DType) -> Floats:
    """Values as floats of `cell_type`: integers rounded to float64, complex numbers by their magnitude."""
    if dtype.kind is Kind.COMPLEX:
        with np.errstate(all="ignore"):
            return np.abs(decode(codes, dtype).astype(np.complex128))
    return loop_ready(codes.astype(cell_type(dtype), copy=False))


def loop_ready(codes: NDArray[Any]) -> NDArray[Any]:
    """The codes, copied if need be, as the compiled loops want them: contiguous, aligned to 8 bytes, writable."""
    ready = np.require(codes, requirements=("C", "A", "W"))
    return ready if ready.ctypes.data % 8 == 0 else ready.copy()


class CodeTally:
    """Of a type of at most 16 bits: how often each code occurs."""

    def __init__(self, dtype: DType) -> None:
        self._dtype = dtype
        self._counts = np.zeros((2, 1 << 8 * dtype.itemsize), dtype=np.int64)
        self._loop = kernels.count_bytes if dtype.itemsize == 1 else kernels.count_pairs_of_bytes

    def add(self, codes: NDArray[Any]) -> None:
        self._loop(loop_ready(codes.view(f"u{self._dtype.itemsize}")), *self._counts)

    def distribution(self) -> Distribution:
        counts = self._counts.sum(axis=0)
        used = np.flatnonzero(counts)
        return of_codes(self._dtype, used, counts[used])


class FewCodesTally:
    """The same for a tensor of few values, which are kept and sorted."""

    def __init__(self, dtype: DType) -> None:
        self._dtype = dtype
        self._kept = [np.empty(0, dtype=f"u{dtype.itemsize}")]

    def add(self, codes: NDArray[Any]) -> None:
        self._kept.append(codes.view(f"u{self._dtype.itemsize}").copy())

    def distribution(self) -> Distribution:
        ranks = ranks_of(np.concatenate(self._kept), self._dtype)
        ranks.sort()
        first = starts(ranks)
        return of_ranks(self._dtype, ranks[first], lengths(first, ranks.size))


class CellTally:
    """Finite floats by cell, or, where they are few, all of them."""

    def __init__(self, kind: np.dtype[Any], exact: bool) -> None:
        self._kind = kind
        self._kept: list[Floats] | None = [] if exact else None
        self._cells = np.zeros(0 if exact else 1 << 16, dtype=np.int64)

    def add(self, values: Floats) -> None:
        if self._kept is not None:
            self._kept.append(values.copy())
            return
        bits = bits_of(values)
        magnitude = bits.dtype.type(np.iinfo(bits.dtype).max >> 1)
        kernels.count_cells(bits, cell_shift(values.dtype), magnitude, self._cells)

    def table(self) -> Table:
        if self._kept is None:
            return of_cells(self._cells, self._kind)
        return of_values(np.concatenate([np.empty(0, dtype=self._kind), *self._kept]))


class FloatTally:
    """Of floats of 32 or 64 bits, or of the magnitudes of complex numbers."""

    def __init__(self, dtype: DType, cells: CellTally) -> None:
        self._dtype = dtype
        self._cells = cells
        self._zeros = self._nan = self._posinf = self._neginf = 0
        self._minimum, self._maximum = math.inf, -math.inf
        self._moments = Moments()

    def add(self, codes: NDArray[Any]) -> None:
        values = self._finite(as_floats(codes, self._dtype))
        if not values.size:
            return
        self._cells.add(values)
        total, absolute, squares, zeros = kernels.sums(values)
        self._zeros += zeros
        mean = total / values.size
        self._moments += Moments(values.size, mean, *kernels.central_sums(values, mean), absolute, squares)

    def _finite(self, values: Floats) -> Floats:
        """The finite values, the others having been counted; keeps the extremes."""
        if not values.size:
            return values
        low, high = float(values.min()), float(values.max())
        if not (np.isfinite(low) and np.isfinite(high)):
            self._nan += int(np.count_nonzero(np.isnan(values)))
            self._posinf += int(np.count_nonzero(values == np.inf))
            self._neginf += int(np.count_nonzero(values == -np.inf))
            return self._finite(values[np.isfinite(values)])
        self._minimum, self._maximum = min(self._minimum, low), max(self._maximum, high)
        return values

    def distribution(self) -> Distribution:
        found = self._moments.count > 0
        return Distribution(
            dtype=self._dtype,
            table=self._cells.table(),
            zeros=self._zeros,
            nan=self._nan,
            posinf=self._posinf,
            neginf=self._neginf,
            minimum=self._minimum if found else None,
            maximum=self._maximum if found else None,
            moments=self._moments,
        )


class IntegerTally:
    """Of integers of 32 or 64 bits: extremes and sum are exact."""

    def __init__(self, dtype: DType, cells: CellTally) -> None:
        self._dtype = dtype
        self._cells = cells
        self._zeros = 0
        self._minimum, self._maximum = math.inf, -math.inf
        self._moments = Moments()

    def add(self, codes: NDArray[Any]) -> None:
        if not codes.size:
            return
        low, high = int(codes.min()), int(codes.max())
        self._minimum, self._maximum = min(self._minimum, low), max(self._maximum, high)
        floats = as_floats(codes, self._dtype)
        self._cells.add(floats)
        _, absolute, squares, zeros = kernels.sums(floats)
        self._zeros += zeros
        distances = _above(codes, low)
        excess = _exact_sum(distances)
        central = kernels.central_sums(distances.astype(np.float64), excess / codes.size)
        total = excess + low * codes.size
        self._moments += Moments(codes.size, total / codes.size, *central, absolute, squares, total)

    def distribution(self) -> Distribution:
        found = self._moments.count > 0
        return Distribution(
            dtype=self._dtype,
            table=self._cells.table(),
            zeros=self._zeros,
            minimum=self._minimum if found else None,
            maximum=self._maximum if found else None,
            moments=self._moments,
        )


def _above(codes: NDArray[Any], low: int) -> NDArray[np.uint64]:
    """How far integers lie above the smallest of them; exact, for unsigned differences wrap to the right answer."""
    wide = codes if codes.dtype == np.uint64 else codes.astype(np.int64, copy=False).view(np.uint64)
    return wide - np.uint64(low % (1 << 64))


def _exact_sum(values: NDArray[np.uint64]) -> int:
    """The sum of a block in Python's own integers: upper and lower halves apart, which cannot overflow."""
    upper, lower = values >> np.uint64(32), values & np.uint64(0xFFFFFFFF)
    return (int(upper.sum()) << 32) + int(lower.sum())
