"""The tree at the left and the details at the right, and how they share a window of any width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_TREE = 620  # pixels the tree has at first, where there is room
_SHARES_OF_TREE = (0.3, 0.45)  # of the width: at least and at most, unless the user drew it otherwise
_LEAST_OF_DETAIL = 420  # pixels


class Halves(QSplitter):
    """Keeps the tree as wide as the user drew it in a window of any width that leaves the details enough."""

    def __init__(self, tree: QWidget, detail: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._drawn = 0
        detail.setMinimumWidth(_LEAST_OF_DETAIL)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(tree)
        self.addWidget(detail)
        self.splitterMoved.connect(self._keep)

    @property
    def drawn_width(self) -> int:
        """The width of the tree that the user drew, in pixels; 0 where they left it alone."""
        return self._drawn

    def restore(self, drawn_width: int) -> None:
        """Take up a `drawn_width` of an earlier run."""
        self._drawn = max(drawn_width, 0)
        self._share_out()

    def _keep(self) -> None:
        self._drawn = self.sizes()[0]

    def _share_out(self) -> None:
        least, most = (round(share * self.width()) for share in _SHARES_OF_TREE)
        wanted = self._drawn or min(max(_TREE, least), most)
        tree = min(wanted, self.width() - _LEAST_OF_DETAIL)
        self.setSizes([tree, self.width() - tree])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
