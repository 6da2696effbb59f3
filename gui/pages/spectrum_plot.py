"""The two plots of a spectrum, one above the other on one axis: the values, and the share of the squared sum."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import plot_style, theme
from gui.pages.log_axis import LogAxis
from gui.pages.quantile_marks import QuantileMarks
from gui.pages.range_box import RangeBox
from gui.pages.spectrum_drawing import MARKS, Drawing
from gui.plot_axes import ValueAxis

_LEAST_HEIGHT = 96
_AXIS_WIDTH = 62  # pixels, so that the two plots stand under each other
_FEW = 100  # values that are drawn as dots too
_DOT = 5.0  # pixels
_LABELS = 20.0  # pixels above the curve that the names of the marks take
_PERCENT = 100.0
_FULL = 104.0  # where the axis of shares ends: the whole is seen to be reached


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


class SpectrumPlots(QWidget):
    """Draws a `Drawing`. Dragging or the wheel narrows the range of numbers, a double-click widens it again."""

    painted = Signal()
    hovered = Signal(object)  # the number of a value, from 1 on; None when the mouse has left

    def __init__(self, values: CurvePlot, energy: CurvePlot) -> None:
        super().__init__()
        self._drawing: Drawing | None = None
        self._limits = (0.0, 1.0)
        self._values, self._energy = values, energy
        self._marks = QuantileMarks(self._values.getPlotItem(), tuple(MARKS))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._values, stretch=5)
        layout.addWidget(self._energy, stretch=3)
        self._join()
        self.apply_theme()

    def _join(self) -> None:
        self._values.painted.connect(self.painted)
        self._values.box.sigResized.connect(self._fit)
        for plot in (self._values, self._energy):
            plot.hovered.connect(self._hover)
            plot.box.selecting.connect(self._selecting)
            plot.box.selected.connect(self._selected)
            plot.box.zoomed.connect(self._zoom)
            plot.box.reset_wanted.connect(self.show_all)

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw a spectrum, all of it."""
        self._drawing = drawing
        self._values.show_curve(drawing, drawing.heights)
        self._energy.show_curve(drawing, drawing.energy * _PERCENT)
        self.show_all()

    def show_all(self) -> None:
        """Bring all values into sight."""
        if self._drawing is not None:
            self._show_range(*self._drawing.limits)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._values.apply_theme()
        self._energy.apply_theme()
        self._marks.apply_theme()

    def _show_range(self, first: float, last: float) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        low, high = drawing.limits
        first, last = max(first, low), min(last, high)
        if drawing.number_at(first) < drawing.number_at(last) or (first, last) == (low, high):
            self._limits = first, last
            self._fit()

    def _fit(self) -> None:
        """Set the ranges, and what depends on the size of the plot in pixels."""
        drawing = self._drawing
        if drawing is None:
            return
        low, top = drawing.height_limits(*self._limits)
        height = max(float(self._values.box.height()), 2 * _LABELS)
        ceiling = low + (top - low) * height / (height - _LABELS)
        self._values.box.setRange(xRange=self._limits, yRange=(low, ceiling), padding=0)
        self._energy.box.setRange(xRange=self._limits, yRange=(0, _FULL), padding=0)
        self._marks.place(drawing.marks, self._values.box, low, top, (top + ceiling) / 2)

    def _hover(self, place: float | None) -> None:
        number = None if place is None or self._drawing is None else self._drawing.number_at(place)
        line = None if number is None or self._drawing is None else self._drawing.place(number)
        for plot in (self._values, self._energy):
            plot.point_at(line)
        self.hovered.emit(number)

    def _selecting(self, first: float, last: float) -> None:
        for plot in (self._values, self._energy):
            plot.mark_range(first, last)

    def _selected(self, first: float, last: float) -> None:
        self._selecting(0, 0)
        self._show_range(first, last)

    def _zoom(self, place: float, factor: float) -> None:
        first, last = self._limits
        self._show_range(place + factor * (first - place), place + factor * (last - place))
