"""The range of a plot by its two ends, as numbers that can be typed, with a way back to the default range."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from gui import theme
from gui.labels import label
from gui.pages.histogram_words import ends
from weights import text

_EDIT_CHARACTERS = 6
_LARGEST = 1.7e308


class RangeEdits(QWidget):
    """`low to high [reset]`; Enter in either field applies both."""

    range_wanted = Signal(float, float)
    refused = Signal(str)  # why what was typed is no range
    reset_wanted = Signal()

    def __init__(
        self,
        reset_tip: str = "Back to the default range",
        other_way: str = ". Dragging across the plot selects a range too",
    ) -> None:
        """`other_way` is said in the fields' tooltips."""
        super().__init__()
        self._other_way = other_way
        self._low, self._high = self._edit("Lower end of the range"), self._edit("Upper end of the range")
        self._reset = QPushButton("reset")
        self._reset.setProperty("compact", True)
        self._reset.setAccessibleName("Reset the range")
        self._reset.setToolTip(reset_tip)
        self._reset.clicked.connect(self.reset_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        for widget in (self._low, label("to", role="secondary"), self._high, self._reset):
            layout.addWidget(widget)

    def show_range(self, low: float, high: float) -> None:
        """Show the range that is drawn."""
        for edit, shown in zip((self._low, self._high), ends(low, high), strict=True):
            edit.setText(shown)
            _fit(edit, shown)
            edit.setCursorPosition(0)

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setAccessibleName(name)
        edit.setToolTip(f"{name}; Enter applies it{self._other_way}")
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
