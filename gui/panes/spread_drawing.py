"""The small drawing of a distribution in a row: where the values lie, on one scale for the whole file.

Not a density curve (those all look alike) but a line from the least to the greatest value, a band from 1 to 99 % and a
tick at the median, with zero in the middle, so that rows compare down the column.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui import theme
from gui.branches import Spread

_LINEAR_SHARE = 1e-2
"""The part of the largest magnitude up to which the scale is linear."""


class SpreadDrawing:
    """Draws with the colours that were in force when it was made."""

    def __init__(self) -> None:
        colors = theme.colors()
        self._zero, self._line = QPen(QColor(colors.hairline), 1), QPen(QColor(colors.a), 1)
        self._tick, self._band = QColor(colors.a), QColor(colors.a)
        self._band.setAlphaF(0.35)

    def draw(self, painter: QPainter, area: QRect, spread: Spread, largest: float) -> None:
        """Draw inside an area; `largest` is the greatest magnitude of the file, at the area's two ends."""
        middle = area.y() + area.height() / 2
        center = area.x() + area.width() / 2

        def x(value: float) -> float:
            return center + symlog(value, largest) * area.width() / 2

        painter.setPen(self._zero)
        painter.drawLine(QPointF(center, area.y() + 4), QPointF(center, area.bottom() - 4))
        painter.setPen(self._line)
        painter.drawLine(QPointF(x(spread.low), middle), QPointF(x(spread.high), middle))
        left, right = x(spread.low_percent), x(spread.high_percent)
        painter.fillRect(QRectF(left, middle - 3.5, max(right - left, 1), 7), self._band)
        painter.fillRect(QRectF(x(spread.median) - 0.75, middle - 5, 1.5, 10), self._tick)


def symlog(value: float, largest: float) -> float:
    """The place of a value between -1 and 1: linear near zero, logarithmic beyond."""
    if not largest:
        return 0.0
    threshold = largest * _LINEAR_SHARE
    return math.copysign(math.log1p(abs(value) / threshold) / math.log1p(largest / threshold), value)
