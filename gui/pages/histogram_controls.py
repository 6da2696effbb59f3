"""How the histogram is to be drawn: scales, bins, range. Controls only; they hold the choices and announce changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.labels import label
from gui.pages.histogram_words import ends
from gui.pages.segments import Segment, Segments
from weights import text
from weights.statistics.histogram import Scale

_MAX_BINS = 2000
_EDIT_CHARACTERS = 6
_LARGEST = 1.7e308


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
        for edit, shown in zip((self._low, self._high), ends(low, high), strict=True):
            edit.setText(shown)
            _fit(edit, shown)
            edit.setCursorPosition(0)

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
        self._low, self._high = self._edit("Lower end of the range"), self._edit("Upper end of the range")
        self._reset = QPushButton("reset")
        self._reset.setProperty("compact", True)
        self._reset.setToolTip("Back to the default range (double-click on the plot)")
        self._reset.clicked.connect(self.reset_wanted)
        group = QWidget()
        layout = QHBoxLayout(group)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        for widget in (self._low, label("to", role="secondary"), self._high, self._reset):
            layout.addWidget(widget)
        self._layout.addWidget(group)

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

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setAccessibleName(name)
        edit.setToolTip(f"{name}; Enter applies it. Dragging across the plot selects a range too")
        _fit(edit, "")
        edit.returnPressed.connect(self._apply_range)
        return edit

    def _apply_range(self) -> None:
        try:
            low, high = (float(edit.text().replace(text.MINUS, "-")) for edit in (self._low, self._high))
        except ValueError:
            self.refused.emit("A range is two numbers, such as \N{MINUS SIGN}0.1 and 0.1")
            return
        if not -_LARGEST <= low < high <= _LARGEST:
            self.refused.emit("The lower end of a range must be below its upper end")
            return
        self.range_wanted.emit(low, high)


def _fit(edit: QLineEdit, shown: str) -> None:
    """As wide as what is in it, and never narrower than most ranges are."""
    metrics = edit.fontMetrics()
    widest = max(metrics.horizontalAdvance(words) for words in (shown, "0" * _EDIT_CHARACTERS))
    edit.setFixedWidth(widest + 6 * theme.UNIT)
