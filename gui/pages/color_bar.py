"""What the colours of a picture stand for: a bar with values beside it, and the colours of what is not finite."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.color_maps import STEPS, ColorRange, image_of
from weights import text

_BAR = 12
_TICKS = 5
_FIGURES = 3


class ColorBar(QWidget):
    """Upright, the largest value at the top."""

    def __init__(self, top: int, foot: int) -> None:
        """`top` and `foot` are the pixels above and below the picture that it stands beside."""
        super().__init__()
        self._top, self._foot = top, foot
        self._range: ColorRange | None = None
        self._apart: list[tuple[str, str]] = []
        self.setAccessibleName("Colours")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_range(self, shown: ColorRange | None, apart: list[tuple[str, str]]) -> None:
        """The range of the colours, None for no bar; `apart` names other colours that are in the picture."""
        self._range, self._apart = shown, apart
        words = [f"{word} in {color}" for word, color in apart]
        self.setAccessibleDescription(", ".join([*self._texts(), *words]))
        self.update()

    def _values(self) -> list[float]:
        """From the top down."""
        if self._range is None:
            return []
        shares = [step / (_TICKS - 1) for step in range(_TICKS)]
        return [(1 - share) * self._range.high + share * self._range.low for share in shares]

    def _texts(self) -> list[str]:
        largest = max((abs(value) for value in self._values()), default=0.0)
        return [text.number(0.0 if abs(value) < 1e-9 * largest else value, _FIGURES) for value in self._values()]

    def sizeHint(self) -> QSize:
        return QSize(_BAR + theme.UNIT * 2 + self.fontMetrics().horizontalAdvance("−0.000123"), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.label_font())
        line = painter.fontMetrics().height()
        legend = theme.UNIT * 3 + len(self._apart) * (line + theme.UNIT) if self._apart else 0
        height = self.height() - self._top - max(self._foot, legend + line // 2)
        self._paint_bar(painter, QRectF(0, self._top, _BAR, height))
        y = self._top + height + line // 2 + theme.UNIT * 2
        for word, color in self._apart:
            painter.fillRect(QRectF(0, y + (line - _BAR) / 2, _BAR, _BAR), QColor(color))
            painter.setPen(QColor(theme.colors().secondary))
            painter.drawText(QRectF(_BAR + theme.UNIT * 2, y, self.width(), line), Qt.AlignmentFlag.AlignVCenter, word)
            y += line + theme.UNIT
        painter.end()

    def _paint_bar(self, painter: QPainter, place: QRectF) -> None:
        if self._range is None or place.height() < 2 * painter.fontMetrics().height():
            return
        ramp = np.linspace(1.0, 0.0, STEPS, dtype=np.float32).reshape(-1, 1)
        painter.drawImage(place, image_of(ramp, ColorRange(0.0, 1.0, self._range.is_diverging)))
        painter.setPen(QColor(theme.colors().secondary))
        line = painter.fontMetrics().height()
        for position, word in enumerate(self._texts()):
            y = place.top() + place.height() * position / (_TICKS - 1)
            beside = QRectF(_BAR + theme.UNIT * 2, y - line, self.width(), 2 * line)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, word)
