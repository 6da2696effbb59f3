"""What a histogram looks like, as numbers: a pure function of a distribution and of how one wants to see it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import Kind
from weights.statistics.distribution import Distribution
from weights.statistics.histogram import Histogram, Scale, place_of, places_of, value_at

MARKED_QUANTILES = (0.01, 0.25, 0.5, 0.75, 0.99)

_MOST_BINS = 220
_FEWEST_BINS = 12
_SPIKE_OUTGROWS = 2.5  # a spike up to so many times the highest bin is drawn whole; a higher one is cut off
_WIDEST = 1e308  # the widest range that a plot can be given, with its margins: float64's limit is 1.8e308


@dataclass(frozen=True, slots=True)
class Look:
    """How a histogram is wanted. `bins` None: chosen from the number of values; `limits` None: the default range.

    `threshold` and `top` are None, or fixed while the axes are locked.
    """

    scale: Scale = Scale.LINEAR
    is_density: bool = False
    is_log: bool = False
    bins: int | None = None
    limits: tuple[float, float] | None = None
    threshold: float | None = None
    top: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A histogram of values, or of the magnitudes of complex ones, in the plot's own coordinates.

    `places` are those of the bins' edges, `heights` those of the bins (logarithms where asked). `floor` is the height
    of nothing and `top` that of the highest thing drawn whole. `tails` are the end bins, below and above, None for
    none; `spike` is the height of the zeros.
    """

    look: Look
    histogram: Histogram
    finite: int
    is_whole: bool
    is_magnitude: bool
    places: NDArray[np.float64]
    heights: NDArray[np.float64]
    floor: float
    top: float
    spike: float | None
    tails: tuple[float | None, float | None]
    quantiles: tuple[float, ...]

    @property
    def highest(self) -> float:
        """The count or density at `top`."""
        return float(10.0**self.top) if self.look.is_log else self.top

    def place(self, value: float) -> float:
        """Where a value lies along the plot."""
        return place_of(value, self.histogram.threshold)

    def value(self, place: float) -> float:
        """The value at a place along the plot."""
        return value_at(place, self.histogram.threshold)

    def bin_at(self, place: float) -> int | None:
        """The bin at a place along the plot."""
        if not self.places[0] <= place <= self.places[-1]:
            return None
        return min(int(np.searchsorted(self.places, place, side="right")) - 1, len(self.heights) - 1)


def limits_of(distribution: Distribution) -> tuple[float, float] | None:
    """The range shown unless another was asked for; whole numbers get whole bins. None without finite values."""
    limits = distribution.default_range()
    if limits is None or limits[0] == limits[1] or not distribution.is_whole:
        return limits
    return math.floor(limits[0]) - 0.5, math.ceil(limits[1]) + 0.5


def drawable(limits: tuple[float, float]) -> tuple[float, float]:
    """A range that a plot can show: none is wider than float64 reaches. What lies beyond it is said."""
    return (-_WIDEST / 2, _WIDEST / 2) if math.isinf(limits[1] - limits[0]) else limits


def draw(distribution: Distribution, look: Look) -> Drawing | None:
    """The drawing of a distribution; None where there is nothing to draw: no finite values, or only one of them."""
    limits = look.limits or limits_of(distribution)
    if limits is None or limits[0] == limits[1]:
        return None
    limits = drawable(limits)
    bins = look.bins or bins_for(distribution.finite, limits, is_whole=distribution.is_whole)
    histogram = distribution.histogram(*limits, bins, look.scale, look.threshold)
    unit = _unit(histogram, distribution.finite, look)
    counts = histogram.counts / unit
    spike = 0.0 if histogram.zero_bin is None else histogram.zeros / float(unit[histogram.zero_bin])
    floor = math.log10(0.5 / float(unit.max())) if look.is_log else 0.0
    top = look.top or _top(float(counts.max()), spike)
    tails = (0.0, 0.0) if look.is_density else (histogram.below, histogram.above)
    return Drawing(
        look=look,
        histogram=histogram,
        finite=distribution.finite,
        is_whole=distribution.is_whole,
        is_magnitude=distribution.dtype.kind is Kind.COMPLEX,
        places=places_of(histogram.edges, histogram.threshold),
        heights=_heights(counts, floor, look),
        floor=floor,
        top=math.log10(top) if look.is_log else top,
        spike=_height(spike, floor, look),
        tails=(_height(tails[0], floor, look), _height(tails[1], floor, look)),
        quantiles=tuple(float(q) for q in map(distribution.quantile, MARKED_QUANTILES) if q is not None),
    )


def bins_for(values: int, limits: tuple[float, float], *, is_whole: bool) -> int:
    """Rice's rule, 2 n^(1/3), within bounds; for whole numbers so many that each bin holds equally many of them."""
    if is_whole:
        span = math.floor(limits[1]) - math.ceil(limits[0]) + 1
        return max(1, round(span / math.ceil(span / _MOST_BINS)))
    return min(max(round(2 * math.cbrt(values)), _FEWEST_BINS), _MOST_BINS)


def _unit(histogram: Histogram, finite: int, look: Look) -> NDArray[np.float64]:
    """What a count in each bin is divided by: one, or for a density all values times the bin's width."""
    widths = np.diff(histogram.edges)
    return finite * widths if look.is_density else np.ones_like(widths)


def _top(highest: float, spike: float) -> float:
    """The height of the highest bin, or of the zeros where they do not dwarf it."""
    if highest == 0:
        return spike or 1.0
    return max(highest, spike) if spike <= _SPIKE_OUTGROWS * highest else highest


def _heights(counts: NDArray[np.float64], floor: float, look: Look) -> NDArray[np.float64]:
    if not look.is_log:
        return counts
    logarithms: NDArray[np.float64] = np.log10(np.maximum(counts, 10.0**floor))
    return logarithms


def _height(count: float, floor: float, look: Look) -> float | None:
    """The height of a single bar; None where there is none."""
    if count <= 0:
        return None
    return max(math.log10(count), floor) if look.is_log else count
