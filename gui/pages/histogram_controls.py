"""How the histogram is to be drawn: scales, bins, range. Controls only; they hold the choices and announce changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.pages.range_edits import RangeEdits
from gui.pages.segments import Segment, Segments
from weights.statistics.histogram import Scale

_MAX_BINS = 2000


class HistogramControls(QWidget):
    """A row of controls, more than one where the window is narrow."""

    changed = Signal()  # any of the choices below
    range_wanted = Signal(float, float)
    refused = Signal(str)  # why what was typed is no range
    reset_wanted = Signal()
    lock_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._layout = FlowLayout(self, 3 * theme.UNIT, theme.UNIT)
        self._build_choices()
        self._build_bins()
        self._build_range()
        self._build_lock()

    @property
    def scale(self) -> Scale:
        return Scale(self._scale.choice)

    @property
    def is_density(self) -> bool:
        return self._unit.choice == "density"

    @property
    def is_log(self) -> bool:
        return self._height.choice == "y log"

    @property
    def bins(self) -> int | None:
        """The number of bins asked for; None to have it chosen."""
        return self._bins.value() or None

    @property
    def is_locked(self) -> bool:
        return self.lock.isChecked()

    def show_range(self, low: float, high: float) -> None:
        """Show the range that is drawn."""
        self._range.show_range(low, high)

    def _build_choices(self) -> None:
        self._scale = Segments(
            "Scale of values",
            [
                Segment(Scale.LINEAR, "Bins of equal width"),
                Segment(Scale.SYMLOG, "Logarithmic on both sides of zero, linear next to it"),
            ],
        )
        self._unit = Segments(
            "Unit",
            [Segment("count", "Values in each bin"), Segment("density", "Share of all values, per unit of value")],
        )
        self._height = Segments(
            "Scale of counts",
            [Segment("y linear", "Counts in proportion"), Segment("y log", "Powers of ten of counts")],
        )
        for choice in (self._scale, self._unit, self._height):
            choice.chosen.connect(self.changed)
            self._layout.addWidget(choice)

    def _build_bins(self) -> None:
        self._bins = QSpinBox()
        self._bins.setRange(0, _MAX_BINS)
        self._bins.setSpecialValueText("bins auto")
        self._bins.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._bins.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bins.setPrefix("bins ")
        self._bins.setAccessibleName("Number of bins")
        self._bins.setToolTip("Number of bins; 0 chooses it from the number of values")
        self._bins.setKeyboardTracking(False)
        self._bins.setFixedWidth(self._bins.fontMetrics().horizontalAdvance("bins auto") + 6 * theme.UNIT)
        self._bins.valueChanged.connect(self.changed)
        self._layout.addWidget(self._bins)

    def _build_range(self) -> None:
        self._range = RangeEdits("Back to the default range (double-click on the plot)")
        self._range.range_wanted.connect(self.range_wanted)
        self._range.refused.connect(self.refused)
        self._range.reset_wanted.connect(self.reset_wanted)
        self._layout.addWidget(self._range)

    def _build_lock(self) -> None:
        self.lock = QPushButton("lock axes")
        self.lock.setCheckable(True)
        self.lock.setProperty("compact", True)
        self.lock.setAccessibleName("Lock axes")
        self.lock.setToolTip("Keep both axes while going from tensor to tensor (L)")
        self.lock.toggled.connect(self.lock_toggled)
        self._layout.addWidget(self.lock)
        # Not the button's own shortcut, which would lock only after an animated click.
        QShortcut(QKeySequence("L"), self).activated.connect(self.lock.toggle)
