"""The rows, or columns, of one tensor once they are measured: the plot, those that stand apart, and the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.jobs import Runner
from gui.labels import label
from gui.models.row_order import Arrangement, Group, Measured, Sort
from gui.models.rows_model import RowsModel
from gui.models.rows_sheet import RowsSheet
from gui.pages.fold import Fold, Folds
from gui.pages.row_groups import RowGroups
from gui.pages.rows_copy import RowsCopy
from gui.pages.rows_plot import RowsPlot
from gui.pages.rows_table import RowsTable
from gui.pages.rows_words import line_words, rule_words
from weights import text
from weights.matrices.measures import Measure

_SHARES = (2, 3)  # of the height, for the plot and the table


class RowsView(QWidget):
    """Going to a line that is not listed asks for all to be listed."""

    painted = Signal()
    group_chosen = Signal()
    line_opened = Signal(int)

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._measured: Measured | None = None
        self._arranged: Arrangement | None = None
        self._line: int | None = None  # the one to be gone to, or the current one
        self._copy = RowsCopy(runner, self)
        self._build_plot()
        self._build_table()
        self._build_layout()
        self._join()

    @property
    def group(self) -> Group:
        """Which lines are to be listed."""
        return self._groups.choice

    def take_measured(self, measured: Measured) -> None:
        """These are to be shown; their arrangement follows."""
        self._measured = measured
        self._groups.show_counts(measured)
        self._rule.setText(rule_words(measured))

    def show_arranged(self, arranged: Arrangement) -> None:
        """Show them so; the current line stays current where only the tensor is another one."""
        measured, before = self._measured, self._arranged
        if measured is None:
            return
        self._arranged = arranged
        if before is None or not before.draws_like(arranged):
            limits = measured.outlying.limits if arranged.wish.measure is Measure.L2 else None
            self._plot.show_arrangement(arranged, measured.measures.along, limits)
        self._model.show(RowsSheet(measured.measures, arranged.listed))
        line, self._line = self._line, None
        self._table.go_to((None if line is None else arranged.row_of(line)) or 0)

    def go_to(self, line: int) -> None:
        """Make a line current, and give the keys to the table."""
        row = None if self._arranged is None else self._arranged.row_of(line)
        if row is None:
            self._line = line
            self._groups.choose(Group.ALL)
            self.group_chosen.emit()
        else:
            self._table.go_to(row)
        self._table.setFocus()

    def clear(self) -> None:
        """Others are to come; in the order of the indices, the line with the same index will be current."""
        if self._arranged is not None:
            self._line = self._current() if self._arranged.wish.sort is Sort.IN_ORDER else None
        self._measured = self._arranged = None
        self._copy.stop()
        self._plot.clear_drawing()
        self._model.show(None)
        self._readout.clear()
        self.say("")

    @property
    def plot(self) -> QWidget:
        """The drawing alone."""
        return self._plot

    def say(self, words: str) -> None:
        """Say something below the table."""
        self._words.setText(text.visible(words, 300))

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._folds.apply_theme()
        self._plot.apply_theme()
        self._table.apply_theme()

    def _build_plot(self) -> None:
        self._plot = RowsPlot()
        self._readout = label(role="faint", font=theme.label_font())
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _build_table(self) -> None:
        self._groups = RowGroups()
        self._rule = label(role="faint", font=theme.label_font())
        self._rule.setWordWrap(True)
        self._model = RowsModel(self)
        self._table = RowsTable(self._model)
        self._words = label(role="secondary", selectable=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _build_layout(self) -> None:
        lines = QWidget()
        layout = QVBoxLayout(lines)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        for widget in (self._groups, self._rule, self._table, self._words):
            layout.addWidget(widget, stretch=1 if widget is self._table else 0)
        self._folds = Folds((Fold("Plot", self._plot, beside=self._readout), Fold("Table", lines)), _SHARES)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._folds)

    def _join(self) -> None:
        self._copy.said.connect(self.say)
        self._groups.chosen.connect(self.group_chosen)
        self._plot.painted.connect(self.painted)
        self._plot.hovered.connect(self._read_out)
        self._plot.place_wanted.connect(self._go_to_place)
        self._table.moved.connect(self._tell_current)
        self._table.copy_wanted.connect(self._copy_selected)
        self._table.opened.connect(self._open_current)

    def _copy_selected(self) -> None:
        rows = self._table.selected_rows()
        if rows and self._model.sheet is not None:
            self._copy.copy(self._model.sheet, rows)

    def _current(self) -> int | None:
        return self._model.line(self._table.currentIndex().row())

    def _tell_current(self) -> None:
        """Say which line is current, and point it out in the plot."""
        line = self._current()
        if line is not None and self._measured is not None and self._arranged is not None:
            self._plot.mark(self._arranged.place_of(line))
            self.say(line_words(self._measured.measures, line))

    def _open_current(self) -> None:
        line = self._current()
        if line is not None:
            self.line_opened.emit(line)

    def _read_out(self, place: int | None) -> None:
        if place is None or self._measured is None or self._arranged is None:
            self._readout.clear()
        else:
            self._readout.setText(line_words(self._measured.measures, int(self._arranged.order[place])))

    def _go_to_place(self, place: int) -> None:
        if self._arranged is not None:
            self.go_to(int(self._arranged.order[place]))
