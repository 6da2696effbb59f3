"""What values the ends of the colours stand for: by percentile, all, or as typed; of the tensor, or of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gui.color_maps import ColorRange
from weights.statistics.distribution import Distribution

ANY = ColorRange(-1.0, 1.0, is_diverging=True)
"""For pictures of which no colour depends on it."""


@dataclass(frozen=True, slots=True)
class RangeChoice:
    """`share` of the pixels, or of the tensor's values, lie within; 1 for all of them. `typed` overrides both."""

    share: float
    of_values: bool
    typed: tuple[float, float] | None = None


class Spread(Protocol):
    """Many numbers, of which only the finite ones count."""

    @property
    def ends(self) -> tuple[float, float] | None:
        """The smallest and the largest; None where there is none."""

    def quantile(self, share: float) -> float: ...

    def beyond(self, low: float, high: float) -> float:
        """The share that lies outside."""


@dataclass(frozen=True, slots=True, eq=False)
class OfValues:
    """All values of a tensor."""

    distribution: Distribution

    @property
    def ends(self) -> tuple[float, float] | None:
        least, greatest = self.distribution.minimum, self.distribution.maximum
        return None if least is None or greatest is None else (float(least), float(greatest))

    def quantile(self, share: float) -> float:
        return float(self.distribution.quantile(share) or 0.0)

    def beyond(self, low: float, high: float) -> float:
        finite = self.distribution.finite
        return max(0.0, 1 - self.distribution.mass_between(low, high) / finite) if finite else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class OfPixels:
    """The pixels of a picture: `ranked` are the finite ones, ascending."""

    ranked: NDArray[Any]

    @property
    def ends(self) -> tuple[float, float] | None:
        return (float(self.ranked[0]), float(self.ranked[-1])) if self.ranked.size else None

    def quantile(self, share: float) -> float:
        return float(self.ranked[max(int(np.ceil(share * self.ranked.size)) - 1, 0)])

    def beyond(self, low: float, high: float) -> float:
        if not self.ranked.size:
            return 0.0
        first, last = np.searchsorted(self.ranked, low, "left"), np.searchsorted(self.ranked, high, "right")
        return 1 - float(last - first) / self.ranked.size


def color_range(choice: RangeChoice, spread: Spread) -> ColorRange | None:
    """The range chosen; symmetric around zero where the numbers lie on both sides of it. None where none is finite."""
    if choice.typed is not None:
        return _around(*choice.typed)
    ends = spread.ends
    if ends is None:
        return None
    rest = (1 - choice.share) / 2
    low, high = (spread.quantile(rest), spread.quantile(1 - rest)) if rest else ends
    if not low < high:
        low, high = ends
    if ends[0] < 0 < ends[1]:
        reach = max(-low, high)
        return ColorRange(-reach, reach, is_diverging=True)
    return _around(low, high)


def _around(low: float, high: float) -> ColorRange:
    if low == high == 0:
        return ANY
    if low == high:
        margin = abs(low) / 2 or abs(low)  # half of the smallest float is none
        return ColorRange(low - margin, high + margin, is_diverging=False)
    if low < 0 < high:
        reach = max(-low, high)
        return ColorRange(-reach, reach, is_diverging=True)
    return ColorRange(low, high, is_diverging=False)
