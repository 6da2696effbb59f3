"""A header whose size is set, not asked of its labels: Qt asks two hundred of them after every change."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from gui import theme


class IndexHeader(QHeaderView):
    """Labels of rows or columns in the quiet type of headings, at the right."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._size = QSize(2 * theme.ROW, theme.ROW)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(True)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(theme.ROW)
        self.setFont(theme.label_font())

    def make_room_for(self, label: str) -> None:
        """As wide as a label needs, so that scrolling moves nothing sideways."""
        width = max(self.fontMetrics().horizontalAdvance(label) + theme.GROUP, 2 * theme.GROUP)
        self._size = QSize(width, theme.ROW)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._size
