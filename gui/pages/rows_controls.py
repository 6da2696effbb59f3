"""What is to be seen of a tensor's rows: rows or columns, which measure, in which order. Wishes only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.models.row_order import Sort
from gui.pages.segments import Segment, Segments
from weights.matrices.measures import Along, Measure

_EDIT_CHARACTERS = 12


class RowsControls(QWidget):
    """A row of controls, more than one where the window is narrow."""

    along_chosen = Signal()
    order_chosen = Signal()  # the measure or the sorting
    line_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._layout = FlowLayout(self, 3 * theme.UNIT, theme.UNIT)
        self._build_choices()
        self._build_line()
        self.name_lines()

    @property
    def along(self) -> Along:
        return Along(self._along.choice)

    @property
    def measure(self) -> Measure:
        return Measure(self._measure.choice)

    @property
    def sort(self) -> Sort:
        return Sort(self._sort.choice)

    def name_lines(self) -> None:
        """Call rows rows, and columns columns."""
        self._line.setPlaceholderText(f"go to {self.along.one}")
        self._line.setAccessibleName(f"{self.along.one.capitalize()} to go to")
        self._line.setToolTip(f"Go to a {self.along.one} by its index; negative ones count from the end (Ctrl+G)")
        self._line.clear()

    def _build_choices(self) -> None:
        self._along = Segments(
            "Lines",
            [
                Segment(Along.ROWS, "Each index of the first axis, with all the other axes"),
                Segment(Along.COLUMNS, "Each index of the last axis, with all the other axes"),
            ],
        )
        self._measure = Segments(
            "Measure",
            [
                Segment(Measure.L2, "The square root of the sum of the squares"),
                Segment(Measure.MEAN, "The mean of the values"),
                Segment(Measure.LARGEST, "The largest magnitude"),
            ],
        )
        self._sort = Segments(
            "Order",
            [
                Segment(Sort.IN_ORDER, "In the order of their indices"),
                Segment(Sort.ASCENDING, "The smallest measure first"),
                Segment(Sort.DESCENDING, "The largest measure first"),
            ],
        )
        self._along.chosen.connect(self._take_along)
        for choice in (self._measure, self._sort):
            choice.chosen.connect(self.order_chosen)
        for choice in (self._along, self._measure, self._sort):
            self._layout.addWidget(choice)

    def _build_line(self) -> None:
        self._line = QLineEdit()
        self._line.setFixedWidth(self._line.fontMetrics().averageCharWidth() * _EDIT_CHARACTERS + 6 * theme.UNIT)
        self._line.returnPressed.connect(lambda: self.line_wanted.emit(self._line.text()))
        self._layout.addWidget(self._line)
        shortcut = QShortcut(QKeySequence("Ctrl+G"), self)
        shortcut.activated.connect(self._focus_line)

    def _take_along(self) -> None:
        self.name_lines()
        self.along_chosen.emit()

    def _focus_line(self) -> None:
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
