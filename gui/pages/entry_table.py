"""A table of nodes with bars; a click or Enter goes to the node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui import theme
from gui.heads import draw_head
from gui.models.entries import FIGURES, TITLES, Entry, EntryModel, SumsOf, listed
from gui.models.qt_index import AnyIndex
from weights.tree import Node

_BAR = 72  # the width of a whole bar
_BAR_HEIGHT = 6
_PERCENT = 64  # the room for its figure
_NAME = 160  # what the name keeps where the table is narrow
_GIVING_WAY = (Entry.TYPE, Entry.PARAMETERS, Entry.SHARE, Entry.SHAPE)
_LONGEST_TEXT = 280


class EntryTable(QTableView):
    """`whole_height` tables are as tall as their rows and leave scrolling to the page."""

    node_wanted = Signal(object)  # Node

    def __init__(self, name_of: Callable[[Node], str], *, whole_height: bool) -> None:
        super().__init__()
        self._rows = EntryModel(name_of, self)
        self._whole_height = whole_height
        self._widths: dict[Entry, int] = {}  # what each column that says something needs, but the name
        self.setModel(self._rows)
        self._delegate = _Delegate(self, 0 if whole_height else theme.CELL)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self._set_up_heads()
        self.clicked.connect(self._go)
        self.activated.connect(self._go)

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        if self._whole_height:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _set_up_heads(self) -> None:
        rows, heads = self.verticalHeader(), _Heads(self)
        self.setHorizontalHeader(heads)
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.ROW)
        heads.setVisible(not self._whole_height)
        heads.setFixedHeight(theme.ROW)
        heads.setMinimumSectionSize(24)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionResizeMode(Entry.NAME, QHeaderView.ResizeMode.Stretch)

    def show_nodes(
        self, nodes: Sequence[Node], whole: int, sums_of: SumsOf = listed, hidden: Sequence[Entry] = ()
    ) -> None:
        """Show these nodes, whose bytes are shares of `whole`; columns that say nothing are left out."""
        self._rows.show_nodes(nodes, whole, sums_of)
        texts = {column: self._rows.first_texts(column) for column in Entry if column is not Entry.NAME}
        self._widths = {
            column: self._delegate.width_of(column, [TITLES[column], *texts[column]])
            for column in texts
            if column not in hidden and any(texts[column])
        }
        if self._whole_height:
            self.setFixedHeight(max(1, len(nodes)) * theme.ROW)
        self._share_out()
        self.scrollToTop()

    def _share_out(self) -> None:
        """The name takes what the others leave; some of them go where that is too little."""
        widths = dict(self._widths)
        for column in _GIVING_WAY:
            if self.viewport().width() - sum(widths.values()) >= _NAME:
                break
            widths.pop(column, None)
        self._delegate.last = max((Entry.NAME, *widths))
        for column in Entry:
            self.setColumnHidden(column, column is not Entry.NAME and column not in widths)
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._delegate.apply_theme()
        self.viewport().update()

    def _go(self, index: QModelIndex) -> None:
        self.node_wanted.emit(self._rows.node_at(index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()


class _Heads(QHeaderView):
    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        column = Entry(logicalIndex)
        painter.save()
        draw_head(painter, rect, TITLES[column], right=column in FIGURES)
        painter.restore()


class _Delegate(QStyledItemDelegate):
    """Names elided in the middle, shapes and types in the second grey, shares as bars with their figure."""

    def __init__(self, parent: QTableView, inset: int) -> None:
        """`inset`: what stays free at the left of a name and at the right of the last column."""
        super().__init__(parent)
        self._inset = inset
        self.last = Entry.NAME
        self.apply_theme()

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        colors = theme.colors()
        self._text, self._secondary = QColor(colors.text), QColor(colors.secondary)
        self._track, self._bar, self._hover = QColor(colors.hairline), QColor(colors.a), QColor(colors.side)
        self._selection = QColor(colors.selection)
        self._font = theme.text_font()
        self._metrics = QFontMetrics(self._font)

    def width_of(self, column: Entry, texts: Iterable[str]) -> int:
        """The width that a column with these texts needs."""
        if column is Entry.SHARE:
            return _BAR + _PERCENT + 2 * theme.CELL
        widest = max((self._metrics.horizontalAdvance(text) for text in texts), default=0)
        return min(widest, _LONGEST_TEXT) + 2 * theme.CELL + 1  # thin spaces have fractions of a pixel

    def _draw_bar(self, painter: QPainter, area: QRect, share: float, figure: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = area.y() + (area.height() - _BAR_HEIGHT) / 2
        radius = _BAR_HEIGHT / 2
        painter.setBrush(self._track)
        painter.drawRoundedRect(QRectF(area.x(), top, _BAR, _BAR_HEIGHT), radius, radius)
        painter.setBrush(self._bar)
        painter.drawRoundedRect(QRectF(area.x(), top, max(share * _BAR, 2), _BAR_HEIGHT), radius, radius)
        painter.setPen(self._secondary)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figure)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model, column = index.model(), Entry(index.column())
        if not isinstance(model, EntryModel):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._selection)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._hover)
        painter.setFont(self._font)
        left = self._inset if column is Entry.NAME else theme.CELL
        right = self._inset if column is self.last else theme.CELL
        area = option.rect.adjusted(left, 0, -right, 0)
        text = str(model.data(index))
        if column is Entry.SHARE and text:
            self._draw_bar(painter, area, model.share_at(index), text)
        else:
            painter.setPen(self._secondary if column in (Entry.SHAPE, Entry.TYPE) else self._text)
            shown = self._metrics.elidedText(text, _ELISION.get(column, Qt.TextElideMode.ElideRight), area.width())
            side = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


_ELISION = {Entry.NAME: Qt.TextElideMode.ElideMiddle}
