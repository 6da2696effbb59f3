"""What a ridgeline looks like, as numbers: many distributions over the same bins, in a fraction of a frame."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.pages.histogram_drawing import bins_for, drawable, limits_of
from weights.dtypes import Kind
from weights.statistics.distribution import Distribution
from weights.statistics.histogram import Reals, Scale, Spread, bin_edges, place_of, places_of, value_at
from weights.tree import Node

_LARGEST = 1.7e308
_TINY = 1e-300
_MOST_BINS = 160  # of values that are not whole: a ridge is low, and there are many of them
_LEAST_OVERLAP, _MOST_OVERLAP = 1.5, 4.0
_ROWS_OF_OVERLAP = 7


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What is needed of a distribution to bin it again and again; worked out once, off the main thread.

    `limits` is its default range, None without finite values; `threshold` its own for a symlog axis.
    """

    spread: Spread
    zeros: int
    finite: int
    count: int
    limits: tuple[float, float] | None
    threshold: float
    is_whole: bool
    is_magnitude: bool


def profile(distribution: Distribution) -> Profile:
    """Prepare a distribution."""
    return Profile(
        spread=distribution.spread(),
        zeros=distribution.zeros,
        finite=distribution.finite,
        count=distribution.count,
        limits=limits_of(distribution),
        threshold=distribution.linear_threshold(),
        is_whole=distribution.is_whole,
        is_magnitude=distribution.dtype.kind is Kind.COMPLEX,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Ridge:
    """One row: its label, ready to be shown, the place it leads to, and its profile once its values are counted."""

    label: str
    node: Node
    profile: Profile | None


@dataclass(frozen=True, slots=True)
class RidgeLook:
    """How a ridgeline is wanted. `limits` None: a range that holds the default range of each ridge.

    `is_own`: every ridge is as high as its row; else heights are shares of the values, on one scale for all.
    """

    scale: Scale = Scale.LINEAR
    limits: tuple[float, float] | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class RidgeDrawing:
    """Ridges over common bins, in the plot's own coordinates: `edges` of the bins as values, `places` along the axis.

    `shares` (ridges x bins) are of each ridge's finite values, `heights` the same as parts of the room that a ridge
    has, and `spikes` those of its zeros, cut off at 1.
    """

    edges: Reals
    places: Reals
    shares: NDArray[np.float64]
    heights: NDArray[np.float64]
    spikes: NDArray[np.float64]
    threshold: float | None
    is_whole: bool
    is_magnitude: bool

    @property
    def overlap(self) -> float:
        """How much higher than its row a ridge may be, in rows: the more there are, the lower are the rows."""
        return min(max(_LEAST_OVERLAP, len(self.heights) / _ROWS_OF_OVERLAP), _MOST_OVERLAP)

    @property
    def limits(self) -> tuple[float, float]:
        return float(self.edges[0]), float(self.edges[-1])

    def place(self, value: float) -> float:
        """Where a value lies along the plot."""
        return place_of(value, self.threshold)

    def value(self, place: float) -> float:
        """The value at a place along the plot."""
        return value_at(place, self.threshold)

    def bin_at(self, place: float) -> int | None:
        """The bin at a place along the plot."""
        if not self.places[0] <= place <= self.places[-1]:
            return None
        return min(int(np.searchsorted(self.places, place, side="right")) - 1, len(self.places) - 2)


def draw_ridges(ridges: Sequence[Ridge], look: RidgeLook) -> RidgeDrawing | None:
    """The drawing of some ridges; None where none of them has a finite value."""
    profiles = [ridge.profile for ridge in ridges]
    drawn = [each for each in profiles if each is not None and each.finite]
    if not drawn:
        return None
    threshold = _threshold(drawn) if look.scale is Scale.SYMLOG else None
    limits, is_whole = look.limits or _common_limits(drawn), all(each.is_whole for each in drawn)
    limits = limits if threshold else drawable(limits)
    typical = statistics.median_low(each.finite for each in drawn)
    bins = bins_for(typical, limits, is_whole=is_whole)
    edges = bin_edges(*limits, bins if is_whole else min(bins, _MOST_BINS), look.scale, threshold)
    shares = np.array([_shares(each, edges) for each in profiles])
    zeros = np.array([each.zeros / each.finite if each is not None and each.finite else 0.0 for each in profiles])
    tops = _tops(shares, zeros, look)
    is_in_range = edges[0] <= 0 <= edges[-1]
    return RidgeDrawing(
        edges=edges,
        places=places_of(edges, threshold),
        shares=shares,
        heights=shares / tops[:, np.newaxis],
        spikes=np.minimum(zeros / tops, 1.0) * is_in_range,
        threshold=threshold,
        is_whole=is_whole,
        is_magnitude=any(each.is_magnitude for each in drawn),
    )


def _common_limits(profiles: Sequence[Profile]) -> tuple[float, float]:
    """A range that holds the default range of each; around the value where all values are one."""
    limits = [each.limits for each in profiles if each.limits is not None]
    low, high = min(low for low, _ in limits), max(high for _, high in limits)
    if low < high:
        return low, high
    room = abs(low) / 2 if abs(low) > _TINY else 1.0
    return max(low - room, -_LARGEST), min(high + room, _LARGEST)


def _threshold(profiles: Sequence[Profile]) -> float:
    """Where the common symlog axis turns linear: the middle one of the ridges' own thresholds."""
    return statistics.median_low(each.threshold for each in profiles)


def _shares(counted: Profile | None, edges: Reals) -> NDArray[np.float64]:
    if counted is None or not counted.finite:
        return np.zeros(len(edges) - 1)
    return np.diff(counted.spread.below_edges(edges)) / counted.finite


def _tops(shares: NDArray[np.float64], zeros: NDArray[np.float64], look: RidgeLook) -> NDArray[np.float64]:
    """The share that is drawn as high as there is room for; of zeros alone where a ridge has no other values."""
    highest = shares.max(axis=1)
    tops = np.where(highest > 0, highest, zeros)
    if not look.is_own:
        tops = np.full_like(tops, tops.max())
    return np.where(tops > 0, tops, 1.0)
