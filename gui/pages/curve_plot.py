"""One curve along the numbers of a spectrum's values, in which the mouse chooses a range."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent

from gui import plot_style, theme
from gui.pages.log_axis import LogAxis
from gui.pages.range_box import RangeBox
from gui.pages.spectrum_drawing import Drawing
from gui.plot_axes import ValueAxis

_LEAST_HEIGHT = 96
_AXIS_WIDTH = 62  # pixels, so that two plots stand under each other
_FEW = 100  # values that are drawn as dots too
_DOT = 5.0  # pixels


class CurvePlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """One curve along the numbers of the values."""

    painted = Signal()
    hovered = Signal(object)  # a place, None when the mouse has left

    def __init__(self, name: str, values: pg.AxisItem, least_height: int) -> None:
        self.box = RangeBox()
        self.numbers = LogAxis("bottom", is_whole=True)
        super().__init__(viewBox=self.box, axisItems={"bottom": self.numbers, "left": values})
        self.setMinimumHeight(least_height)
        self.setAccessibleName(name)
        for part in (self, self.viewport()):  # driven by the mouse, and by the controls beside it
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMenuEnabled(False)
        values.setWidth(_AXIS_WIDTH)
        self.getPlotItem().showGrid(y=True, alpha=1.0)
        self.getPlotItem().setContentsMargins(0, 0, theme.UNIT, 0)
        self._build_items()
        self.scene().sigMouseMoved.connect(self._hover)

    def _build_items(self) -> None:
        self._curve, self._dots = pg.PlotCurveItem(), pg.ScatterPlotItem(size=_DOT, pen=None)
        self._cursor = pg.InfiniteLine(angle=90)
        self._selection = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[])
        self._selection.setZValue(-10)
        for item in (self._selection, self._curve, self._dots, self._cursor):
            self.addItem(item, ignoreBounds=True)
        self.point_at(None)

    def show_curve(self, drawing: Drawing, heights: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
        """Draw heights over the places of a drawing."""
        self.numbers.set_log(drawing.is_log)
        self._curve.setData(drawing.places, heights)
        few = len(heights) <= _FEW
        self._dots.setData(drawing.places if few else [], heights if few else [])

    def point_at(self, place: float | None) -> None:
        """Draw a line at a place, or none."""
        self._cursor.setVisible(place is not None)
        if place is not None:
            self._cursor.setPos(place)

    def mark_range(self, first: float, last: float) -> None:
        """Show what the mouse has selected so far; nothing where the two are equal."""
        low, high = self.box.viewRange()[1]
        self._selection.setOpts(x0=[first], x1=[last], y0=[low], y1=[high])
        self._selection.setVisible(first < last)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        colors = theme.colors()
        plot_style.style_plot(self)
        self._curve.setPen(plot_style.pen(colors.a, 1.5))
        self._dots.setBrush(colors.a)
        self._cursor.setPen(plot_style.pen(colors.secondary))
        self._selection.setOpts(pen=None, brush=plot_style.fill(colors.selection))

    def _hover(self, position: QPointF) -> None:
        inside = self.box.sceneBoundingRect().contains(position)
        self.hovered.emit(self.box.mapSceneToView(position).x() if inside else None)

    def sizeHint(self) -> QSize:
        """No more than it needs: a page that is scrolled would else never be as low as its window."""
        return QSize(self.minimumHeight(), self.minimumHeight())

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self.hovered.emit(None)

    def paintEvent(self, ev: QPaintEvent) -> None:
        super().paintEvent(ev)
        self.painted.emit()


def values_plot() -> CurvePlot:
    """The plot of the values themselves."""
    plot = CurvePlot("Singular values", LogAxis("left"), _LEAST_HEIGHT * 3 // 2)
    plot.getAxis("left").setLabel("singular value")
    plot.numbers.setStyle(showValues=False)  # they stand under the other plot
    return plot


def energy_plot() -> CurvePlot:
    """The plot of the share of the squared sum."""
    plot = CurvePlot("Share of the squared sum", ValueAxis("left"), _LEAST_HEIGHT)
    plot.getAxis("left").setLabel("% of squared sum")
    plot.numbers.setLabel("number of the singular value, the largest first")
    return plot
