"""An axis whose places are logarithms to base 10: powers of ten, or what lies between them where few are in sight."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from gui.plot_axes import CountAxis, Ticks, power_text
from weights import text

_TICK_PIXELS = {"left": 24, "bottom": 56}
_MULTIPLES = ((1,), (1, 2, 5), tuple(range(1, 10)))
_STEPS = (1, 2, 5, 10)


def log_ticks(low: float, high: float, most: int, *, is_whole: bool = False) -> list[float]:
    """Values for ticks between 10**low and 10**high, at most about `most`: `is_whole` leaves out all but integers."""
    decades = range(math.floor(low), math.floor(high) + 1)
    found: list[float] = []
    for multiples in _MULTIPLES:
        finer = list(_inside(low, high, (m * 10.0**k for k in decades for m in multiples)))
        if len(finer) > most and found:
            break
        found = finer
    if len(found) > most:
        found = found[:: math.ceil(len(found) / most)]
    if len(found) < 2:
        found = _even_ticks(10.0**low, 10.0**high, most)
    return [value for value in found if not is_whole or value == round(value) > 0]


def _inside(low: float, high: float, values: Iterable[float]) -> Iterable[float]:
    return (value for value in values if low - 1e-9 <= math.log10(value) <= high + 1e-9)


def _even_ticks(low: float, high: float, most: int) -> list[float]:
    """Ticks an equal step apart, where not even two multiples of a power of ten are in sight."""
    least = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(factor * power for factor in _STEPS if factor * power >= least * (1 - 1e-9))
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1) if number > 0]


def log_tick_text(value: float, neighbours: Sequence[float]) -> str:
    """A tick in the digits that tell it from the others."""
    if math.log10(value) == round(math.log10(value)):
        return power_text(round(math.log10(value)))
    if value == round(value) < 10**7:
        return text.count(round(value))
    gaps = [abs(other - value) for other in neighbours if other != value]
    figures = math.floor(math.log10(value)) - math.floor(math.log10(min(gaps, default=value)) + 1e-9) + 1
    return text.number(value, max(1, figures))


class LogAxis(CountAxis):
    """Logarithmic unless set otherwise; `is_whole` shows whole numbers only."""

    def __init__(self, orientation: str, *, is_whole: bool = False) -> None:
        super().__init__(orientation)
        self._room, self._is_whole = _TICK_PIXELS[orientation], is_whole
        self.set_log(True)

    def tickValues(self, low: float, high: float, size: float) -> Ticks:
        if self._is_log:
            values = log_ticks(low, high, max(2, int(size / self._room)), is_whole=self._is_whole)
            return [(1.0, [math.log10(value) for value in values])]
        ticks = super().tickValues(low, high, size)
        if not self._is_whole:
            return ticks
        (spacing, places), *_ = ticks
        return [(max(spacing, 1.0), sorted({float(round(place)) for place in places if round(place) > 0}))]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        if not self._is_log:
            return super().tickStrings(values, scale, spacing)
        ticks = [float(f"{10.0**place:.12g}") for place in values]
        return [log_tick_text(tick, ticks) for tick in ticks]
