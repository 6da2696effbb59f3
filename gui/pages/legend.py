"""What the lines of a plot are: a mark and a name for each; one of them can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.labels import plain_tip
from gui.pages.clearing import clear
from weights import text

_MARK = 16  # pixels
_SYMBOL = 9.0
_NAME = 40


@dataclass(frozen=True, slots=True)
class Key:
    """One line: its name as short as it is clear, the whole name, and how it is marked."""

    short: str
    name: str
    color: str
    symbol: str


class Legend(QWidget):
    """One of the keys is down: the line that is shown in more detail elsewhere."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Legend")
        self._layout = FlowLayout(self, theme.UNIT, theme.UNIT)
        self._keys: Sequence[Key] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)

    def show_keys(self, keys: Sequence[Key], chosen: int) -> None:
        """Show these, made anew only where they differ."""
        if keys != self._keys:
            self._keys = keys
            for old in self._group.buttons():
                self._group.removeButton(old)
            clear(self._layout)
            for number, key in enumerate(keys):
                button = _button(key)
                self._group.addButton(button, number)
                self._layout.addWidget(button)
        self._group.button(chosen).setChecked(True)


def short_names(names: Sequence[str]) -> list[str]:
    """Names without the dotted parts that all of them begin with, and end with; each keeps one part at least."""
    split = [name.split(".") for name in names]
    least = min(map(len, split)) - 1
    first = next((i for i in range(least) if len({parts[i] for parts in split}) > 1), least)
    last = next((i for i in range(least - first) if len({parts[-1 - i] for parts in split}) > 1), least - first)
    return [".".join(parts[first : len(parts) - last]) for parts in split]


def _button(key: Key) -> QPushButton:
    button = QPushButton(text.visible(key.short, _NAME))
    button.setIcon(_mark(key, button.devicePixelRatioF()))
    button.setCheckable(True)
    button.setProperty("compact", True)
    button.setFont(theme.label_font())
    button.setToolTip(plain_tip(f"{text.visible(key.name)}: show its distributions below"))
    return button


def _mark(key: Key, ratio: float) -> QIcon:
    """The symbol of a line's points on a piece of the line."""
    pixmap = QPixmap(round(_MARK * ratio), round(_MARK * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pg.mkPen(key.color, width=1.5))
    painter.drawLine(0, _MARK // 2, _MARK, _MARK // 2)
    painter.translate(_MARK / 2, _MARK / 2)
    painter.scale(_SYMBOL, _SYMBOL)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(key.color))
    painter.drawPath(pg.graphicsItems.ScatterPlotItem.Symbols[key.symbol])
    painter.end()
    return QIcon(pixmap)
