"""A quiet tint behind a number: how far from zero it is, and on which side."""

from __future__ import annotations

import math

from PySide6.QtGui import QBrush, QColor

_STEPS = 16
_STRONGEST = 0.4  # of the colour at the end; the text must stay readable on it


class Tint:
    """Brushes from one colour at -scale over the page at zero to another at +scale; beyond, as at the ends."""

    def __init__(self, scale: float, page: QColor, below: QColor, above: QColor) -> None:
        """`scale` is positive and finite."""
        self._scale = scale
        self._below = [QBrush(_blend(page, below, step)) for step in range(_STEPS + 1)]
        self._above = [QBrush(_blend(page, above, step)) for step in range(_STEPS + 1)]

    def brush(self, value: float) -> QBrush | None:
        """The ground for a value; None where it says nothing (NaN)."""
        if math.isnan(value):
            return None
        step = round(min(abs(value) / self._scale, 1.0) * _STEPS)
        return (self._below if value < 0 else self._above)[step]


def _blend(page: QColor, end: QColor, step: int) -> QColor:
    share = _STRONGEST * step / _STEPS
    return QColor.fromRgbF(
        (1 - share) * page.redF() + share * end.redF(),
        (1 - share) * page.greenF() + share * end.greenF(),
        (1 - share) * page.blueF() + share * end.blueF(),
    )
