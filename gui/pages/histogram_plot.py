"""The plot of one histogram: filled steps, the zeros on their own, the tails as end bins, the quantiles marked."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPaintEvent

from gui import plot_style, theme
from gui.pages.histogram_drawing import Drawing
from gui.pages.histogram_words import axis_words
from gui.pages.quantile_marks import QuantileMarks
from gui.pages.range_box import RangeBox
from gui.plot_axes import CountAxis, ValueAxis
from weights import text

_LEAST_HEIGHT = 130
_LABELS = 22.0  # pixels above the highest bin that the names of the quantiles take
_TAIL = 0.015  # width of an end bin, as a share of the range; there is as much space again around it
_SPIKE = 3.0  # pixels
_NAMED_SPIKE = 0.03  # of the plot's height; a lower one is named by the read-out only


class HistogramPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws a `Drawing`, or one bar for a tensor whose values are all one."""

    painted = Signal()
    hovered = Signal(object)  # place along the plot, None when the mouse has left

    def __init__(self) -> None:
        self.box = RangeBox()
        self._values, self._counts = ValueAxis("bottom"), CountAxis("left")
        super().__init__(viewBox=self.box, axisItems={"bottom": self._values, "left": self._counts})
        self._drawing: Drawing | None = None
        self._only_height = 1.0
        self._build_axes()
        self._build_items()
        self.scene().sigMouseMoved.connect(self._hover)
        self.box.sigResized.connect(self._fit)
        self.apply_theme()

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw a histogram; items are updated in place, so that this fits a frame."""
        self._drawing = drawing
        self._steps.show()
        self._steps.setData(drawing.places, drawing.heights, stepMode="center", fillLevel=drawing.floor)
        self._values.set_scale(drawing.histogram.threshold, is_whole=drawing.is_whole)
        self._counts.set_log(drawing.look.is_log)
        self._counts.setLabel("density" if drawing.look.is_density else "values per bin")
        self._values.setLabel(axis_words(drawing.histogram.threshold, is_magnitude=drawing.is_magnitude))
        self._only_label.hide()
        self.highlight(None)
        self._fit()

    def show_only(self, value: float, count: int, words: str) -> None:
        """Draw one bar for all values, named."""
        self._drawing = None
        self._only_height = float(count)
        self._steps.show()
        self._steps.setData([-0.04, 0.04], [self._only_height], stepMode="center", fillLevel=0.0)
        self._values.show_only(value)
        self._values.setLabel("value")
        self._counts.set_log(False)
        self._counts.setLabel("values")
        self._only_label.setText(words)
        self._only_label.setPos(0.0, self._only_height)
        self._only_label.show()
        self.highlight(None)
        self._fit()

    def clear_drawing(self) -> None:
        """Draw nothing but the axes: another tensor's numbers are to come."""
        self._drawing = None
        self._hide_details()
        for item in (self._steps, self._only_label, self._pointed):
            item.hide()

    def highlight(self, bin_number: int | None) -> None:
        """Point out one bin."""
        drawing = self._drawing
        if drawing is None or bin_number is None:
            self._pointed.hide()
            return
        left, right = drawing.places[bin_number], drawing.places[bin_number + 1]
        self._pointed.setOpts(x0=[left], x1=[right], y0=[drawing.floor], y1=[drawing.heights[bin_number]])
        self._pointed.show()

    def mark_range(self, first: float, last: float) -> None:
        """Show what the mouse has selected so far."""
        low, high = self.box.viewRange()[1]
        self._selection.setOpts(x0=[first], x1=[last], y0=[low], y1=[high])
        self._selection.show()

    def clear_mark(self) -> None:
        self._selection.hide()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        colors = theme.colors()
        plot_style.style_plot(self)
        self._steps.setPen(plot_style.pen(colors.a))
        self._steps.setBrush(plot_style.fill(colors.a))
        self._spike.setPen(plot_style.pen(colors.a, _SPIKE))
        self._spike_label.setColor(colors.text)
        self._spike_label.fill = plot_style.veil(colors.page)
        self._only_label.setColor(colors.secondary)
        self._tails.setOpts(pen=plot_style.pen(colors.secondary), brush=plot_style.hatching(colors.secondary))
        self._pointed.setOpts(pen=None, brush=plot_style.fill(colors.a))
        self._selection.setOpts(pen=None, brush=plot_style.fill(colors.selection))
        self._marks.apply_theme()

    def _build_axes(self) -> None:
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setAccessibleName("Histogram")
        for part in (self, self.viewport()):  # it is driven by the controls below it, or the mouse
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.getPlotItem().showGrid(y=True, alpha=1.0)
        self.getPlotItem().setContentsMargins(0, 0, theme.UNIT, 0)

    def _build_items(self) -> None:
        self._selection = _bars(-10)
        self._steps = pg.PlotCurveItem()
        self._tails = _bars(1)
        self._pointed = _bars(2)
        self._spike = pg.PlotCurveItem()
        self._spike_label = pg.TextItem(anchor=(0, 1))
        self._only_label = pg.TextItem(anchor=(0.5, 1))
        for item in (self._selection, self._steps, self._tails, self._pointed, self._spike, self._spike_label):
            self.addItem(item, ignoreBounds=True)
        self.addItem(self._only_label, ignoreBounds=True)
        for label in (self._spike_label, self._only_label):
            label.setFont(theme.label_font())
        self._marks = QuantileMarks(self.getPlotItem())

    def _fit(self) -> None:
        """Set the ranges, and all that depends on the size of the plot in pixels."""
        drawing = self._drawing
        if drawing is None:
            self.box.setRange(xRange=(-1, 1), yRange=(0, self._ceiling(0, self._only_height)), padding=0)
            self._hide_details()
            return
        ceiling = self._ceiling(drawing.floor, drawing.top)
        first, last = float(drawing.places[0]), float(drawing.places[-1])
        margin = 2 * _TAIL * (last - first) if any(drawing.tails) else 0.0
        self.box.setRange(xRange=(first - margin, last + margin), yRange=(drawing.floor, ceiling), padding=0)
        self._fit_tails(drawing, ceiling)
        self._fit_spike(drawing, ceiling)
        middle = drawing.top + (ceiling - drawing.top) / 2
        places = [drawing.place(value) for value in drawing.quantiles]
        self._marks.place(places, self.box, drawing.floor, drawing.top, middle)

    def _ceiling(self, floor: float, top: float) -> float:
        """The upper end of the plot: room above the highest bin for the names of the quantiles."""
        height = max(float(self.box.height()), 2 * _LABELS)
        return floor + (top - floor) * height / (height - _LABELS)

    def _hide_details(self) -> None:
        self._marks.hide()
        for item in (self._tails, self._spike, self._spike_label):
            item.hide()

    def _fit_tails(self, drawing: Drawing, ceiling: float) -> None:
        """The end bins stand apart from the range, as wide as each other; one that is too high is cut off."""
        first, last = float(drawing.places[0]), float(drawing.places[-1])
        width = _TAIL * (last - first)
        lefts = (first - 2 * width, last + width)
        shown = [(left, min(height, ceiling)) for left, height in zip(lefts, drawing.tails, strict=True) if height]
        self._tails.setOpts(
            x0=[left for left, _ in shown],
            x1=[left + width for left, _ in shown],
            y0=[drawing.floor for _ in shown],
            y1=[height for _, height in shown],
        )
        self._tails.setVisible(bool(shown))

    def _fit_spike(self, drawing: Drawing, ceiling: float) -> None:
        spike = drawing.spike
        self._spike.setVisible(spike is not None)
        self._spike_label.hide()
        if spike is None:
            return
        height = min(spike, drawing.top)
        zero = drawing.place(0.0)
        self._spike.setData([zero, zero], [drawing.floor, height])
        zeros = text.share(drawing.histogram.zeros, drawing.finite)
        self._spike_label.setText(f"zeros {zeros}" + (" (cut off)" if spike > drawing.top else ""))
        self._spike_label.setPos(zero, min(height, drawing.top - (ceiling - drawing.top)))
        self._spike_label.setVisible(height - drawing.floor > _NAMED_SPIKE * (drawing.top - drawing.floor))

    def _hover(self, position: QPointF) -> None:
        inside = self.box.sceneBoundingRect().contains(position)
        self.hovered.emit(self.box.mapSceneToView(position).x() if inside else None)

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self.hovered.emit(None)

    def paintEvent(self, ev: QPaintEvent) -> None:
        super().paintEvent(ev)
        self.painted.emit()


def _bars(depth: float) -> pg.BarGraphItem:
    item = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[])
    item.setZValue(depth)
    return item
