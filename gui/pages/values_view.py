"""The values of a tensor: a paged grid over all of it, ways to get about in it, and the cell one is at in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.jobs import Runner
from gui.labels import label, notice
from gui.models.plane import Index, Plane, Slice, plane_of
from gui.models.values_model import PAGE, GridPage, ValuesModel
from gui.pages.axis_pickers import AxisPickers
from gui.pages.block_copy import BlockCopy
from gui.pages.cell_text import cell_words, differs_as_float32, parse_index
from gui.pages.jump_bar import JumpBar
from gui.pages.pager import Pager
from gui.pages.tints import tint_of
from gui.pages.value_search import ValueSearch
from gui.pages.values_table import ValuesTable
from weights import text
from weights.dtypes import Kind
from weights.errors import BadQuery

if TYPE_CHECKING:
    from weights.statistics.distribution import Distribution
    from weights.tensors import Readable


class ValuesView(QWidget):
    """Shows one tensor at a time; a tensor of the same shape is shown at the same place as the one before."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._data: Readable | None = None
        self._plane: Plane | None = None
        self._distribution: Distribution | None = None
        self._is_tinted = False
        self._is_awaited = False  # the words are of a cell whose value is not there yet
        self._model = ValuesModel(runner, self)
        self._search = ValueSearch(runner, self)
        self._block_copy = BlockCopy(runner, self)
        self._build_controls()
        self._build_grid()
        self._build_layout()
        self._join()
        self.show_nothing()

    def show_tensor(self, data: Readable) -> None:
        """Show the values of a tensor."""
        self._stop()
        self._data, self._distribution = data, None
        self._model.set_tint(None)
        if 0 in data.shape:
            self._say_instead(f"This tensor has no elements: its shape is {text.shape(data.shape)}")
            return
        self._offer(data)
        if self._plane is None or self._plane.shape != data.shape:
            self._show_plane(plane_of(data.shape))
            self._table.go_to(0, 0)
        else:
            place = self._place()
            self._show_plane(self._plane, self._model.page)
            self._table.go_to(*place)
        self._stack.setCurrentWidget(self._table)

    def show_nothing(self) -> None:
        """There are no values to show; why is said beside the figures and in place of the histogram."""
        self._stop()
        self._data = self._distribution = None
        self._say_instead("No values to show")

    def set_distribution(self, distribution: Distribution) -> None:
        """What the tint is scaled by, and whether there is a NaN to go to."""
        self._distribution = distribution
        self._bar.allow_nan(possible=distribution.nan > 0)
        self._apply_tint()
        self._fit_columns()

    def go_to(self, index: Index) -> None:
        """Go to an element of the tensor on show, and put the keyboard there."""
        plane = self._plane
        if plane is None:
            return
        if isinstance(plane, Slice):
            plane = plane.through(index)
        row, column = plane.cell(index)
        page = GridPage.holding(row, column)
        if plane != self._plane or page != self._model.page:
            self._show_plane(plane, page)
        self._table.go_to(row - page.row, column - page.column)
        self._tell_cell()
        self._table.setFocus()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._apply_tint()
        self._table.apply_theme()
        self._pickers.apply_theme()

    def _build_controls(self) -> None:
        self._pickers = AxisPickers()
        self._bar = JumpBar()

    def _build_grid(self) -> None:
        self._table = ValuesTable(self._model)
        self._instead = notice()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._instead)
        self._words = label(role="secondary", selectable=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row_pager = Pager("rows", PAGE)
        self._column_pager = Pager("columns", PAGE)

    def _build_layout(self) -> None:
        self._controls = QWidget()
        controls = FlowLayout(self._controls, theme.GROUP, theme.UNIT)
        controls.addWidget(self._bar)
        controls.addWidget(self._pickers)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GROUP)
        foot.addWidget(self._words, stretch=1)
        foot.addWidget(self._row_pager)
        foot.addWidget(self._column_pager)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * theme.UNIT, 0, 0)
        layout.setSpacing(2 * theme.UNIT)
        layout.addWidget(self._controls)
        layout.addWidget(self._stack, stretch=1)
        layout.addLayout(foot)

    def _join(self) -> None:
        self._model.failed.connect(self._say_instead)
        self._pickers.picked.connect(self._show_plane)
        self._bar.index_wanted.connect(self._go_to_typed)
        self._bar.largest_wanted.connect(self._find_largest)
        self._bar.smallest_wanted.connect(self._find_smallest)
        self._bar.nan_wanted.connect(self._find_nan)
        self._bar.native_chosen.connect(self._set_native)
        self._bar.tint_chosen.connect(self._set_tinted)
        self._search.found.connect(self.go_to)
        for worker in (self._search, self._block_copy):
            worker.said.connect(self._say)
        self._row_pager.turned.connect(lambda row: self._turn(GridPage(row, self._model.page.column)))
        self._column_pager.turned.connect(lambda column: self._turn(GridPage(self._model.page.row, column)))
        self._table.moved.connect(self._tell_cell)
        self._table.copy_wanted.connect(self._copy)
        self._model.dataChanged.connect(self._tell_awaited)
        stop = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        stop.activated.connect(self._stop)

    def _offer(self, data: Readable) -> None:
        """The controls that make sense for this tensor."""
        self._controls.show()
        self._pickers.setVisible(len(data.shape) > 1)
        self._bar.setVisible(bool(data.shape))
        self._bar.show_example(data.shape)
        self._bar.allow_nan(possible=data.dtype.kind in (Kind.FLOAT, Kind.COMPLEX))
        self._bar.allow_float32(differs=differs_as_float32(data.dtype))
        self._model.set_native(self._bar.is_native)

    def _say_instead(self, sentence: str) -> None:
        self._model.show(None, None, GridPage())
        self._instead.setText(text.visible(sentence, 300))
        self._stack.setCurrentWidget(self._instead)
        self._controls.hide()
        self._say("")
        self._row_pager.hide()
        self._column_pager.hide()

    def _show_plane(self, plane: Plane, page: GridPage | None = None) -> None:
        data = self._data
        if data is None:
            return
        self._plane = plane
        if isinstance(plane, Slice):
            self._pickers.show_slice(plane)
        self._model.show(data, plane, page or GridPage())
        self._row_pager.show_place(self._model.page.row, plane.rows)
        self._column_pager.show_place(self._model.page.column, plane.columns)
        self._fit_columns()
        self._table.fit_row_labels()

    def _turn(self, page: GridPage) -> None:
        if self._plane is not None:
            self._show_plane(self._plane, page)
            self._table.go_to(0, 0)

    def _place(self) -> tuple[int, int]:
        """The current cell of the page, or its first."""
        current = self._table.currentIndex()
        return max(current.row(), 0), max(current.column(), 0)

    def _go_to_typed(self, typed: str) -> None:
        if self._data is None:
            return
        try:
            self.go_to(parse_index(typed, self._data.shape))
        except BadQuery as problem:
            self._say(str(problem))

    def _find_largest(self) -> None:
        if self._data is not None:
            self._search.largest(self._data)

    def _find_smallest(self) -> None:
        if self._data is not None:
            self._search.smallest(self._data)

    def _find_nan(self) -> None:
        if self._data is not None:
            self._search.next_nan(self._data, self._model.element(self._table.currentIndex()))

    def _stop(self) -> None:
        self._block_copy.stop()
        if self._search.stop():
            self._say("Search stopped")

    def _set_native(self, is_native: bool) -> None:
        self._model.set_native(is_native)
        self._fit_columns()

    def _fit_columns(self) -> None:
        if self._data is not None:
            ends = () if self._distribution is None else (self._distribution.minimum, self._distribution.maximum)
            self._table.fit_columns(self._data.dtype, ends, is_native=self._bar.is_native)

    def _set_tinted(self, is_tinted: bool) -> None:
        self._is_tinted = is_tinted
        self._apply_tint()

    def _apply_tint(self) -> None:
        self._model.set_tint(
            tint_of(self._distribution) if self._is_tinted and self._distribution is not None else None
        )

    def _tell_cell(self) -> None:
        """Say which element the current cell holds."""
        current = self._table.currentIndex()
        element = self._model.element(current)
        value = self._model.value(current)
        if self._data is None or element is None:
            self._say("")
            return
        self._say(cell_words(self._data.dtype, element, value))
        self._is_awaited = value is None

    def _tell_awaited(self) -> None:
        if self._is_awaited:
            self._tell_cell()

    def _say(self, words: str) -> None:
        self._is_awaited = False
        self._words.setText(text.visible(words, 300))

    def _copy(self) -> None:
        rows, columns = self._table.selected_block()
        if self._data is None or self._plane is None or not rows:
            return
        page = self._model.page
        down = rows.start + page.row, rows.stop + page.row
        across = columns.start + page.column, columns.stop + page.column
        self._block_copy.copy(self._data, self._plane, down, across, is_native=self._bar.is_native)
