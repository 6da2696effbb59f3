"""The figures that are shown for a distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weights.statistics.codes import is_tabled

if TYPE_CHECKING:
    from weights.statistics.distribution import Distribution
    from weights.statistics.moments import Moments

QUANTILES = (0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999)

_SMALLEST_SQUARE = 1e-292
"""Mean squares below this are no longer sure to be made of normal float64 numbers."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures over the finite values of a tensor, or of several; what does not exist is None, never NaN.

    `std` is the population's; `kurtosis` is in excess of the normal distribution's; `distinct` counts finite values of
    types of at most 16 bits. A quantile is within `quantile_bound` times its own magnitude of the true one (0: exact).
    `problem` says, in one sentence, why figures are missing that other data would have.
    """

    count: int
    finite: int
    nan: int
    posinf: int
    neginf: int
    zeros: int
    min: float | int | None
    max: float | int | None
    mean: float | None
    std: float | None
    abs_mean: float | None
    l2: float | None
    rms: float | None
    skewness: float | None
    kurtosis: float | None
    distinct: int | None
    quantiles: dict[float, float | int | None]
    quantile_bound: float
    problem: str | None = None


def summarize(distribution: Distribution) -> Statistics:
    """All figures of a distribution."""
    d = distribution
    moments = d.moments_shown()
    finite = d.finite
    n = finite or math.nan  # a mean of nothing is not a number, and so is left out
    varies = d.minimum != d.maximum
    mean, abs_mean = _finite(moments.mean if finite else math.nan), _finite(moments.absolute / n)
    std, rms = _root(moments.second / n, varies), _root(moments.squares / n, d.zeros < finite)
    skewness, kurtosis = _shape(moments, std) if std else (None, None)
    quantiles, bound = d.quantiles(QUANTILES)
    lacks = None in (mean, abs_mean, std, rms) or (varies and None in (skewness, kurtosis))
    return Statistics(
        count=finite + d.nan + d.posinf + d.neginf,
        finite=finite,
        nan=d.nan,
        posinf=d.posinf,
        neginf=d.neginf,
        zeros=d.zeros,
        min=d.minimum,
        max=d.maximum,
        mean=mean,
        std=std,
        abs_mean=abs_mean,
        l2=None if rms is None else math.sqrt(moments.squares),
        rms=rms,
        skewness=skewness,
        kurtosis=kurtosis,
        distinct=d.table.low.size + (d.zeros > 0) if is_tabled(d.dtype) else None,
        quantiles=quantiles,
        quantile_bound=bound,
        problem="some figures leave the range of float64 and are not shown" if finite and lacks else None,
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _root(mean_square: float, positive: bool) -> float | None:
    """The square root; None where the mean left the range of float64, upwards or, known to be positive, downwards."""
    if not math.isfinite(mean_square) or (positive and mean_square < _SMALLEST_SQUARE):
        return None
    return math.sqrt(mean_square)


def _shape(moments: Moments, std: float) -> tuple[float | None, float | None]:
    """Skewness and excess kurtosis; None where their powers leave the range of float64."""
    variance = std * std
    square = variance * variance
    if square < _SMALLEST_SQUARE or not math.isfinite(square + moments.fourth):
        return None, None
    return moments.third / moments.count / (variance * std), moments.fourth / moments.count / square - 3
