"""Axes that show real values: never a factor beside the axis, a real minus sign, thousands in groups."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg

from weights import text

_PLAIN = (1e-3, 1e7)  # largest magnitude on an axis that is still written without an exponent
_LARGEST_POWER = 308
_DECADE_PIXELS = 64  # a power of ten needs so much room for its label

Ticks = list[tuple[float, list[float]]]


def tick_text(value: float, spacing: float, largest: float) -> str:
    """A tick of a linear axis, in the digits that tell it from the next one, `spacing` away."""
    if abs(value) < spacing * 1e-6:
        return "0"
    last = _last_digit(spacing)
    if not _PLAIN[0] <= largest < _PLAIN[1]:
        return text.number(value, max(1, math.floor(math.log10(abs(value)) + 1e-9) - last + 1))
    if last >= 0:
        return text.count(round(value))
    return f"{value:.{-last}f}".replace("-", text.MINUS)


def _last_digit(spacing: float) -> int:
    """The power of ten of the last digit that a spacing such as 20, 0.1 or 0.25 needs."""
    exponent = math.floor(math.log10(spacing) + 1e-9)
    leading = spacing / 10.0**exponent
    return exponent if abs(leading - round(leading)) < 1e-6 else exponent - 1


def power_text(exponent: int) -> str:
    """A power of ten: 0.01, 10 000, 1e−7."""
    return text.count(10**exponent) if 0 <= exponent < 7 else text.number(10.0**exponent, 1)


def _decades(first: float, last: float, pixels: float) -> range:
    """Whole decades between two exponents, as many as have room for a label."""
    room = max(1.0, pixels / _DECADE_PIXELS)
    step = max(1, math.ceil((last - first) / room))
    return range(math.ceil(first / step) * step, math.floor(last) + 1, step)


class _Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, maxTickLength=0)
        self.enableAutoSIPrefix(False)

    def _major_ticks(self, low: float, high: float, size: float) -> Ticks:
        """Ticks of a linear axis: the ones that are labelled, and no others."""
        levels: Ticks = pg.AxisItem.tickValues(self, low, high, size)
        return levels[:1]

    def _major_strings(self, values: Sequence[float], spacing: float) -> list[str]:
        largest = max((abs(value) for value in values), default=0.0)
        return [tick_text(value, spacing, largest) for value in values]

    def _redraw(self) -> None:
        self.picture = None
        self.update()


class ValueAxis(_Axis):
    """The axis of values: linear, or symmetric-logarithmic where a threshold is set."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self._threshold: float | None = None
        self._only: float | None = None
        self._is_whole = False

    def set_scale(self, threshold: float | None, *, is_whole: bool = False) -> None:
        """Linear for None; else places are those of `weights.statistics.histogram.symlog`."""
        self._threshold, self._only, self._is_whole = threshold, None, is_whole
        self._redraw()

    def show_only(self, value: float) -> None:
        """One tick, at 0, for a plot of a single value."""
        self._only = value
        self._redraw()

    def tickValues(self, low: float, high: float, size: float) -> Ticks:
        if self._only is not None:
            return [(1.0, [0.0])]
        if self._threshold is None:
            return self._linear_ticks(low, high, size)
        # The place of threshold * 10**k is k + 1, on both sides of zero; beyond the largest float there is none.
        reach = min(max(abs(low), abs(high)), _LARGEST_POWER + 1 - round(math.log10(self._threshold)))
        decades = _decades(1, reach, size * reach / (high - low))
        places = {0.0, *(sign * float(place) for place in decades for sign in (-1, 1))}
        return [(1.0, sorted(place for place in places if low <= place <= high))]

    def _linear_ticks(self, low: float, high: float, size: float) -> Ticks:
        ticks = self._major_ticks(low, high, size)
        if self._is_whole and any(spacing < 1 for spacing, _ in ticks):
            return [(1.0, [float(place) for place in range(math.ceil(low), math.floor(high) + 1)])]
        return ticks

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        if self._only is not None:
            return [text.number(self._only, 6) for _ in values]
        if self._threshold is None:
            return self._major_strings(values, spacing)
        exponent = round(math.log10(self._threshold))
        return [_signed_power(round(value), exponent) for value in values]


def _signed_power(place: int, exponent: int) -> str:
    if place == 0:
        return "0"
    return ("" if place > 0 else text.MINUS) + power_text(exponent + abs(place) - 1)


class CountAxis(_Axis):
    """The axis of counts or densities: linear, or the logarithm to base 10."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self._is_log = False

    def set_log(self, is_log: bool) -> None:
        self._is_log = is_log
        self._redraw()

    def tickValues(self, low: float, high: float, size: float) -> Ticks:
        if not self._is_log:
            return self._major_ticks(low, high, size)
        return [(1.0, [float(exponent) for exponent in _decades(low, high, size * 2)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        if self._is_log:
            return [power_text(round(value)) for value in values]
        return self._major_strings(values, spacing)
