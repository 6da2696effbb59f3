"""Draws the cells of a row: greys by rank, names elided in the middle, shapes never.

Texts are laid out once and kept: a repaint of a whole screen is the commonest thing this program does, and it has to
be over before the next frame even while another thread computes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from PySide6.QtCore import QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF, QStaticText

from gui import icons, theme
from gui.models.columns import LOOKS, Column
from gui.models.facts import Facts
from gui.models.marks import Marked
from gui.models.row import SHARED, Row, second_name
from gui.panes.spread_drawing import SpreadDrawing
from weights.record import record

_ICON = 14
_QUIET = (Column.SHAPE, Column.TYPE)
_LEAST_SECOND_NAME = 28  # pixels below which a second name is not begun
_MOST_KEPT = 5000
_OPEN = QPolygonF([QPointF(-3.5, -2), QPointF(0, 2), QPointF(3.5, -2)])
_CLOSED = QPolygonF([QPointF(-2, -3.5), QPointF(2, 0), QPointF(-2, 3.5)])


@record
class _Colors:
    text: QColor
    secondary: QColor
    faint: QColor
    selection: QColor
    marks: Mapping[str, str]


def _colors() -> _Colors:
    colors = theme.colors()
    return _Colors(
        text=QColor(colors.text),
        secondary=QColor(colors.secondary),
        faint=QColor(colors.faint),
        selection=QColor(colors.selection),
        marks={"bad": colors.bad, "attention": colors.attention, "faint": colors.faint},
    )


class _Texts:
    """Texts in one font, laid out when first drawn."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._kept: dict[str, tuple[QStaticText, int]] = {}

    def width(self, text: str) -> int:
        """The width of a text, in whole pixels."""
        return self._laid_out(text)[1]

    def draw(self, painter: QPainter, area: QRect, text: str, *, right: bool = False) -> int:
        """Draw a text that fits; returns its width."""
        laid_out, width = self._laid_out(text)
        x = area.right() + 1 - width if right else area.x()
        painter.drawStaticText(QPointF(x, area.y() + (area.height() - laid_out.size().height()) / 2), laid_out)
        return width

    def elided(self, text: str, mode: Qt.TextElideMode, width: int) -> str:
        """The text, shortened where it is wider."""
        return text if self.width(text) <= width else self._metrics.elidedText(text, mode, max(width, 0))

    def _laid_out(self, text: str) -> tuple[QStaticText, int]:
        kept = self._kept.get(text)
        if kept is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            laid_out = QStaticText(text)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=self.font)
            kept = self._kept[text] = laid_out, self._metrics.horizontalAdvance(text) + 1
        return kept


class RowPainter(QObject):
    """Paints a row's cached texts and marks."""

    room_wanted = Signal(int)  # the width that a shape needs and has not got

    def __init__(self, parent: QObject, inset: int) -> None:
        """`inset`: what stays free at the left of a name."""
        super().__init__(parent)
        self._inset = inset
        self.apply_theme()

    def apply_theme(self) -> None:
        """Take up the colours and the fonts in force."""
        self._colors, self._spreads = _colors(), SpreadDrawing()
        self._chevron = QPen(self._colors.secondary, 1.4)
        self._texts, self._small = _Texts(theme.text_font()), _Texts(theme.label_font())

    def draw_selection(self, painter: QPainter, area: QRect) -> None:
        """Draw the ground of a row that is selected."""
        painter.fillRect(area, self._colors.selection)

    def draw_chevron(self, painter: QPainter, center: QPointF, *, is_open: bool) -> None:
        """Draw the sign of a branch, which points down where it is open."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._chevron)
        painter.drawPolyline((_OPEN if is_open else _CLOSED).translated(center))

    def draw(self, painter: QPainter, cell: QRect, row: Row, column: Column, facts: Facts) -> None:
        """Draw one cell, on whatever ground is there."""
        painter.setFont(self._texts.font)
        if column is Column.NAME:
            self._draw_name(painter, cell.adjusted(self._inset, 0, -theme.UNIT, 0), row, facts)
            return
        area = cell.adjusted(theme.CELL, 0, -theme.CELL, 0)
        if column is Column.DISTRIBUTION:
            spread = facts.spread(row.node) if row.members is None else None
            if spread is not None:
                self._spreads.draw(painter, area, spread, facts.largest)
        else:
            self._draw_text(painter, area, row, column, facts)

    def draw_span(self, painter: QPainter, cell: QRect, row: Row, facts: Facts) -> None:
        """Draw what takes the place of the other columns: the text of a value, and its class where there is room."""
        texts, area = row.texts(facts), cell.adjusted(theme.CELL, 0, -theme.CELL, 0)
        shown = self._texts.elided(texts[Column.SHAPE], Qt.TextElideMode.ElideRight, area.width())
        painter.setFont(self._texts.font)
        painter.setPen(self._colors.secondary)
        used = self._texts.draw(painter, area, shown) + theme.GROUP
        if used + self._texts.width(texts[Column.TYPE]) <= area.width():
            painter.setPen(self._colors.faint)
            self._texts.draw(painter, area.adjusted(used, 0, 0, 0), texts[Column.TYPE])

    def _draw_name(self, painter: QPainter, area: QRect, row: Row, facts: Facts) -> None:
        name = row.texts(facts)[Column.NAME]
        marks = self._fitting(row.marks(facts), area.width() - min(self._texts.width(name), area.width() // 2))
        room = area.width() - sum(map(self._mark_width, marks))
        name = self._texts.elided(name, Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(self._colors.text)
        used = self._texts.draw(painter, area, name)
        other = second_name(row.node, facts) if row.members is None else ""
        if other and room - used >= _LEAST_SECOND_NAME:
            shown = self._texts.elided(other, Qt.TextElideMode.ElideMiddle, room - used)
            painter.setPen(self._colors.faint)
            used += self._texts.draw(painter, area.adjusted(used, 0, 0, 0), shown)
        for marked in marks:
            self._draw_mark(painter, area.adjusted(used, 0, 0, 0), marked)
            used += self._mark_width(marked)

    def _fitting(self, marks: Sequence[Marked], room: int) -> Sequence[Marked]:
        """The first marks, the worst, that fit; the tooltip has all of them."""
        ends = accumulate(map(self._mark_width, marks))
        return [marked for marked, end in zip(marks, ends, strict=True) if end <= room]

    def _mark_width(self, marked: Marked) -> int:
        return theme.UNIT + _ICON + (self._small.width(marked.figure) + 2 if marked.figure else 0)

    def _draw_mark(self, painter: QPainter, area: QRect, marked: Marked) -> None:
        sign = marked.mark.value
        color = self._colors.marks[sign.role]
        place = QRect(area.x() + theme.UNIT, area.y() + (area.height() - _ICON) // 2, _ICON, _ICON)
        icons.icon(sign.icon, color).paint(painter, place)
        if marked.figure:
            painter.setFont(self._small.font)
            painter.setPen(QColor(color))
            self._small.draw(painter, area.adjusted(theme.UNIT + _ICON + 2, 0, 0, 0), marked.figure)
            painter.setFont(self._texts.font)

    def _draw_text(self, painter: QPainter, area: QRect, row: Row, column: Column, facts: Facts) -> None:
        text = row.texts(facts)[column]
        if not text:
            return
        if column is not Column.SHAPE or not row.has_shape:
            text = self._texts.elided(text, Qt.TextElideMode.ElideRight, area.width())
        elif self._texts.width(text) > area.width():
            self.room_wanted.emit(self._texts.width(text) + 2 * theme.CELL)
        painter.setPen(self._colors.secondary if column in _QUIET or text == SHARED else self._colors.text)
        self._texts.draw(painter, area, text, right=LOOKS[column].figures)
