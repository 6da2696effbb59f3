"""What each code of an element type of at most 16 bits stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import DType, Kind, decode


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """All codes of a type: those of finite, non-zero values in ascending order of `values` (float32), and the rest.

    `middles` are the reals half way between neighbouring finite values, zero included, with one beyond either end.
    """

    ordered: NDArray[np.int64]
    values: NDArray[np.float32]
    zeros: NDArray[np.int64]
    nan: NDArray[np.int64]
    posinf: NDArray[np.int64]
    neginf: NDArray[np.int64]
    finite: NDArray[np.float64]
    middles: NDArray[np.float64]

    def rounding_intervals(self, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For values of this type, the ends of the reals that round to each."""
        at = np.searchsorted(self.finite, values)
        return self.middles[at], self.middles[at + 1]


def is_tabled(dtype: DType) -> bool:
    """Whether the type has so few codes that each is counted by itself."""
    return dtype.itemsize <= 2


@cache
def codebook(dtype: DType) -> Codebook:
    """The codes of a type of at most 16 bits."""
    values = _values(dtype)
    finite = np.flatnonzero(np.isfinite(values) & (values != 0))
    ordered = finite[np.argsort(values[finite], kind="stable")]
    distinct = np.unique(values[np.isfinite(values)]).astype(np.float64)
    return Codebook(
        ordered=ordered,
        values=values[ordered],
        zeros=np.flatnonzero(values == 0),
        nan=np.flatnonzero(np.isnan(values)),
        posinf=np.flatnonzero(values == np.inf),
        neginf=np.flatnonzero(values == -np.inf),
        finite=distinct,
        middles=_middles(distinct),
    )


def _values(dtype: DType) -> NDArray[np.float32]:
    bits = 8 * dtype.itemsize // dtype.values_per_code
    codes: NDArray[Any] = np.arange(1 << bits, dtype=f"u{dtype.itemsize}").view(dtype.codes)
    if dtype.kind is Kind.BOOL:  # whatever is not 0 is true
        return np.asarray(codes != 0, dtype=np.float32)
    with np.errstate(invalid="ignore"):  # signalling NaNs
        return np.asarray(decode(codes, dtype)[:: dtype.values_per_code], dtype=np.float32)


def _middles(finite: NDArray[np.float64]) -> NDArray[np.float64]:
    inner = (finite[:-1] + finite[1:]) / 2
    return np.concatenate(([2 * finite[0] - inner[0]], inner, [2 * finite[-1] - inner[-1]]))


def unpacked(counts: NDArray[np.int64], dtype: DType) -> NDArray[np.int64]:
    """Counts by code from counts by stored byte, where a byte holds two codes; else the counts themselves."""
    if dtype.values_per_code == 1:
        return counts
    high_by_low = counts.reshape(16, 16)
    result: NDArray[np.int64] = high_by_low.sum(axis=0) + high_by_low.sum(axis=1)
    return result
