"""The look shared by all plots: no box, a light horizontal grid, secondary grey axes; colours by role."""

from __future__ import annotations

from functools import cache

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from gui import theme

_FILL = 0.35  # opacity of filled steps
_VEIL = 0.8


@cache
def diverging_ends() -> tuple[QColor, QColor]:
    """The colours at the ends of the diverging map (CET-D1): blue below zero, red above."""
    below, above = pg.colormap.get("CET-D1").map([0.0, 1.0], mode=pg.ColorMap.QCOLOR)
    return below, above


def pen(color: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A cosmetic pen: its width is in pixels at every zoom."""
    result = QPen(QColor(color), width, style)
    result.setCosmetic(True)
    return result


def dotted(color: str) -> QPen:
    """For marks that are read, not looked at."""
    result = pen(color)
    result.setDashPattern([1, 3])
    return result


def fill(color: str) -> QBrush:
    """The translucent ground under a step line of the same colour."""
    shade = QColor(color)
    shade.setAlphaF(_FILL)
    return QBrush(shade)


def veil(color: str) -> QBrush:
    """A ground under words that lie on a drawing."""
    shade = QColor(color)
    shade.setAlphaF(_VEIL)
    return QBrush(shade)


def hatching(color: str) -> QBrush:
    """For what is drawn on another scale than its neighbours."""
    return QBrush(QColor(color), Qt.BrushStyle.BDiagPattern)


def style_plot(plot: pg.PlotWidget) -> None:
    """Give a plot the colours in force; again after every change of theme."""
    colors = theme.colors()
    plot.setBackground(colors.page)
    for name in ("left", "bottom"):
        axis = plot.getAxis(name)
        axis.setPen(pen(colors.secondary))
        axis.setTickPen(pen(colors.hairline))
        axis.setTextPen(colors.secondary)
        axis.setZValue(-100)  # the grid lies behind what is drawn
        axis.setTickFont(theme.label_font())
