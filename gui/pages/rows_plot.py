"""The plot of one measure of all rows or columns: in order it shows where, sorted it shows how many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent

from gui import plot_style, theme
from gui.models.row_order import Arrangement, Sort
from gui.pages.range_box import RangeBox
from gui.pages.rows_envelope import Floats, envelope
from gui.plot_axes import ValueAxis
from weights import text
from weights.matrices.measures import Along
from weights.matrices.outlying import Limits

_LEAST_HEIGHT, _GOOD_HEIGHT = 96, 200
_HEADROOM = 0.06  # of the range, above and below what is drawn
_DOT = 4.0  # pixels
_ROOM_OF_DOT = 8  # pixels from one value to the next, so that they are drawn as dots too
_PLAIN = (1e-30, 1e30)  # magnitudes that a plot can do with; others are drawn in a unit of their own
_NEAREST = 5  # places in each direction that are shown at least


class RowsPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws an `Arrangement`. Dragging or the wheel narrows the range, a double-click widens it again."""

    painted = Signal()
    hovered = Signal(object)  # a place in the order of the lines, None when the mouse has left
    place_wanted = Signal(int)  # the line at a place was clicked

    def __init__(self) -> None:
        self._box = RangeBox()
        self._places, self._values = ValueAxis("bottom"), _MeasureAxis("left")
        super().__init__(viewBox=self._box, axisItems={"bottom": self._places, "left": self._values})
        self._series: Floats = np.zeros(0)
        self._range = (0, 0)
        self._unit = 1.0
        self._limits: Limits | None = None
        self._build_axes()
        self._build_items()
        self._join()
        self.apply_theme()

    def show_arrangement(self, arranged: Arrangement, along: Along, limits: Limits | None) -> None:
        """Draw the measure of all lines; `limits`, beyond which a norm is far from the rest, as dotted lines."""
        self._series, self._limits = arranged.series, limits
        self._unit = _unit(arranged.series)
        self._values.unit = self._unit
        self._values.setLabel(str(arranged.wish.measure))
        is_sorted = arranged.wish.sort is not Sort.IN_ORDER
        self._places.set_scale(None, is_whole=True)
        self._places.setLabel(f"rank among the {along}" if is_sorted else along.one)
        self.show_range(0, len(arranged.series))

    def show_range(self, first: int, stop: int) -> None:
        """Draw the lines at the places from `first` to before `stop`, as far as there are such."""
        whole = len(self._series)
        first = max(0, min(first, whole - _NEAREST))
        self._range = first, min(whole, max(stop, first + _NEAREST))
        self._draw()

    def clear_drawing(self) -> None:
        """Draw nothing: another tensor's rows are to come."""
        self._series, self._limits = np.zeros(0), None
        self.mark(None)
        self.show_range(0, 0)

    def mark(self, place: int | None) -> None:
        """Point out the line at a place."""
        self._current.setVisible(place is not None)
        if place is not None:
            self._current.setPos(place)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        colors = theme.colors()
        plot_style.style_plot(self)
        self._line.setPen(plot_style.pen(colors.a))
        self._dots.setPen(None)
        self._dots.setBrush(pg.mkBrush(colors.a))
        self._bounds.setPen(plot_style.dotted(colors.secondary))
        self._current.setPen(plot_style.pen(colors.text))
        self._selection.setOpts(pen=None, brush=plot_style.fill(colors.selection))

    def _build_axes(self) -> None:
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setAccessibleName("Measure of each row or column")
        for part in (self, self.viewport()):  # the table and the field beside it do the same by keys
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.getPlotItem().showGrid(y=True, alpha=1.0)
        self.getPlotItem().setContentsMargins(0, 0, theme.UNIT, 0)

    def _build_items(self) -> None:
        self._selection = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[])
        self._bounds = pg.PlotCurveItem(connect="pairs")
        self._line = pg.PlotCurveItem(connect="finite")
        self._dots = pg.ScatterPlotItem(size=_DOT)
        self._current = pg.InfiniteLine(angle=90)
        self._current.hide()
        items = (self._selection, self._bounds, self._line, self._dots, self._current)
        for depth, item in enumerate(items):
            item.setZValue(depth - 1)
            self.addItem(item, ignoreBounds=True)

    def _join(self) -> None:
        self.scene().sigMouseMoved.connect(self._hover)
        self._box.sigResized.connect(self._draw)
        self._box.clicked.connect(self._click)
        self._box.selecting.connect(self._mark_range)
        self._box.selected.connect(self._take_range)
        self._box.zoomed.connect(self._zoom)
        self._box.reset_wanted.connect(lambda: self.show_range(0, len(self._series)))

    def _draw(self) -> None:
        first, stop = self._range
        width = max(1, int(self._box.width()))
        places, values = envelope(self._series, first, stop, width)
        values = values / self._unit
        low, high = _ends(values)
        self._box.setRange(xRange=(first - 0.5, max(stop, 1) - 0.5), yRange=(low, high), padding=0)
        self._line.setData(places, values)
        seen = np.isfinite(values) & ((stop - first) * _ROOM_OF_DOT <= width)
        self._dots.setData(places[seen], values[seen])
        bounds = () if self._limits is None else (self._limits.low, self._limits.high)
        shown = [bound / self._unit for bound in bounds if low <= bound / self._unit <= high]
        self._bounds.setData(np.tile((first - 0.5, stop - 0.5), len(shown)), np.repeat(shown, 2).astype(float))
        self._selection.hide()

    def _place(self, at: float) -> int | None:
        """The place of the line nearest to a point along the plot."""
        place = round(at)
        return place if self._range[0] <= place < self._range[1] else None

    def _click(self, at: float) -> None:
        place = self._place(at)
        if place is not None:
            self.place_wanted.emit(place)

    def _mark_range(self, left: float, right: float) -> None:
        low, high = self._box.viewRange()[1]
        self._selection.setOpts(x0=[left], x1=[right], y0=[low], y1=[high])
        self._selection.show()

    def _take_range(self, left: float, right: float) -> None:
        self.show_range(round(left), round(right) + 1)

    def _zoom(self, at: float, factor: float) -> None:
        first, stop = self._range
        self.show_range(round(at + factor * (first - at)), round(at + factor * (stop - at)))

    def _hover(self, position: QPointF) -> None:
        inside = self._box.sceneBoundingRect().contains(position)
        self.hovered.emit(self._place(self._box.mapSceneToView(position).x()) if inside else None)

    def sizeHint(self) -> QSize:
        """No more than it needs, for the table has use of the rest."""
        return QSize(super().sizeHint().width(), _GOOD_HEIGHT)

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self.hovered.emit(None)

    def paintEvent(self, ev: QPaintEvent) -> None:
        super().paintEvent(ev)
        self.painted.emit()


class _MeasureAxis(ValueAxis):
    """Labels values that are drawn in some unit."""

    unit = 1.0

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        if self.unit == 1.0:
            return super().tickStrings(values, scale, spacing)
        return [text.number(value * self.unit, 3) for value in values]


def _unit(series: Floats) -> float:
    """What values are divided by before they are drawn: plots fail near the ends of float64."""
    magnitudes = np.abs(series[np.isfinite(series)])
    largest = float(magnitudes.max(initial=0.0))
    return 1.0 if largest == 0 or _PLAIN[0] < largest < _PLAIN[1] else largest


def _ends(values: Floats) -> tuple[float, float]:
    """The range of values that a plot shows."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    room = (high - low) * _HEADROOM or abs(high) * _HEADROOM or 1.0
    return low - room, high + room
