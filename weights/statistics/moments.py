"""Count, mean and central moments of finite values, and how those of two sets become those of both."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over finite values, in float64; a sum that overflows is infinite or NaN.

    `second`, `third` and `fourth` are sums of powers of the deviations from the mean, `absolute` and `squares` sums
    of magnitudes and of squares. `total` is the exact sum of integers, and None for floats.
    """

    count: int = 0
    mean: float = 0.0
    second: float = 0.0
    third: float = 0.0
    fourth: float = 0.0
    absolute: float = 0.0
    squares: float = 0.0
    total: int | None = None

    def __add__(self, other: Moments) -> Moments:
        """Of both sets together: P. Pebay, Sandia report SAND2008-6212, formulas 2.1, 3.1 (pairwise, to order 4)."""
        if not self.count or not other.count:
            return self if self.count else other
        n_a, n_b = self.count, other.count
        n = n_a + n_b
        delta = _difference_of_means(self, other)
        share_a, share_b = n_a / n, n_b / n
        step = delta * delta * n_a * share_b
        return Moments(
            count=n,
            mean=self.mean + delta * share_b,
            second=self.second + other.second + step,
            third=self.third
            + other.third
            + step * delta * (share_a - share_b)
            + 3 * delta * (share_a * other.second - share_b * self.second),
            fourth=self.fourth
            + other.fourth
            + step * delta * delta * (share_a * share_a - share_a * share_b + share_b * share_b)
            + 6 * delta * delta * (share_a * share_a * other.second + share_b * share_b * self.second)
            + 4 * delta * (share_a * other.third - share_b * self.third),
            absolute=self.absolute + other.absolute,
            squares=self.squares + other.squares,
            total=None if self.total is None or other.total is None else self.total + other.total,
        )

    def scaled(self, times: int) -> Moments:
        """Of the same values, each so many times."""
        return Moments(
            self.count * times,
            self.mean,
            self.second * times,
            self.third * times,
            self.fourth * times,
            self.absolute * times,
            self.squares * times,
            None if self.total is None else self.total * times,
        )


def _difference_of_means(a: Moments, b: Moments) -> float:
    """Mean of `b` less that of `a`; from exact sums where there are, for means of large integers are rounded."""
    if a.total is None or b.total is None:
        return b.mean - a.mean
    return (b.total * a.count - a.total * b.count) / (a.count * b.count)


def of_counted(values: NDArray[np.float64], counts: NDArray[np.int64], zeros: int = 0) -> Moments:
    """Of values that occur so often each, and zeros: the mean by `math.fsum`, then the powers of the deviations."""
    count = int(counts.sum()) + zeros
    if not count:
        return Moments()
    products = values * counts
    mean = math.fsum(products.tolist()) / count
    deviations = values - mean
    squares = deviations * deviations
    weighted = counts * squares
    return Moments(
        count=count,
        mean=mean,
        second=float(weighted.sum()) + zeros * mean**2,
        third=float((weighted * deviations).sum()) - zeros * mean**3,
        fourth=float((weighted * squares).sum()) + zeros * mean**4,
        absolute=float(np.abs(products).sum()),
        squares=float((products * values).sum()),
    )
