"""The two plots of a spectrum, one above the other on one axis: the values, and the share of the squared sum."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.pages.curve_plot import CurvePlot
from gui.pages.quantile_marks import QuantileMarks
from gui.pages.spectrum_drawing import MARKS, Drawing

_LABELS = 20.0  # pixels above the curve that the names of the marks take
_PERCENT = 100.0
_FULL = 104.0  # where the axis of shares ends: the whole is seen to be reached


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

    @property
    def parts(self) -> tuple[CurvePlot, CurvePlot]:
        """The values, and the energy under them."""
        return self._values, self._energy

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
