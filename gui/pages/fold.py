"""The parts of a page under each other, each under a heading that folds it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons, theme
from gui.labels import named

_UNLIMITED = (1 << 24) - 1  # QWIDGETSIZE_MAX


class Fold(QWidget):
    """In a splitter: folded, it takes no more than its heading."""

    def __init__(self, title: str, content: QWidget, beside: QWidget | None = None) -> None:
        """`beside` is shown on the line of the heading."""
        super().__init__()
        self._title = title
        self._content = content
        self._is_folded = False
        self._build_heading()
        line = QHBoxLayout()
        line.setSpacing(theme.GROUP)
        line.addWidget(self.heading)
        line.addWidget(beside or QWidget(), stretch=1)
        self._lines = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, theme.UNIT)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(content, stretch=1)
        self.set_folded(False)

    def set_folded(self, is_folded: bool) -> None:
        """Fold the content away, or show it again."""
        self._is_folded = is_folded
        self._content.setVisible(not is_folded)
        self.setMaximumHeight(self.heading.sizeHint().height() + 2 * theme.UNIT if is_folded else _UNLIMITED)
        words = f"{'Show' if is_folded else 'Fold away'} the {self._title.lower()}"
        self.heading.setToolTip(words)
        self.heading.setAccessibleName(words)
        self.apply_theme()

    def _keep_height(self) -> None:
        """A splitter does not ask for the height that a width needs: controls that wrap would be cut off."""
        wraps = self._lines.hasHeightForWidth()
        self.setMinimumHeight(self._lines.minimumHeightForWidth(self.width()) if wraps else 0)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        shape = "chevron-right" if self._is_folded else "chevron-down"
        self.heading.setIcon(icons.icon(shape, theme.colors().secondary))

    def _build_heading(self) -> None:
        self.heading = named(QToolButton(), "fold")
        self.heading.setText(self._title)
        self.heading.setFont(theme.label_font())
        self.heading.setProperty("quiet", True)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.heading.clicked.connect(lambda: self.set_folded(not self._is_folded))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_height()
        return super().event(event)


class Folds(QScrollArea):
    """Parts of a page in a splitter; in a window too low for all of them, the page is scrolled."""

    def __init__(self, folds: Sequence[Fold], shares: Sequence[int]) -> None:
        """`shares` are of the height."""
        super().__init__()
        self._folds = folds
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        for position, (fold, share) in enumerate(zip(folds, shares, strict=True)):
            splitter.addWidget(fold)
            splitter.setStretchFactor(position, share)
        self.setWidget(splitter)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        for fold in self._folds:
            fold.apply_theme()
