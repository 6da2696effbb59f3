"""The heads of the columns: quiet labels, sorting, hiding, widths that are remembered, and who gives way to whom."""

from __future__ import annotations

import json

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from gui import preferences, theme
from gui.heads import draw_head
from gui.models.columns import GIVING_WAY, LOOKS, OF_NUMBERS, Column
from gui.models.order import NATURAL, Order

_HEIGHT = 7 * theme.UNIT
_LARGEST_FIRST = frozenset(column for column in Column if LOOKS[column].figures or column is Column.DISTRIBUTION)


class ColumnHeader(QHeaderView):
    """The heads over the tree or the flat list; `key` is where its arrangement is remembered."""

    order_wanted = Signal(object)  # Order

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._key = key
        self.order = NATURAL
        self._widths = {column: LOOKS[column].width for column in Column}
        self._shown = {column for column in Column if LOOKS[column].shown}
        self._widest_shape = LOOKS[Column.SHAPE].at_least
        self._placed: list[Column] = []
        self._is_arranging = False
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setFixedHeight(_HEIGHT)
        self.sectionClicked.connect(self._sort_by)
        self.sectionResized.connect(self._keep_width)
        self._recall()

    def make_room_for_shape(self, width: int) -> None:
        """A shape of this width is in the list: the column never gets narrower than it."""
        if width > self._widest_shape:
            self._widest_shape = width
            self.arrange()

    def forget_shapes(self) -> None:
        """Another checkpoint is shown: its shapes decide how wide their column is."""
        self._widest_shape = LOOKS[Column.SHAPE].at_least

    def places(self) -> list[tuple[Column, int, int]]:
        """The columns that are shown, with the left end and the width of each in the view."""
        return [(column, self.sectionViewportPosition(column), self.sectionSize(column)) for column in self._placed]

    def draw_numbers(self, rows: QWidget) -> None:
        """Have the columns drawn anew that are filled by counting."""
        for column, x, width in self.places():
            if column in OF_NUMBERS:
                rows.update(x, 0, width, rows.height())

    def arrange(self) -> None:
        """Share out the width: the name takes what the others leave, and some of them go where that is too little."""
        if self._is_arranging or self.count() < len(Column):
            return
        self._is_arranging = True
        widths = self._fitting_widths(self.viewport().width())
        self._placed = [column for column in Column if column in widths]
        for column in Column:
            self.setSectionHidden(column, column not in widths)
            if column in widths:
                self.resizeSection(column, widths[column])
        self._is_arranging = False

    def _fitting_widths(self, available: int) -> dict[Column, int]:
        """The columns for which there is room and their widths, the name's being the rest."""
        others = [column for column in Column if column in self._shown and column is not Column.NAME]
        widths: dict[Column, int] = {column: self._width(column) for column in others}
        for column in GIVING_WAY:
            if available - sum(widths.values()) >= LOOKS[Column.NAME].at_least:
                break
            widths.pop(column, None)
        widths[Column.NAME] = max(available - sum(widths.values()), LOOKS[Column.NAME].at_least)
        return widths

    def _width(self, column: Column) -> int:
        least = self._widest_shape if column is Column.SHAPE else LOOKS[column].at_least
        return max(self._widths[column], least)

    def _keep_width(self, section: int, _: int, width: int) -> None:
        """The user dragged a head: the width is remembered, and the name makes room."""
        if self._is_arranging or width == 0 or section == Column.NAME:
            return
        self._widths[Column(section)] = width
        self._remember()
        self.arrange()

    def _sort_by(self, section: int) -> None:
        """First click: the way people mostly want; second: the other way; third: back to the tree's own order."""
        column = Column(section)
        first = Order(column, column in _LARGEST_FIRST)
        second = Order(column, not first.descending)
        after = {first: second, second: NATURAL}
        self.order = after.get(self.order, first if first != NATURAL else second)
        self.viewport().update()
        self.order_wanted.emit(self.order)

    def _toggle(self, column: Column) -> None:
        self._shown ^= {column}
        self._remember()
        self.arrange()

    def _remember(self) -> None:
        state = {
            "widths": {column.name: width for column, width in self._widths.items()},
            "shown": [column.name for column in self._shown],
        }
        preferences.save(self._key, json.dumps(state))

    def _recall(self) -> None:
        try:
            state = json.loads(preferences.load(self._key, "{}"))
            widths = {Column[name]: int(width) for name, width in state["widths"].items()}
            shown = {Column[name] for name in state["shown"]}
        except (ValueError, KeyError, TypeError, AttributeError):  # nothing remembered, or by another version
            return
        self._widths |= widths
        self._shown = shown | {Column.NAME}

    def _draw_arrow(self, painter: QPainter, tip: QPointF) -> None:
        """A small chevron, pointing up where the largest comes last."""
        step = 2.5 if self.order.descending else -2.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPolyline(
            QPolygonF([tip + QPointF(-3, -step / 2), tip + QPointF(0, step / 2), tip + QPointF(3, -step / 2)])
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        for column in Column:
            if column is Column.NAME:
                continue
            action = menu.addAction(LOOKS[column].title)
            action.setCheckable(True)
            action.setChecked(column in self._shown)
            action.triggered.connect(lambda _checked=False, column=column: self._toggle(column))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        column = Column(logicalIndex)
        is_sorted = self.order.column is column and self.order != NATURAL
        right = LOOKS[column].figures
        painter.save()
        title = draw_head(painter, rect, LOOKS[column].title, right=right, emphasized=is_sorted)
        if is_sorted:
            self._draw_arrow(painter, QPointF(title.left() - 7 if right else title.right() + 8, rect.center().y() + 1))
        painter.restore()
