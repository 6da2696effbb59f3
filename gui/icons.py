"""The program's own icons: SVG files in `resources/icons`, the symbols in whatever colour the theme asks for.

Loading their renderer takes long, so nothing asks for an icon before the first paint.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

APPLICATION = "weighbridge"
_APPLICATION_SIZES = (16, 24, 32, 48, 64, 128, 256)
_SYMBOL_SIZES = (16, 24, 32, 48)  # 16 px at one, one and a half, two and three pixels a unit


@cache
def icon(name: str, color: str) -> QIcon:
    """The symbol `name` in a colour such as "#5a636e", sharp at every scale of the screen."""
    return _rendered(svg(name).replace("currentColor", QColor(color).name()), _SYMBOL_SIZES)


@cache
def application_icon() -> QIcon:
    """The program's own icon, which looks the same on light and on dark."""
    return _rendered(svg(APPLICATION), _APPLICATION_SIZES)


def svg(name: str) -> str:
    """The text of an icon's file; a symbol draws in `currentColor`."""
    from importlib.resources import files  # not before the first paint

    return files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


def _rendered(text: str, sizes: tuple[int, ...]) -> QIcon:
    from PySide6.QtSvg import QSvgRenderer  # not before the first paint

    renderer = QSvgRenderer(QByteArray(text.encode()))
    result = QIcon()
    for size in sizes:
        result.addPixmap(_pixmap(renderer, size))
    return result


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
