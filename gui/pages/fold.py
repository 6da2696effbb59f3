"""A part of a page under a heading that folds it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gui import theme

_UNLIMITED = (1 << 24) - 1  # QWIDGETSIZE_MAX


class Fold(QWidget):
    """In a splitter: folded, it takes no more than its heading."""

    folded = Signal(bool)

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._heading = QToolButton()
        self._heading.setText(title)
        self._heading.setProperty("quiet", True)
        self._heading.setCheckable(True)
        self._heading.setChecked(True)
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._heading.setAccessibleName(f"Show {title.lower()}")
        self._heading.toggled.connect(self._unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, theme.UNIT)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addWidget(content, stretch=1)
        self._unfold(True)

    @property
    def is_folded(self) -> bool:
        return not self._heading.isChecked()

    def set_folded(self, is_folded: bool) -> None:
        self._heading.setChecked(not is_folded)

    def _unfold(self, is_open: bool) -> None:
        self._heading.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._heading.setToolTip("Fold away" if is_open else "Unfold")
        self._content.setVisible(is_open)
        self.setMaximumHeight(_UNLIMITED if is_open else self._heading.sizeHint().height() + 2 * theme.UNIT)
        self.folded.emit(not is_open)
