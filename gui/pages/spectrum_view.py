"""A spectrum that was computed: its figures, its plots, what the cursor is over, and its values to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.figures import FigureLine
from gui.labels import label, notice
from gui.pages import spectrum_words
from gui.pages.segments import Segment, Segments
from gui.pages.spectrum_drawing import draw
from gui.pages.spectrum_plot import SpectrumPlots
from weights import text
from weights.spectra.spectrum import Spectrum

_LINEAR, _LOG = "linear", "log"


class SpectrumView(QWidget):
    """Shows one spectrum at a time; how one wants to see it stays from one to the next."""

    painted = Signal()

    def __init__(self, plots: SpectrumPlots) -> None:
        super().__init__()
        self._spectrum: Spectrum | None = None
        self._figures = FigureLine()
        self.plots = plots
        self._instead = notice()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plots)
        self._stack.addWidget(self._instead)
        self._build_words()
        self._build_controls()
        self._lay_out()
        self.plots.painted.connect(self.painted)
        self.plots.hovered.connect(self._read_out)

    def show_spectrum(self, spectrum: Spectrum, shape: tuple[int, ...]) -> None:
        """Show the spectrum of a tensor of this shape."""
        self._spectrum = spectrum
        self._figures.show_figures(spectrum_words.figures(spectrum))
        self._about.setText(spectrum_words.about(spectrum, shape))
        self._draw()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self.plots.apply_theme()

    def _build_words(self) -> None:
        self._about, self._readout = (label(role="faint", font=theme.label_font()) for _ in range(2))
        self._about.setWordWrap(True)
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _build_controls(self) -> None:
        self._scale = Segments(
            "Scale of numbers",
            [
                Segment(_LINEAR, "The values at equal distances"),
                Segment(_LOG, "By the logarithm of the number, which shows the largest values apart"),
            ],
        )
        self._scale.chosen.connect(lambda _: self._draw())
        self._copy = QPushButton("Copy values")
        self._copy.setProperty("compact", True)
        self._copy.setToolTip("Copy all singular values as text, one a line")
        self._copy.clicked.connect(self._copy_values)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.GROUP)
        foot.addWidget(self._scale)
        foot.addWidget(self._copy)
        foot.addWidget(self._readout, stretch=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * theme.UNIT, 0, 2 * theme.UNIT)
        layout.setSpacing(2 * theme.UNIT)
        layout.addWidget(self._figures)
        layout.addWidget(self._about)
        layout.addWidget(self._stack, stretch=1)
        layout.addLayout(foot)

    def _draw(self) -> None:
        spectrum = self._spectrum
        if spectrum is None:
            return
        self._readout.clear()
        self._scale.setVisible(spectrum.norm > 0)
        if spectrum.norm == 0:
            self._instead.setText(f"All {text.plural(len(spectrum.values), 'singular value')} are zero")
            self._stack.setCurrentWidget(self._instead)
            return
        self.plots.show_drawing(draw(spectrum, is_log=self._scale.choice == _LOG))
        self._stack.setCurrentWidget(self.plots)

    def _read_out(self, number: int | None) -> None:
        spectrum = self._spectrum
        self._readout.setText("" if number is None or spectrum is None else spectrum_words.reading(spectrum, number))

    def _copy_values(self) -> None:
        if self._spectrum is not None:
            QGuiApplication.clipboard().setText(spectrum_words.copied(self._spectrum))
            self._readout.setText(f"Copied {text.plural(len(self._spectrum.values), 'value')}")
