"""The page of a tensor: its histogram above, its values below, either of which folds away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.fold import Fold, Folds
from gui.pages.histogram_view import HistogramView
from gui.pages.values_view import ValuesView
from gui.shown import Shown
from weights.statistics.distribution import Distribution

_SHARES = (3, 2)  # of the height, for the histogram and the values


class TensorPage(QWidget):
    """Shows one tensor. Its numbers are counted elsewhere and handed in; its values are read here, as they are seen."""

    node_wanted = Signal(object)
    painted = Signal()

    def __init__(self, histogram: HistogramView, values: ValuesView) -> None:
        super().__init__()
        self._histogram, self._values = histogram, values
        self._build_folds()
        self._histogram.painted.connect(self.painted)

    def show_node(self, shown: Shown) -> None:
        """Show a tensor; its distribution follows."""
        data = shown.data
        if data is None:
            self._histogram.set_problem(shown.why_no_data)
            self._values.show_nothing()
            return
        self._histogram.start_over("Counting\N{HORIZONTAL ELLIPSIS}")
        self._values.show_tensor(data)

    def go_to(self, index: tuple[int, ...]) -> None:
        """Go to a value of the tensor on show."""
        self._values.go_to(index)

    def set_distribution(self, distribution: Distribution, *, exact: bool = True) -> None:
        """Draw the numbers of the shown tensor; not `exact` while they are still being counted."""
        self._histogram.set_distribution(distribution, exact=exact)
        if exact:
            self._values.set_distribution(distribution)

    def set_problem(self, sentence: str) -> None:
        """Say why there are no numbers."""
        self._histogram.set_problem(sentence)

    def drawing(self) -> QWidget | None:
        """The histogram: the values are a table, which is saved as numbers."""
        return self._histogram.drawing()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._histogram.apply_theme()
        self._values.apply_theme()
        self._folds.apply_theme()

    def _build_folds(self) -> None:
        histogram = Fold("Histogram", self._histogram, beside=self._histogram.readout)
        self._folds = Folds((histogram, Fold("Values", self._values)), _SHARES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._folds)
