"""What is added up of rows or columns, block by block, so that neither large nor tiny values are lost.

Squares of float64 overflow from 2^512 on and vanish below 2^-537. So values far out are summed apart, scaled by a power
of two (J. L. Blue, "A Portable Fortran Program to Find the Euclidean Norm of a Vector", ACM TOMS 4, 1978).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.matrices import row_kernels
from weights.matrices.measures import Along, RowMeasures

_ORDINARY = (2.0**-500, 2.0**500)
_SCALES = (1.0, 2.0**-600, 2.0**600)  # that ordinary, large and small values are multiplied by


@dataclass(frozen=True, slots=True, eq=False)
class RowSums:
    """Over the lines of a block or a tensor: `total` and `squares` of shape (scales, lines), the others (lines,)."""

    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    largest: NDArray[np.float64]
    nonfinite: NDArray[np.int64]
    zeros: NDArray[np.int64]

    @staticmethod
    def of_nothing(lines: int) -> RowSums:
        """No values in so many lines."""
        total, squares = np.zeros((2, len(_SCALES), lines))
        return RowSums(total, squares, np.zeros(lines), np.zeros(lines, np.int64), np.zeros(lines, np.int64))

    def add(self, part: RowSums, first: int, stop: int) -> None:
        """Take in the sums of a block, over the lines from `first` to before `stop`."""
        span = slice(first, stop)
        self.total[:, span] += part.total
        self.squares[:, span] += part.squares
        np.maximum(self.largest[span], part.largest, out=self.largest[span])
        self.nonfinite[span] += part.nonfinite
        self.zeros[span] += part.zeros

    def broadcast(self, lines: int, repeats: int) -> RowSums:
        """The same for so many lines, where one was read for all, and each value so many times in its line."""
        return RowSums(
            np.broadcast_to(self.total * repeats, (len(_SCALES), lines)),
            np.broadcast_to(self.squares * repeats, (len(_SCALES), lines)),
            np.broadcast_to(self.largest, lines),
            np.broadcast_to(self.nonfinite * repeats, lines),
            np.broadcast_to(self.zeros * repeats, lines),
        )

    def measures(self, along: Along, length: int) -> RowMeasures:
        """What they amount to in lines of so many values."""
        finite = length - self.nonfinite
        none = finite == 0
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):  # 0 / 0 is NaN: there is no mean
            means = [total / finite / scale for total, scale in zip(self.total, _SCALES, strict=True)]
            norms = [np.sqrt(square) / scale for square, scale in zip(self.squares, _SCALES, strict=True)]
            l2, mean = np.hypot(np.hypot(norms[0], norms[1]), norms[2]), np.sum(means, axis=0)
        l2, largest = np.where(none, np.nan, l2), np.where(none, np.nan, self.largest)
        return RowMeasures(along, length, l2, mean, largest, self.nonfinite, self.zeros)


def sums_of(values: NDArray[Any]) -> RowSums:
    """The sums of a block of float32 or float64 of shape (outer, lines, inner), none of them 0."""
    sums = RowSums.of_nothing(values.shape[1])
    largest = _largest(values)
    if not np.isfinite(largest).all():
        finite = np.isfinite(values)
        sums.nonfinite[:] = np.count_nonzero(~finite, axis=(0, 2))
        values = np.where(finite, values, values.dtype.type(0))
        largest = _largest(values)
    sums.largest[:] = largest
    row_kernels.count_zeros(values, sums.zeros)
    sums.zeros[:] -= sums.nonfinite
    for scale, part in enumerate(_by_scale(values)):
        row_kernels.add_sums(part, sums.total[scale], sums.squares[scale])
    return sums


def _largest(values: NDArray[Any]) -> NDArray[Any]:
    """The largest magnitude of each line; not finite where one value is not."""
    return np.asarray(np.abs(np.maximum(values.max(axis=(0, 2)), -values.min(axis=(0, 2)))))  # never -0


def _by_scale(values: NDArray[Any]) -> list[NDArray[Any]]:
    """Finite values as they are; where float64 ones lie far out, the ordinary, the large and the small ones apart."""
    if values.dtype != np.float64:
        return [values]
    low, high = _ORDINARY
    magnitudes = np.abs(values)
    large, small = magnitudes > high, (magnitudes < low) & (values != 0)
    if not large.any() and not small.any():
        return [values]
    parts = (~large & ~small, large, small)
    return [np.where(part, values, 0) * scale for part, scale in zip(parts, _SCALES, strict=True)]
