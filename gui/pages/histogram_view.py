"""The histogram of a tensor with its controls: keeps how one wants to see it, and redraws when that changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.labels import label, notice
from gui.pages import histogram_words
from gui.pages.histogram_controls import HistogramControls
from gui.pages.histogram_drawing import Drawing, Look, draw
from gui.pages.histogram_plot import HistogramPlot
from weights import text
from weights.statistics.distribution import Distribution

_PATIENCE = 100  # milliseconds without numbers before that is said: most tensors are counted sooner


class HistogramView(QWidget):
    """Given a distribution, draws it. `painted` follows once an exact one is on the screen.

    `readout`, what the cursor is over, is a label for the page to place.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._distribution: Distribution | None = None
        self._drawing: Drawing | None = None
        self._look = Look()
        self._is_awaited = False
        self._awaiting = ""
        self._patience = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._patience.timeout.connect(lambda: self._say_instead(self._awaiting))
        self._build_plot()
        self._build_words()
        self._build_layout()
        self._join()
        self.set_problem("Counting\N{HORIZONTAL ELLIPSIS}")

    def set_distribution(self, distribution: Distribution, *, exact: bool) -> None:
        """Draw a distribution; a partial one (not `exact`) is replaced by the next."""
        self._patience.stop()
        self._distribution = distribution
        self._is_awaited = exact
        self._draw()

    def start_over(self, sentence: str) -> None:
        """Another tensor is to come: forget this one and, unless the axes are locked, the range chosen for it."""
        if not self._controls.is_locked:
            self._look = replace(self._look, limits=None)
        self._forget()
        self._awaiting = sentence
        self._patience.start()

    def set_problem(self, sentence: str) -> None:
        """Say why there is no histogram."""
        self._forget()
        self._say_instead(sentence)
        self._controls.hide()

    def drawing(self) -> HistogramPlot | None:
        """The plot, while something is drawn in it."""
        return self.plot if self._distribution and self._stack.currentWidget() is self.plot else None

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self.plot.apply_theme()
        self._draw()

    def _build_plot(self) -> None:
        self.plot = HistogramPlot()
        self._instead = notice()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self._instead)

    def _build_words(self) -> None:
        self.readout, self._about = (label(role="faint", font=theme.label_font()) for _ in range(2))
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for words in (self.readout, self._about):
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._about.setWordWrap(True)
        self._controls = HistogramControls()

    def _build_layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * theme.UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._stack, stretch=1)
        layout.addWidget(self._about)
        layout.addWidget(self._controls)

    def _join(self) -> None:
        self._controls.changed.connect(self._change)
        self._controls.range_wanted.connect(self._set_range)
        self._controls.refused.connect(self.readout.setText)
        self._controls.reset_wanted.connect(self._reset)
        self._controls.lock_toggled.connect(self._lock)
        self.plot.hovered.connect(self._read_out)
        self.plot.painted.connect(self._announce)
        self.plot.box.selecting.connect(self._selecting)
        self.plot.box.selected.connect(self._selected)
        self.plot.box.zoomed.connect(self._zoom)
        self.plot.box.reset_wanted.connect(self._reset)

    def _draw(self) -> None:
        distribution = self._distribution
        if distribution is None:
            return
        self._drawing = draw(distribution, self._look)
        if self._drawing is not None:
            self.plot.show_drawing(self._drawing)
            self._about.setText(histogram_words.about(self._drawing, distribution))
            edges = self._drawing.histogram.edges
            self._controls.show_range(float(edges[0]), float(edges[-1]))
        elif distribution.minimum is None:
            self._controls.hide()
            self._say_instead(histogram_words.nothing_to_draw(distribution))
            return
        else:
            words = histogram_words.only_value(distribution)
            self.plot.show_only(float(distribution.minimum), distribution.finite, words)
            self._about.clear()
        self._controls.setVisible(self._drawing is not None)
        self.readout.clear()
        self._stack.setCurrentWidget(self.plot)
        self.plot.viewport().update()

    def _forget(self) -> None:
        self._patience.stop()
        self._distribution = self._drawing = None
        self._is_awaited = False
        self.plot.clear_drawing()
        self._about.setText(" ")
        self.readout.clear()

    def _say_instead(self, sentence: str) -> None:
        self._instead.setText(text.visible(sentence, 300))
        self._stack.setCurrentWidget(self._instead)
        self._about.setText(" ")
        self.readout.clear()
        if self._is_awaited:
            QTimer.singleShot(0, self, self._announce)

    def _announce(self) -> None:
        if self._is_awaited:
            self._is_awaited = False
            self.painted.emit()

    def _change(self) -> None:
        controls = self._controls
        is_same_axis = controls.scale is self._look.scale and controls.is_density == self._look.is_density
        self._look = replace(
            self._look,
            scale=controls.scale,
            is_density=controls.is_density,
            is_log=controls.is_log,
            bins=controls.bins,
            top=self._look.top if is_same_axis else None,
        )
        self._draw()
        if controls.is_locked:
            self._lock(True)

    def _set_range(self, low: float, high: float) -> None:
        self._look = replace(self._look, limits=(low, high), top=None)
        self._draw()
        if self._controls.is_locked:
            self._lock(True)

    def _reset(self) -> None:
        self._look = replace(self._look, limits=None, threshold=None, top=None)
        self._draw()
        if self._controls.is_locked:
            self._lock(True)

    def _lock(self, is_locked: bool) -> None:
        """Hold both axes as they are now, or let them follow each tensor again."""
        drawing = self._drawing
        if not is_locked:
            self._look = replace(self._look, limits=None, threshold=None, top=None)
            self._draw()
        elif drawing is not None:
            edges = drawing.histogram.edges
            limits = float(edges[0]), float(edges[-1])
            self._look = replace(self._look, limits=limits, threshold=drawing.histogram.threshold, top=drawing.highest)

    def _selecting(self, first: float, last: float) -> None:
        if self._drawing is None or self._distribution is None:
            return
        self.plot.mark_range(first, last)
        low, high = self._drawing.value(first), self._drawing.value(last)
        self.readout.setText(histogram_words.selection_words(self._drawing, self._distribution, low, high))

    def _selected(self, first: float, last: float) -> None:
        self.plot.clear_mark()
        if self._drawing is not None and first < last:
            self._set_range(self._drawing.value(first), self._drawing.value(last))

    def _zoom(self, place: float, factor: float) -> None:
        if self._drawing is None:
            return
        first, last = float(self._drawing.places[0]), float(self._drawing.places[-1])
        ends = (self._drawing.value(place + factor * (end - place)) for end in (first, last))
        low, high = ends
        if low < high:
            self._set_range(low, high)

    def _read_out(self, place: float | None) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        bin_number = None if place is None else drawing.bin_at(place)
        self.plot.highlight(bin_number)
        self.readout.setText("" if bin_number is None else histogram_words.bin_words(drawing, bin_number))
