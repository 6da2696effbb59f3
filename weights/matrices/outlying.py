"""Rows and columns that stand apart from the rest: all zero, or with a norm far from the others'. Facts, no verdicts.

A norm is far from the rest where its logarithm is more than `DEVIATIONS` deviations from the median of the logarithms.
The deviation is the median distance from that median times 1.4826, which makes it the standard deviation where the
logarithms are normally distributed (F. R. Hampel, "The Influence Curve and Its Role in Robust Estimation", JASA 69,
1974). Where more than half of the norms are nearly equal, a factor of `LEAST_FACTOR` is not called far.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weights.matrices.measures import RowMeasures

DEVIATIONS = 6
LEAST_FACTOR = 1.05
_TO_DEVIATION = 1.4826
_FEWEST = 8  # lines with a norm, below which there is no rest to be far from

Lines = NDArray[np.intp]
"""Indices of rows or columns, ascending."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The norms from and up to which a line is not far from the rest, and their median.

    `by_factor`: the deviation is so small that they are a factor of `LEAST_FACTOR` from the median.
    """

    low: float
    median: float
    high: float
    by_factor: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outlying:
    """`zero`: every value is 0. `below` and `above`: the norm is far from the rest. `not_finite`: NaN or infinities.

    `limits` is None where there are too few norms to have any.
    """

    zero: Lines
    below: Lines
    above: Lines
    not_finite: Lines
    limits: Limits | None


def outlying(measures: RowMeasures) -> Outlying:
    """Find the lines that stand apart. Lines of zeros, and those without a norm, are no part of the rest."""
    zero = np.flatnonzero((measures.zeros == measures.length) & (measures.length > 0))
    not_finite = np.flatnonzero(measures.nonfinite)
    limits = _limits(measures.l2)
    if limits is None:
        nothing = np.zeros(0, dtype=np.intp)
        return Outlying(zero, nothing, nothing, not_finite, None)
    below = np.flatnonzero((measures.l2 > 0) & (measures.l2 < limits.low))
    return Outlying(zero, below, np.flatnonzero(measures.l2 > limits.high), not_finite, limits)


def _limits(norms: NDArray[np.float64]) -> Limits | None:
    logarithms = np.log(norms[(norms > 0) & np.isfinite(norms)])
    if len(logarithms) < _FEWEST:
        return None
    median = float(np.median(logarithms))
    deviation = _TO_DEVIATION * float(np.median(np.abs(logarithms - median)))
    reach, least = DEVIATIONS * deviation, math.log(LEAST_FACTOR)
    with np.errstate(over="ignore"):
        low, middle, high = (float(end) for end in np.exp(median + np.array([-1, 0, 1]) * max(reach, least)))
    return Limits(low, middle, high, by_factor=reach < least)
