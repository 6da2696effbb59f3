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
    """All values of a type: `finite` ones in ascending order, each once, zero included.

    `ranks` (uint32) gives, by code, the place among them of the value that a code stands for; NaN and infinities have
    the places that follow: `nan`, `posinf` and `neginf`. `middles` are the reals half way between neighbouring finite
    values, with one beyond either end.
    """

    finite: NDArray[np.float64]
    middles: NDArray[np.float64]
    ranks: NDArray[np.uint32]

    @property
    def nan(self) -> int:
        return self.finite.size

    @property
    def posinf(self) -> int:
        return self.finite.size + 1

    @property
    def neginf(self) -> int:
        return self.finite.size + 2

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
    finite = np.unique(values[np.isfinite(values)]).astype(np.float64)
    return Codebook(finite, _middles(finite), _ranks(values, finite))


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


def _ranks(values: NDArray[np.float32], finite: NDArray[np.float64]) -> NDArray[np.uint32]:
    with np.errstate(invalid="ignore"):  # signalling NaNs
        ranks = np.searchsorted(finite, values)
    for place, special in enumerate((np.isnan(values), values == np.inf, values == -np.inf), start=finite.size):
        ranks[special] = place
    return ranks.astype(np.uint32)


def ranks_of(codes: NDArray[Any], dtype: DType) -> NDArray[np.uint32]:
    """The places of the values that stored codes, as unsigned integers, stand for: two each where a byte holds two."""
    if dtype.values_per_code == 2:
        codes = np.stack((codes & 15, codes >> 4), axis=-1).reshape(-1)
    ranks: NDArray[np.uint32] = codebook(dtype).ranks[codes]
    return ranks
