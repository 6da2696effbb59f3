"""Histograms over any bins from a table of counts, and the two scales of their axis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


class Scale(StrEnum):
    """How bins lie on the axis of values."""

    LINEAR = "linear"
    SYMLOG = "symlog"


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Counts of values between `edges` (ascending, one more than `counts`); `counts` are shares of whole counts.

    Zeros are not in `counts`: they are the spike `zeros`, which stands in bin `zero_bin`, or outside the range where
    that is None. `below` and `above` lie outside the range. All four add up to the number of finite values. Where all
    values are one, there is one bin, from it to it. `threshold` is where "symlog" turns from linear to logarithmic.
    """

    edges: Reals
    counts: Reals
    zeros: int
    zero_bin: int | None
    below: float
    above: float
    scale: Scale
    threshold: float | None

    @property
    def density(self) -> Reals:
        """Counts for each unit of the axis of values; 0 for a bin without width."""
        with np.errstate(over="ignore"):
            widths = np.diff(self.edges)
        return np.divide(self.counts, widths, out=np.zeros_like(self.counts), where=widths > 0)


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Counts spread evenly over intervals that ascend and do not overlap; an interval may be a point.

    `until` (one more than the intervals) says how many values lie before each interval, and after them all.
    """

    low: Reals
    high: Reals
    until: NDArray[np.int64]

    def below(self, places: Reals, inclusive: bool = False) -> Reals:
        """How many values lie below each place, or, for points, at it too where `inclusive`."""
        return self._until(places, np.searchsorted(self.low, places, side="right" if inclusive else "left"))

    def below_edges(self, edges: Reals) -> Reals:
        """How many values lie below each edge of some bins; the last edge belongs to the last bin."""
        begun = np.searchsorted(self.low, edges)
        begun[-1] = np.searchsorted(self.low, edges[-1], side="right")
        return self._until(edges, begun)

    def _until(self, places: Reals, begun: NDArray[np.intp]) -> Reals:
        """The same, where so many intervals have begun before each place; the last of them may not have ended."""
        if not self.low.size:
            return np.zeros(len(places))
        at = np.maximum(begun - 1, 0)
        low, high, before = self.low[at], self.high[at], self.until[at]
        width = high - low
        reached = np.minimum(np.maximum(places, low), high) - low  # clipped first: the difference could overflow
        share = np.divide(reached, width, out=np.ones(len(places)), where=width > 0)
        inside: Reals = before + share * (self.until[at + 1] - before)
        inside[begun == 0] = 0.0
        return inside

    def histogram(self, edges: Reals, zeros: int, scale: Scale, threshold: float | None) -> Histogram:
        """The counts between `edges`."""
        until = self.below_edges(edges)
        return Histogram(
            edges=edges,
            counts=np.diff(until),
            zeros=zeros,
            zero_bin=_bin_of_zero(edges) if zeros else None,
            below=float(until[0]),
            above=float(self.until[-1] - until[-1]),
            scale=scale,
            threshold=threshold,
        )


def _bin_of_zero(edges: Reals) -> int | None:
    if not edges[0] <= 0 <= edges[-1]:
        return None
    return min(int(np.searchsorted(edges, 0.0, side="right")) - 1, len(edges) - 2)


def bin_edges(low: float, high: float, bins: int, scale: Scale, threshold: float | None) -> Reals:
    """Edges of `bins` bins that are equally wide on the axis; of one bin without width where `low` is `high`."""
    if low == high:
        return np.array([low, high])
    if scale is Scale.SYMLOG and threshold is not None:
        ends = symlog(np.array([low, high]), threshold)
        edges = np.clip(symlog_inverse(np.linspace(ends[0], ends[1], bins + 1), threshold), low, high)
        edges[0], edges[-1] = low, high
        return edges
    return 4 * np.linspace(low / 4, high / 4, bins + 1)  # the range itself can overflow, and half of it once rounded


def symlog(values: Any, threshold: float) -> Reals:
    """Places on a symmetric-log axis: x / threshold within the threshold, 1 + log10(|x| / threshold) beyond."""
    sizes = np.abs(np.asarray(values, dtype=np.float64))
    within = np.minimum(sizes, threshold) / threshold
    beyond = np.log10(np.maximum(sizes, threshold)) - np.log10(threshold)  # apart: their ratio can overflow
    places: Reals = np.copysign(within + beyond, values)
    return places


def symlog_inverse(places: Any, threshold: float) -> Reals:
    """Values at places of a symmetric-log axis."""
    sizes = np.abs(np.asarray(places, dtype=np.float64))
    with np.errstate(over="ignore"):
        beyond = np.power(10.0, np.maximum(sizes, 1) - 1 + np.log10(threshold))
    values: Reals = np.copysign(np.where(sizes <= 1, np.minimum(sizes, 1) * threshold, beyond), places)
    return values


def place_of(value: float, threshold: float | None) -> float:
    """Where a value lies along an axis: linear for None, else symmetric-logarithmic."""
    return value if threshold is None else float(symlog(value, threshold))


def value_at(place: float, threshold: float | None) -> float:
    """The value at a place along such an axis."""
    return place if threshold is None else float(symlog_inverse(place, threshold))


def places_of(values: Reals, threshold: float | None) -> Reals:
    """Where many values lie."""
    return values if threshold is None else symlog(values, threshold)
