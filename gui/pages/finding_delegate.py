"""Draws the cells of a list of findings: a symbol coloured by its weight, a name, the evidence in the second grey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from gui import icons, theme
from gui.models.finding_model import FindingModel, Part
from gui.models.qt_index import AnyIndex
from weights import text
from weights.findings.finding import FindingKind, Group

_ICON = 14
_WIDE = 640  # pixels; in a narrower list the symbol stands for the kind, and the evidence stands under the place
_LINE = 5 * theme.UNIT
_INDENT = 3 * theme.UNIT
_GAP = 2 * theme.UNIT


class FindingDelegate(QStyledItemDelegate):
    """Rows that open have a chevron behind their evidence. In a narrow list a row has two lines."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.is_wide = True
        self.apply_theme()

    @property
    def row_height(self) -> int:
        """The height of every row, in pixels."""
        return theme.ROW if self.is_wide else 2 * _LINE + theme.UNIT

    def fit(self, width: int) -> None:
        """Draw for a list that is so wide."""
        self.is_wide = width >= _WIDE

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        colors = theme.colors()
        self._chevron = colors.secondary
        self._text, self._secondary = QColor(colors.text), QColor(colors.secondary)
        self._signs = {"bad": colors.bad, "attention": colors.attention, "faint": colors.faint}
        self._hover, self._selection = QColor(colors.side), QColor(colors.selection)
        self._font = theme.text_font()
        self._metrics = QFontMetrics(self._font)

    def kind_width(self, kinds: Iterable[FindingKind]) -> int:
        """The width that kinds need."""
        words = (self._metrics.horizontalAdvance(kind.value) for kind in set(kinds))
        return _ICON + _GAP + (max(words, default=0) + 2 * _GAP if self.is_wide else 0)

    def place_width(self, groups: Sequence[Group]) -> int:
        """The width that the places of all rows need."""
        widest = max((self._metrics.horizontalAdvance(text.visible(group.title)) for group in groups), default=0)
        return widest + _INDENT + 2 * _GAP

    def _draw_kind(self, painter: QPainter, area: QRect, model: FindingModel, index: AnyIndex) -> None:
        sign = model.sign(index)
        if sign is None:
            return
        top = area.y() + (area.height() - _ICON) // 2
        icons.icon(sign.icon, self._signs[sign.role]).paint(painter, QRect(area.x(), top, _ICON, _ICON))
        if self.is_wide:
            words = area.adjusted(_ICON + _GAP, 0, 0, 0)
            self._draw_text(painter, words, str(model.data(index)), Qt.TextElideMode.ElideRight)

    def _draw_place(self, painter: QPainter, area: QRect, model: FindingModel, index: AnyIndex) -> None:
        place = area.adjusted(_INDENT if index.parent().isValid() else 0, 0, 0, 0)
        words = str(model.data(index))
        if self.is_wide:
            self._draw_text(painter, place, words, Qt.TextElideMode.ElideMiddle)
            return
        half = (area.height() - 2 * _LINE) // 2
        upper = QRect(place.x(), place.y() + half, place.width(), _LINE)
        self._draw_text(painter, upper, words, Qt.TextElideMode.ElideMiddle)
        self._draw_evidence(painter, upper.translated(0, _LINE), model, index.sibling(index.row(), Part.EVIDENCE))

    def _draw_evidence(self, painter: QPainter, area: QRect, model: FindingModel, index: AnyIndex) -> None:
        first = index.sibling(index.row(), 0)
        opens = model.hasChildren(first)
        painter.setPen(self._secondary)
        room = area.adjusted(0, 0, -(_ICON + _GAP if opens else 0), 0)
        words = str(model.data(index))
        if opens and not self.is_wide:
            words = f"{model.data(first)} {words}"
        used = self._draw_text(painter, room, words, Qt.TextElideMode.ElideRight)
        if opens:
            name = "chevron-down" if self._view.isExpanded(first) else "chevron-right"
            top = area.y() + (area.height() - _ICON) // 2
            place = QRect(area.x() + used + _GAP, top, _ICON, _ICON)
            icons.icon(name, self._chevron).paint(painter, place)

    def _draw_text(self, painter: QPainter, area: QRect, words: str, mode: Qt.TextElideMode) -> int:
        """Draw a text, shortened where it is wider; returns its width."""
        shown = self._metrics.elidedText(words, mode, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return self._metrics.horizontalAdvance(shown)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, FindingModel):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._selection)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._hover)
        painter.setFont(self._font)
        painter.setPen(self._text)
        area = option.rect.adjusted(0, 0, -_GAP, 0)
        if index.column() == Part.KIND:
            self._draw_kind(painter, option.rect, model, index)
        elif index.column() == Part.PLACE:
            self._draw_place(painter, area, model, index)
        else:
            self._draw_evidence(painter, area, model, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, self.row_height)
