"""What the spectrum of a tensor would cost, a button to have it computed, and how far that is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.figures import FigureLine
from gui.labels import label
from gui.pages import spectrum_words
from weights import text
from weights.spectra.cost import Cost
from weights.spectra.process import Progress

_COMPUTE, _CANCEL = "Compute the spectrum", "Cancel"
_WIDEST = 160 * theme.UNIT


class SpectrumOffer(QWidget):
    """States the cost; Return or the button asks for the spectrum, Escape or the button then stops it."""

    wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_running = False
        self._figures = FigureLine()
        self._method = label(role="secondary")
        self._method.setWordWrap(True)
        self._method.setMaximumWidth(_WIDEST)
        self._build_button()
        self._build_progress()
        self._lay_out()

    def show_cost(self, cost: Cost, shape: tuple[int, ...], problem: str = "") -> None:
        """Offer to compute; `problem` is why the last try came to nothing."""
        self._figures.show_figures(spectrum_words.offer_figures(cost))
        self._method.setText(spectrum_words.method(cost, shape))
        self._words.setText(text.visible(problem, 300))
        self._set_running(False)

    def show_progress(self, progress: Progress) -> None:
        """It is being computed."""
        self._words.setText(spectrum_words.progress(progress))
        is_known = bool(progress.share)
        self._bar.setRange(0, 1000 if is_known else 0)
        self._bar.setValue(round(1000 * (progress.share or 0)))
        self._set_running(True)

    def _build_button(self) -> None:
        self._button = QPushButton(_COMPUTE)
        self._button.clicked.connect(self._pressed)
        self._button.setFixedWidth(self._button.sizeHint().width())  # the same for both of its words
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._shortcut(key).activated.connect(self._ask)
        self._shortcut(Qt.Key.Key_Escape).activated.connect(self._stop)

    def _shortcut(self, key: Qt.Key) -> QShortcut:
        return QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _build_progress(self) -> None:
        self._words = label(role="secondary")
        self._words.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(40 * theme.UNIT)
        self._bar.setAccessibleName("Progress")

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.GROUP)
        foot.addWidget(self._button)
        foot.addWidget(self._bar)
        foot.addWidget(self._words, stretch=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * theme.UNIT, 0, 0)
        layout.setSpacing(theme.GROUP)
        layout.addWidget(self._figures)
        layout.addWidget(self._method)
        layout.addLayout(foot)
        layout.addStretch(1)

    def _set_running(self, is_running: bool) -> None:
        self._is_running = is_running
        self._bar.setVisible(is_running)
        self._button.setText(_CANCEL if is_running else _COMPUTE)
        self._button.setToolTip("Stop computing  (Esc)" if is_running else "Compute the singular values  (Return)")

    def _pressed(self) -> None:
        (self.cancel_wanted if self._is_running else self.wanted).emit()

    def _ask(self) -> None:
        if not self._is_running:
            self.wanted.emit()

    def _stop(self) -> None:
        if self._is_running:
            self.cancel_wanted.emit()
