"""What a statistic against depth looks like, as numbers: the lines of some roles, and which point is nearest."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.pages.histogram_drawing import drawable
from gui.pages.layer_numbers import Curve
from weights.depth import Member

_LARGEST = 1.7e308
_MARGIN = 0.06  # of the range of values, above and below
_TINY = 1e-300
_DECADES = (-323.0, 308.2)  # the powers of ten that float64 reaches


@dataclass(frozen=True, slots=True, eq=False)
class Strand:
    """All lines of one role, one after the other: places along both axes, NaN where nothing is to be drawn.

    `members` are the tensors of the points, None between two lines; `drawn` are the numbers of those that have a place.
    `color` is a place among the colours for several roles, None for a role that is alone.
    """

    name: str
    color: int | None
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    members: Sequence[Member | None]
    drawn: NDArray[np.intp]

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.members.count(None)

    def line_of(self, point: int) -> slice:
        """The numbers of the points on the same line."""
        ends = [-1, *(number for number, member in enumerate(self.members) if member is None)]
        place = bisect(ends, point)
        return slice(ends[place - 1] + 1, ends[place])


def strand(name: str, curve: Curve, color: int | None, *, is_log: bool) -> Strand:
    """The lines of a role; on a logarithmic axis, values that are not positive have no place."""
    y = curve.values
    if is_log:
        y = np.log10(y, out=np.full_like(y, np.nan), where=y > 0)
    return Strand(name, color, curve.depths, y, curve.members, np.flatnonzero(np.isfinite(y)))


@dataclass(frozen=True, slots=True, eq=False)
class LayersDrawing:
    """The strands of a plot, and the range of both axes."""

    strands: Sequence[Strand]
    label: str
    is_log: bool
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def nearest(self, x: float, y: float, scales: tuple[float, float], reach: float) -> tuple[int, int] | None:
        """The strand and the number of the point nearest to a place, within `reach` pixels; `scales`: pixels a unit."""
        best, found = reach * reach, None
        for number, each in enumerate(self.strands):
            drawn = each.drawn
            if not drawn.size:
                continue
            across, up = (each.x[drawn] - x) * scales[0], (each.y[drawn] - y) * scales[1]
            distances = across * across + up * up
            at = int(np.argmin(distances))
            if distances[at] <= best:
                best, found = float(distances[at]), (number, int(drawn[at]))
        return found

    def beside(self, point: tuple[int, int] | None, step: int) -> tuple[int, int] | None:
        """The next point that is drawn along the strand of one, or the first of all."""
        if point is None:
            return next(((n, int(each.drawn[0])) for n, each in enumerate(self.strands) if each.drawn.size), None)
        number, at = point
        drawn = self.strands[number].drawn
        place = int(np.searchsorted(drawn, at)) + step
        return (number, int(drawn[place])) if 0 <= place < drawn.size else point

    def end(self, point: tuple[int, int] | None, *, last: bool) -> tuple[int, int] | None:
        """The first or last point of the strand of one."""
        start = point or self.beside(None, 1)
        if start is None:
            return None
        return start[0], int(self.strands[start[0]].drawn[-1 if last else 0])

    def across(self, point: tuple[int, int] | None, step: int) -> tuple[int, int] | None:
        """The point of the next strand that is nearest in depth."""
        if point is None:
            return self.beside(None, step)
        number = point[0] + step
        depth = self.strands[point[0]].x[point[1]]
        while 0 <= number < len(self.strands):
            drawn = self.strands[number].drawn
            if drawn.size:
                return number, int(drawn[np.argmin(np.abs(self.strands[number].x[drawn] - depth))])
            number += step
        return point

    def point_of(self, member: Member) -> tuple[int, int] | None:
        """Where a tensor is drawn."""
        for number, each in enumerate(self.strands):
            at = each.members.index(member) if member in each.members else -1
            if at >= 0 and np.isfinite(each.y[at]):
                return number, at
        return None


def draw_layers(strands: Sequence[Strand], label: str, *, is_log: bool) -> LayersDrawing | None:
    """The drawing of some strands; None where they have no point."""
    y = np.concatenate([each.y[each.drawn] for each in strands] or [np.zeros(0)])
    if not y.size:
        return None
    x = np.concatenate([each.x for each in strands])
    first, last = float(np.nanmin(x)), float(np.nanmax(x))
    limits = _DECADES if is_log else (-_LARGEST, _LARGEST)
    y_range = drawable(_padded(float(y.min()), float(y.max()), limits))
    return LayersDrawing(strands, label, is_log, (first - 0.5, last + 0.5), y_range)


def _padded(low: float, high: float, limits: tuple[float, float]) -> tuple[float, float]:
    room = _MARGIN * 2 * (high / 2 - low / 2)
    if room <= _TINY:
        room = abs(low) / 2 if abs(low) > _TINY else 1.0
    return max(low - room, limits[0]), min(high + room, limits[1])
