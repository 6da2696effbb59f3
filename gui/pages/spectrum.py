"""The page of a tensor's singular values: computed when asked for, and kept while the checkpoint is open."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gui.jobs import Runner
from gui.labels import notice
from gui.pages import spectrum_words
from gui.pages.curve_plot import energy_plot, values_plot
from gui.pages.spectrum_offer import SpectrumOffer
from gui.pages.spectrum_plot import SpectrumPlots
from gui.pages.spectrum_view import SpectrumView
from gui.shown import Shown
from weights.errors import WeighbridgeError
from weights.spectra.cost import cost
from weights.spectra.process import Progress, Steps, spectrum
from weights.spectra.unfolding import Unfolding

if TYPE_CHECKING:
    from weights.checkpoint import Checkpoint
    from weights.spectra.spectrum import Spectrum
    from weights.tensors import Readable

_SLOT = "spectrum"

Compute = Callable[["Readable"], Steps]
"""What computes a spectrum."""


def build(runner: Runner, compute: Compute = spectrum) -> Generator[None, None, SpectrumPage]:
    """The page, in steps of which none holds up the window."""
    values = values_plot()
    yield
    energy = energy_plot()
    yield
    return SpectrumPage(runner, SpectrumView(SpectrumPlots(values, energy)), compute)


class SpectrumPage(QWidget):
    """Offers to compute the spectrum of the tensor on show; another tensor ends what is being computed for the last."""

    node_wanted = Signal(object)
    painted = Signal()

    def __init__(self, runner: Runner, view: SpectrumView, compute: Compute) -> None:
        super().__init__()
        self._runner, self._compute = runner, compute
        self._checkpoint: Checkpoint | None = None
        self._data: Readable | None = None
        self._known: dict[Readable, Spectrum] = {}
        self._offer, self._view, self._instead = SpectrumOffer(), view, notice()
        self._announce = QTimer(self, interval=0, singleShot=True)
        self._announce.timeout.connect(self.painted)
        self._lay_out()
        self._offer.wanted.connect(self._start)
        self._offer.cancel_wanted.connect(self._cancel)
        self._view.painted.connect(self.painted)

    def show_node(self, shown: Shown) -> None:
        """Show the spectrum of a tensor of two dimensions or more, if it was computed, or offer it."""
        if shown.checkpoint is not self._checkpoint:
            self._checkpoint = shown.checkpoint
            self._known.clear()
        data = shown.data
        if data == self._data and self._runner.is_running(_SLOT):
            return
        self._runner.cancel(_SLOT)
        self._data = data
        self._show()

    def drawing(self) -> Sequence[QWidget]:
        """The plots, while there is something in them."""
        return self._view.plots.parts if self._stack.currentWidget() is self._found else ()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._view.apply_theme()

    def _lay_out(self) -> None:
        self._found = QScrollArea()  # in a window too low for the plots, they are scrolled
        self._found.setWidget(self._view)
        self._found.setWidgetResizable(True)
        self._found.setFrameShape(QFrame.Shape.NoFrame)
        self._found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget()
        for state in (self._offer, self._found, self._instead):
            self._stack.addWidget(state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _show(self, problem: str = "") -> None:
        """Show what there is of the tensor; `problem` is why its spectrum could not be computed."""
        data = self._data
        if data is None:
            return
        if data in self._known:
            self._view.show_spectrum(self._known[data], data.shape)
            self._stack.setCurrentWidget(self._found)
            return
        matrix = Unfolding(data)
        planned = cost(matrix.rows, matrix.columns) if 0 not in data.shape else None
        if planned is None:
            self._say_instead("This tensor has no elements, and so no singular values")
        elif planned.is_too_much:
            self._say_instead(spectrum_words.too_much(planned))
        else:
            self._offer.show_cost(planned, data.shape, problem)
            self._stack.setCurrentWidget(self._offer)
        self._announce.start()

    def _say_instead(self, sentence: str) -> None:
        self._instead.setText(sentence)
        self._stack.setCurrentWidget(self._instead)

    def _start(self) -> None:
        data, compute = self._data, self._compute
        if data is None:
            return

        def computed(found: Spectrum) -> None:
            self._known[data] = found
            self._show()

        self._offer.show_progress(Progress(0.0))
        self._runner.start(
            _SLOT,
            lambda: compute(data),  # a worker may be the last to let go of it, and so must not hold the page
            done=computed,
            failed=self._fail,
            progressed=self._offer.show_progress,
        )

    def _cancel(self) -> None:
        self._runner.cancel(_SLOT)
        self._show("Cancelled")

    def _fail(self, error: WeighbridgeError) -> None:
        sentence = str(error)
        self._show(f"{sentence[:1].upper()}{sentence[1:]}")
