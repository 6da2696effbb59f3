"""Findings as rows: what, where, and the evidence; a click or Enter goes there, or opens what is alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSizePolicy, QTreeView

from gui import theme
from gui.models.finding_model import FindingModel, Part
from gui.pages.finding_delegate import FindingDelegate
from weights.findings.finding import Group

_MOST_ROWS = 14  # what is longer is scrolled by itself
_PLACE_SHARE = 0.42  # of what the kind leaves, at most
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindingList(QTreeView):
    """As tall as its rows, up to some. What is open and what is current stays so while more is found."""

    place_wanted = Signal(object)  # Place

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Findings")
        self._rows = FindingModel(self)
        self._groups: Sequence[Group] = ()
        self.setModel(self._rows)
        self._delegate = FindingDelegate(self)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self.clicked.connect(self._go)
        self.expanded.connect(self._fit)
        self.collapsed.connect(self._fit)

    def _set_up(self) -> None:
        self.header().hide()
        self.header().setStretchLastSection(True)
        self.header().setMinimumSectionSize(theme.ROW)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups of findings, in their order."""
        if groups is self._groups:
            return
        self._groups = groups
        opened = {self._rows.key(index) for index in self._top() if self.isExpanded(index)}
        current = self._rows.key(self.currentIndex())
        self._rows.show_groups(groups)
        for index in self._top():
            self.setExpanded(index, self._rows.key(index) in opened)
        self._make_current(current)
        self._share_out()
        self._fit()

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._delegate.apply_theme()
        self.viewport().update()

    def _top(self) -> Iterator[QModelIndex]:
        return (self._rows.index(row, 0) for row in range(self._rows.rowCount()))

    def _make_current(self, key: tuple[object, ...]) -> None:
        if not key:
            return
        for above in self._top():
            opened = self._rows.rowCount(above) if self.isExpanded(above) else 0
            for index in (above, *(self._rows.index(row, 0, above) for row in range(opened))):
                if self._rows.key(index) == key:
                    self.setCurrentIndex(index)
                    return

    def _share_out(self) -> None:
        """Kinds and places take what they need, the evidence has the rest; in a narrow list it has none of its own."""
        whole = self.viewport().width()
        was_wide = self._delegate.is_wide
        self._delegate.fit(whole)
        kind = self._delegate.kind_width(group.kind for group in self._groups)
        self.setColumnHidden(Part.EVIDENCE, not self._delegate.is_wide)
        self.setColumnWidth(Part.KIND, kind)
        place = min(self._delegate.place_width(self._groups), round(_PLACE_SHARE * (whole - kind)))
        self.setColumnWidth(Part.PLACE, place if self._delegate.is_wide else whole - kind)
        if was_wide != self._delegate.is_wide:
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        opened = (self._rows.rowCount(index) for index in self._top() if self.isExpanded(index))
        rows = self._rows.rowCount() + sum(opened)
        self.setFixedHeight(min(rows, _MOST_ROWS) * self._delegate.row_height)

    def _go(self, index: QModelIndex) -> None:
        place = self._rows.place(index)
        if place is not None:
            self.place_wanted.emit(place)
        else:
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
