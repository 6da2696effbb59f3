"""What a spectrum's plots draw: where each value lies, by its number or the logarithm of that, and what is in sight."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weights.spectra.spectrum import Spectrum

MARKS = {"90 %": 0.9, "99 %": 0.99}
"""The shares of the squared sum whose ranks are marked, by name."""

_HEADROOM = 0.06  # of the height, above and below what is drawn
_LEAST_SPAN = 0.3  # decades that are in sight at least
_BELOW_ROUNDING = 1.0  # decades


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """The values that are not zero, by number from 1 on.

    `places` are their numbers, or the logarithms of those; `heights` the logarithms of the values; `energy` is the
    share of the squared sum that all up to each hold.
    """

    spectrum: Spectrum
    is_log: bool
    places: NDArray[np.float64]
    heights: NDArray[np.float64]
    energy: NDArray[np.float64]

    def number_at(self, place: float) -> int:
        """The number, from 1 on, of the value nearest to a place."""
        number = 10.0**place if self.is_log else place
        return round(min(max(number, 1), len(self.places)))

    def place(self, number: float) -> float:
        """Where a number lies."""
        return float(np.log10(number)) if self.is_log else number

    @property
    def limits(self) -> tuple[float, float]:
        """The places at the two ends, with a little room."""
        last = len(self.places)
        if self.is_log:
            return -0.02, max(self.place(last), 0.3) * 1.01 + 0.01
        return 1 - max(0.005 * last, 0.2), last + max(0.005 * last, 0.2)

    def height_limits(self, first: float, last: float) -> tuple[float, float]:
        """The lowest and the highest place in sight of the values between two places; they only descend."""
        top = float(self.heights[self.number_at(first) - 1])
        rounding = self.spectrum.rounding
        floor = math.log10(rounding) - _BELOW_ROUNDING if rounding > 0 else -math.inf
        bottom = min(max(float(self.heights[self.number_at(last) - 1]), floor), top)
        room = _HEADROOM * (top - bottom) + max(0.0, _LEAST_SPAN - (top - bottom)) / 2
        return bottom - room, top + room

    @property
    def marks(self) -> list[float | None]:
        """Where each share of `MARKS` is reached; None where the values known do not reach it."""
        ranks = (self.spectrum.rank_for(share) for share in MARKS.values())
        return [None if rank is None else self.place(rank) for rank in ranks]


def draw(spectrum: Spectrum, *, is_log: bool) -> Drawing:
    """The drawing of a spectrum with at least one value that is not zero."""
    values = spectrum.values[spectrum.values > 0]
    numbers = np.arange(1, len(values) + 1, dtype=np.float64)
    places = np.log10(numbers) if is_log else numbers
    return Drawing(spectrum, is_log, places, np.log10(values), spectrum.energy[: len(values)])
