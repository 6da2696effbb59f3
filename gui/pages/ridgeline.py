"""Distributions under each other on one axis, with its controls: the layers of a role, or the parts of a branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.labels import label, notice
from gui.pages import ridge_words
from gui.pages.histogram_words import interval
from gui.pages.range_edits import RangeEdits
from gui.pages.ridge_drawing import Ridge, RidgeDrawing, RidgeLook, draw_ridges
from gui.pages.ridge_plot import RidgePlot
from gui.pages.segments import Segment, Segments
from weights.statistics.histogram import Scale

_STEPS_A_ROW = 100  # of the scroll bar


class Ridgeline(QWidget):
    """Given ridges, draws them; `node_wanted` is what a click on one, or Enter, asks for.

    `readout`, what the cursor is over, is a label for the page to place. `painted` follows once the ridges, or why
    there are none, are on the screen.
    """

    node_wanted = Signal(object)
    painted = Signal()

    def __init__(self, plot: RidgePlot) -> None:
        super().__init__()
        self.plot = plot
        self._ridges: Sequence[Ridge] = ()
        self._current: int | None = None
        self._look = RidgeLook()
        self._drawing: RidgeDrawing | None = None
        self._build_plot()
        self._build_controls()
        self._build_layout()
        self._join()
        self.say("")

    def show_ridges(self, ridges: Sequence[Ridge], current: int | None = None, note: str = "") -> None:
        """Draw ridges, one of them marked as the current one, and a note below them."""
        is_other = [ridge.node for ridge in ridges] != [ridge.node for ridge in self._ridges]
        is_moved = current is not None and (is_other or current != self._current)
        self._ridges, self._current = ridges, current
        self._note(note)
        if is_other:
            self._look = replace(self._look, limits=None)
        self._draw()
        if self._drawing is not None and current is not None and is_moved:
            self.plot.show_row(current)

    def say(self, sentence: str) -> None:
        """Say why there is nothing to draw."""
        self._ridges, self._drawing = (), None
        self._instead.setText(sentence)
        self._note("")
        self._show_instead()

    def set_limits(self, low: float, high: float) -> None:
        """Draw the same ridges over another range."""
        self._look = replace(self._look, limits=(low, high))
        self._draw()

    def drawing(self) -> QWidget | None:
        """The plot; None while nothing is drawn in it."""
        return self.plot if self._stack.currentWidget() is self._drawn else None

    def add_control(self, control: QWidget) -> None:
        """Put another control behind those of the axis."""
        self._flow.addWidget(control)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self.plot.apply_theme()

    def _build_plot(self) -> None:
        self._bar = QScrollBar(Qt.Orientation.Vertical)
        self._bar.setSingleStep(_STEPS_A_ROW)
        self._instead = notice()
        self._drawn = QWidget()
        row = QHBoxLayout(self._drawn)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.plot, stretch=1)
        row.addWidget(self._bar)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._drawn)
        self._stack.addWidget(self._instead)

    def _build_controls(self) -> None:
        self.readout, self._about = (label(role="faint", font=theme.label_font()) for _ in range(2))
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._about.setWordWrap(True)
        self._scale = Segments(
            "Scale of values",
            [
                Segment(Scale.LINEAR, "Values in proportion"),
                Segment(Scale.SYMLOG, "Logarithmic on both sides of zero, linear next to it"),
            ],
        )
        self._height = Segments(
            "Height of ridges",
            [
                Segment("one scale", "Heights are shares of the values, on one scale for all"),
                Segment("own heights", "Every ridge is as high as its row allows"),
            ],
        )
        self._range = RangeEdits()

    def _build_layout(self) -> None:
        self._controls = QWidget()
        self._flow = FlowLayout(self._controls, 3 * theme.UNIT, theme.UNIT)
        for widget in (self._scale, self._height, self._range):
            self._flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * theme.UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._stack, stretch=1)
        layout.addWidget(self._about)
        layout.addWidget(self._controls)

    def _join(self) -> None:
        for choice in (self._scale, self._height):
            choice.chosen.connect(self._change)
        self._range.range_wanted.connect(self.set_limits)
        self._range.refused.connect(self.readout.setText)
        self._range.reset_wanted.connect(self._reset)
        self.plot.painted.connect(self.painted)
        self.plot.pointed.connect(self._read_out)
        self.plot.chosen.connect(lambda row: self.node_wanted.emit(self._ridges[row].node))
        self.plot.scrollable.connect(self._fit_bar)
        self._bar.valueChanged.connect(lambda value: self.plot.scroll_to(value / _STEPS_A_ROW))
        self.plot.box.selecting.connect(self._selecting)
        self.plot.box.selected.connect(self._selected)
        self.plot.box.zoomed.connect(self._zoom)
        self.plot.box.panned.connect(self._pan)

    def _draw(self) -> None:
        self._drawing = draw_ridges(self._ridges, self._look)
        if self._drawing is None:
            self._instead.setText(ridge_words.nothing_to_draw(self._ridges))
            self._show_instead()
            return
        self.plot.show_drawing(self._drawing, [ridge.label for ridge in self._ridges], self._current)
        self._range.show_range(*self._drawing.limits)
        self._controls.show()
        self._stack.setCurrentWidget(self._drawn)

    def _note(self, words: str) -> None:
        self._about.setText(words)
        self._about.setVisible(bool(words))

    def _show_instead(self) -> None:
        self._stack.setCurrentWidget(self._instead)
        self._controls.hide()
        self.readout.clear()
        QTimer.singleShot(0, self, self.painted.emit)

    def _change(self) -> None:
        scale = Scale(self._scale.choice)
        limits = self._look.limits if scale is self._look.scale else None
        self._look = RidgeLook(scale, limits, is_own=self._height.choice == "own heights")
        self._draw()

    def _reset(self) -> None:
        self._look = replace(self._look, limits=None)
        self._draw()

    def _fit_bar(self, fitting: float, rows: float) -> None:
        with QSignalBlocker(self._bar):
            self._bar.setRange(0, round((rows - fitting) * _STEPS_A_ROW))
            self._bar.setPageStep(round(fitting * _STEPS_A_ROW))
            self._bar.setValue(round(self.plot.top * _STEPS_A_ROW))
        self._bar.setVisible(fitting < rows)

    def _selecting(self, first: float, last: float) -> None:
        if self._drawing is not None:
            self.plot.mark_range(first, last)
            self.readout.setText(interval(self._drawing.value(first), self._drawing.value(last)))

    def _selected(self, first: float, last: float) -> None:
        self.plot.clear_mark()
        self._set_places(first, last)

    def _zoom(self, place: float, factor: float) -> None:
        if self._drawing is not None:
            first, last = (place + factor * (float(end) - place) for end in self._drawing.places[[0, -1]])
            self._set_places(first, last)

    def _pan(self, by: float) -> None:
        if self._drawing is not None:
            first, last = (float(end) + by for end in self._drawing.places[[0, -1]])
            self._set_places(first, last)

    def _set_places(self, first: float, last: float) -> None:
        if self._drawing is not None:
            low, high = self._drawing.value(first), self._drawing.value(last)
            if low < high:
                self.set_limits(low, high)

    def _read_out(self, row: int | None, place: float | None) -> None:
        drawing = self._drawing
        if drawing is None or row is None:
            self.readout.clear()
            return
        self.readout.setText(ridge_words.row_words(self._ridges[row], drawing, row, place))
