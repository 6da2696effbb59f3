"""The element types of a checkpoint as one thin bar, with a legend in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.labels import label
from gui.pages.clearing import clear
from weights import text
from weights.composition import TypeShare

_HEIGHT = 8
_STRENGTHS = (1.0, 0.55, 0.3, 0.15)
"""Types are told apart by strength and by the legend's order; the rest share the weakest."""
_SWATCH = 8


class TypeMix(QWidget):
    """Bar and legend, largest type first."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: Sequence[TypeShare] = ()
        self._bar = _Bar()
        legend = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        legend.setSizePolicy(policy)
        self._legend = FlowLayout(legend, gap=theme.UNIT * 5, row_gap=theme.UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT * 2)
        layout.addWidget(self._bar)
        layout.addWidget(legend)

    def show_shares(self, shares: Sequence[TypeShare]) -> None:
        """Show these types, whose bytes together are the whole bar."""
        self._shares = shares
        clear(self._legend)
        self._bar.show_shares([share.size for share in shares])
        whole = sum(share.size for share in shares)
        for position, share in enumerate(shares):
            self._legend.addWidget(_entry(position, share, whole))

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self.show_shares(self._shares)


def _entry(position: int, share: TypeShare, whole: int) -> QWidget:
    entry = QWidget()
    layout = QHBoxLayout(entry)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.UNIT * 2)
    swatch = QLabel()
    swatch.setPixmap(_swatch(_color(position)))
    layout.addWidget(swatch)
    layout.addWidget(label(text.visible(share.dtype)))
    layout.addWidget(label(f"{text.size(share.size)}  ·  {text.share(share.size, whole)}", role="secondary"))
    entry.setToolTip(f"{text.plural(share.tensors, 'tensor')}, {text.plural(share.parameters, 'parameter')}")
    return entry


def _swatch(color: QColor) -> QPixmap:
    pixmap = QPixmap(_SWATCH * 2, _SWATCH * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(0, 0, _SWATCH, _SWATCH), 2, 2)
    painter.end()
    return pixmap


def _color(position: int) -> QColor:
    color = QColor(theme.colors().a)
    color.setAlphaF(_STRENGTHS[min(position, len(_STRENGTHS) - 1)])
    return color


class _Bar(QWidget):
    """Pieces side by side, with a gap of a pixel, in one rounded outline."""

    def __init__(self) -> None:
        super().__init__()
        self._sizes: Sequence[int] = ()
        self.setFixedHeight(_HEIGHT)

    def show_shares(self, sizes: Sequence[int]) -> None:
        """Show pieces of these sizes."""
        self._sizes = sizes
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _HEIGHT / 2, _HEIGHT / 2)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(theme.colors().hairline))
        whole, x = sum(self._sizes), 0.0
        for position, size in enumerate(self._sizes):
            width = size / whole * self.width() if whole else 0.0
            painter.fillRect(QRectF(x, 0, max(width - 1, 1), _HEIGHT), _color(position))
            x += width

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)
