"""The values of a tensor: a paged grid over all of it, ways to get about in it, and the cell one is at in words."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.jobs import Runner
from gui.models.plane import Index, Plane, Slice, plane_of
from gui.models.tint import Tint
from gui.models.values_model import PAGE, Page, ValuesModel
from gui.pages.axis_pickers import AxisPickers
from gui.pages.block_text import MAX_CELLS, block_text
from gui.pages.index_text import parse_index, show_index
from gui.pages.jump_bar import JumpBar
from gui.pages.pager import Pager
from gui.pages.value_search import ValueSearch
from gui.pages.values_table import ValuesTable
from gui.plot_style import diverging_ends
from weights import text
from weights.digits import as_float32, native
from weights.dtypes import Kind
from weights.errors import BadQuery

if TYPE_CHECKING:
    from weights.statistics.distribution import Distribution
    from weights.tensors import Readable

_COPY = "values.copy"
_TINT_SHARE = 0.995  # of the values lie within the scale of the tint
_SAME_AS_FLOAT32 = ("float32", "bool", "complex64")


class ValuesView(QWidget):
    """Shows one tensor at a time; a tensor of the same shape is shown at the same place as the one before."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._data: Readable | None = None
        self._plane: Plane | None = None
        self._distribution: Distribution | None = None
        self._is_tinted = False
        self._model = ValuesModel(runner, self)
        self._search = ValueSearch(runner, self)
        self._build_controls()
        self._build_grid()
        self._build_layout()
        self._join()
        self.show_tensor(None)

    def show_tensor(self, data: Readable | None) -> None:
        """Show the values of a tensor, or an empty place."""
        self._stop()
        self._data, self._distribution = data, None
        self._model.set_tint(None)
        if data is None:
            self._say_instead("No values to show")
            return
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

    def set_problem(self, sentence: str | None) -> None:
        """Say in place of the values why they cannot be shown."""
        if sentence is not None:
            self._say_instead(sentence)

    def set_distribution(self, distribution: Distribution | None) -> None:
        """What the tint is scaled by, and whether there is a NaN to go to."""
        self._distribution = distribution
        statistics = None if distribution is None else distribution.statistics()
        self._bar.allow_nan(possible=statistics is None or statistics.nan > 0)
        self._apply_tint()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._apply_tint()
        self._table.apply_theme()

    def _build_controls(self) -> None:
        self._pickers = AxisPickers()
        self._bar = JumpBar()

    def _build_grid(self) -> None:
        self._table = ValuesTable(self._model)
        self._instead = QLabel()
        self._instead.setTextFormat(Qt.TextFormat.PlainText)
        self._instead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._instead.setWordWrap(True)
        self._instead.setProperty("role", "secondary")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._instead)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setProperty("role", "secondary")
        self._row_pager = Pager("rows", PAGE)
        self._column_pager = Pager("columns", PAGE)

    def _build_layout(self) -> None:
        self._controls = QWidget()
        controls = QVBoxLayout(self._controls)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(theme.UNIT)
        controls.addWidget(self._pickers)
        controls.addWidget(self._bar)
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
        self._search.found.connect(self._go_to)
        self._search.said.connect(self._words.setText)
        self._row_pager.turned.connect(lambda row: self._turn(Page(row, self._model.page.column)))
        self._column_pager.turned.connect(lambda column: self._turn(Page(self._model.page.row, column)))
        self._table.moved.connect(self._tell_cell)
        self._table.copy_wanted.connect(self._copy)
        self._model.dataChanged.connect(self._tell_cell)
        stop = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        stop.activated.connect(self._stop)

    def _offer(self, data: Readable) -> None:
        """The controls that make sense for this tensor."""
        self._controls.show()
        self._pickers.setVisible(len(data.shape) > 1)
        self._bar.show_example(data.shape)
        self._bar.allow_nan(possible=data.dtype.kind in (Kind.FLOAT, Kind.COMPLEX))
        self._bar.allow_float32(differs=data.dtype.name not in _SAME_AS_FLOAT32)
        self._model.set_native(self._bar.is_native)

    def _say_instead(self, sentence: str) -> None:
        self._model.show(None, None, Page())
        self._instead.setText(sentence)
        self._stack.setCurrentWidget(self._instead)
        self._controls.hide()
        self._words.clear()
        self._row_pager.hide()
        self._column_pager.hide()

    def _show_plane(self, plane: Plane, page: Page | None = None) -> None:
        data = self._data
        if data is None:
            return
        self._plane = plane
        if isinstance(plane, Slice):
            self._pickers.show_slice(plane)
        self._model.show(data, plane, page or Page())
        self._row_pager.show_place(self._model.page.row, plane.rows)
        self._column_pager.show_place(self._model.page.column, plane.columns)
        self._table.fit_columns(data.dtype, is_native=self._bar.is_native)
        self._table.fit_row_labels()

    def _turn(self, page: Page) -> None:
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
            self._go_to(parse_index(typed, self._data.shape))
        except BadQuery as problem:
            self._words.setText(str(problem))

    def _go_to(self, index: Index) -> None:
        plane = self._plane
        if plane is None:
            return
        if isinstance(plane, Slice):
            plane = plane.through(index)
        row, column = plane.cell(index)
        page = Page.holding(row, column)
        if plane != self._plane or page != self._model.page:
            self._show_plane(plane, page)
        self._table.go_to(row - page.row, column - page.column)
        self._tell_cell()
        self._table.setFocus()

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
        self._runner.cancel(_COPY)
        if self._search.stop():
            self._words.setText("Search stopped")

    def _set_native(self, is_native: bool) -> None:
        self._model.set_native(is_native)
        if self._data is not None:
            self._table.fit_columns(self._data.dtype, is_native=is_native)

    def _set_tinted(self, is_tinted: bool) -> None:
        self._is_tinted = is_tinted
        self._apply_tint()

    def _apply_tint(self) -> None:
        """Equal tints mean equal values wherever one scrolls: the scale belongs to the tensor, not to what is seen."""
        scale = self._scale() if self._is_tinted else None
        ends = map(QColor, diverging_ends())
        self._model.set_tint(None if not scale else Tint(scale, QColor(theme.colors().page), *ends))

    def _scale(self) -> float | None:
        if self._distribution is None:
            return None
        ends = (self._distribution.quantile(1 - _TINT_SHARE), self._distribution.quantile(_TINT_SHARE))
        return max((abs(end) for end in ends if end is not None), default=None)

    def _tell_cell(self) -> None:
        current = self._table.currentIndex()
        element = self._model.element(current)
        if self._data is None or element is None:
            self._words.clear()
            return
        value = self._model.value(current)
        if value is None:
            self._words.setText(show_index(element))
            return
        words = f"{show_index(element)}  =  {native(value, self._data.dtype)}"
        if self._data.dtype.name not in _SAME_AS_FLOAT32:
            words += f"   {self._data.dtype.name}, {as_float32(value)} as float32"
        self._words.setText(words)

    def _copy(self) -> None:
        rows, columns = self._table.selected_block()
        data, plane = self._data, self._plane
        if data is None or plane is None or not rows:
            return
        cells = len(rows) * len(columns)
        if cells > MAX_CELLS:
            self._words.setText(f"{text.count(cells)} values are too many to copy; {text.count(MAX_CELLS)} at most")
            return
        page, is_native = self._model.page, self._bar.is_native
        down, across = (
            (part.start + first, part.stop + first) for part, first in ((rows, page.row), (columns, page.column))
        )

        def work() -> Generator[None, None, str]:
            return block_text(data, plane, down, across, is_native=is_native)

        def copied(block: str) -> None:
            QGuiApplication.clipboard().setText(block)
            self._words.setText(f"Copied {text.count(cells)} {'value' if cells == 1 else 'values'}")

        self._runner.start(_COPY, work, done=copied, failed=lambda error: self._words.setText(str(error)))
