"""The ridges of a ridgeline as one item of a plot: filled lines, each a little in front of the one above."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui import plot_style, theme
from gui.pages.ridge_drawing import RidgeDrawing
from weights.statistics.histogram import Reals

_GROUND = 0.22  # of the colour in a ridge's fill, the rest being the page's
_CURRENT_GROUND = 0.6


class RidgeItem(QGraphicsItem):
    """Row `i` stands on the line y = i + 1, and y grows downwards. Colours are opaque: what is behind is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._outlines: list[QPolygonF] = []
        self._grounds: list[QPolygonF] = []
        self._spikes: list[QLineF | None] = []
        self._drawn: list[bool] = []
        self._area = QRectF()
        self._overlap = 0.0
        self._current: int | None = None
        self._pointed: int | None = None
        self.apply_theme()

    def show_drawing(self, drawing: RidgeDrawing, current: int | None) -> None:
        """Draw these ridges, one of them marked as the current one."""
        self.prepareGeometryChange()
        self._current = current
        first, last = float(drawing.places[0]), float(drawing.places[-1])
        rows = len(drawing.heights)
        self._overlap = drawing.overlap
        self._area = QRectF(first, -self._overlap, last - first, rows + self._overlap)
        self._outlines, self._grounds = _outlines(drawing), _grounds(drawing)
        zero = drawing.place(0.0)
        height = 1 + self._overlap
        self._spikes = [
            QLineF(QPointF(zero, row + 1), QPointF(zero, row + 1 - spike * height)) if spike else None
            for row, spike in enumerate(drawing.spikes.tolist())
        ]
        self._drawn = (drawing.shares.any(axis=1) | (drawing.spikes > 0)).tolist()
        self.update()

    def point_at(self, row: int | None) -> None:
        """Point out one ridge, or none."""
        if row != self._pointed:
            self._pointed = row
            self.update()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        colors = theme.colors()
        self._pen = plot_style.pen(colors.a)
        self._strong_pen = plot_style.pen(colors.a, 2.0)
        self._spike_pen = plot_style.pen(colors.a, 2.0)
        self._base_pen = plot_style.pen(colors.hairline)
        self._ground = QBrush(_mixed(colors.a, colors.page, _GROUND))
        self._current_ground = QBrush(_mixed(colors.a, colors.page, _CURRENT_GROUND))
        self.update()

    def _paint_row(self, painter: QPainter, row: int) -> None:
        left, right = self._area.left(), self._area.right()
        if not self._drawn[row]:
            painter.setPen(self._base_pen)
            painter.drawLine(QPointF(left, row + 1), QPointF(right, row + 1))
            return
        is_current = row == self._current
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._current_ground if is_current else self._ground)
        painter.drawPolygon(self._grounds[row])
        painter.setPen(self._strong_pen if is_current or row == self._pointed else self._pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)  # of a ground it costs a frame, and adds nothing
        painter.drawPolyline(self._outlines[row])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        spike = self._spikes[row]
        if spike is not None:
            painter.setPen(self._spike_pen)
            painter.drawLine(spike)

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposed = option.exposedRect
        first = max(0, int(exposed.top()) - 1)
        last = min(len(self._outlines), int(exposed.bottom() + self._overlap) + 2)
        for row in range(first, last):
            self._paint_row(painter, row)


def _outlines(drawing: RidgeDrawing) -> list[QPolygonF]:
    """The line of each ridge, from one end of the axis through the middles of the bins to the other."""
    x, y = _middles(drawing.places), _levels(drawing)
    return [pg.functions.arrayToQPolygonF(x, row) for row in y]


def _grounds(drawing: RidgeDrawing) -> list[QPolygonF]:
    """The same, closed along the line that the ridge stands on."""
    x, y = np.pad(_middles(drawing.places), 1, mode="edge"), np.pad(_levels(drawing), ((0, 0), (1, 1)))
    y[:, [0, -1]] = np.arange(1, len(y) + 1)[:, np.newaxis]
    return [pg.functions.arrayToQPolygonF(x, row) for row in y]


def _middles(places: Reals) -> Reals:
    return np.concatenate((places[:1], places[:-1] / 2 + places[1:] / 2, places[-1:]))


def _levels(drawing: RidgeDrawing) -> Reals:
    """Of each ridge, how high it is at each of these places, in rows from the top."""
    heights = np.pad(drawing.heights, ((0, 0), (1, 1)), mode="edge")
    return np.arange(1, len(heights) + 1)[:, np.newaxis] - heights * (1 + drawing.overlap)


def _mixed(color: str, ground: str, share: float) -> QColor:
    """A colour laid over a ground, as an opaque one."""
    over, under = QColor(color), QColor(ground)
    parts = ((over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()))
    return QColor(*(round(share * top + (1 - share) * below) for top, below in parts))
