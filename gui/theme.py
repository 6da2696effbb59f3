"""The look in force: scheme, type and spacing. Nothing else in the window names a size of type."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from gui.colors import DARK, LIGHT, Colors
from gui.style_sheet import palette, style_sheet

UNIT = 4
"""The spacing unit, in device-independent pixels."""
ROW = 24
CELL = 6
"""What stays free at the left and right of a text in a cell."""
MARGIN = 24
GROUP = 16


class Theme(QObject):
    """The scheme in force. Follows the desktop, live, unless one was asked for."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._asked: str | None = None
        self.colors = LIGHT
        application.setStyle("Fusion")
        hints = QGuiApplication.styleHints()
        self._desktop = hints.colorScheme()
        hints.colorSchemeChanged.connect(self._take_over)
        self._apply()

    @property
    def asked(self) -> str:
        """The scheme that was asked for; `system` where the desktop decides."""
        return self._asked or "system"

    def follow(self, scheme: str | None) -> None:
        """Change to `light` or `dark`, or back to following the desktop (None)."""
        if scheme != self._asked:
            self._asked = scheme
            self._apply()

    def _take_over(self, desktop: Qt.ColorScheme) -> None:
        self._desktop = desktop
        self._apply()

    def _apply(self) -> None:
        is_dark = self._asked == "dark" if self._asked else self._desktop == Qt.ColorScheme.Dark
        self.colors = DARK if is_dark else LIGHT
        self._application.setPalette(palette(self.colors))
        self._application.setStyleSheet(style_sheet(self.colors))
        self.changed.emit()


@cache
def current() -> Theme:
    """The theme of the application, which follows the desktop until it is told otherwise."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("there is no application to have a theme")
    return Theme(application)


def colors() -> Colors:
    """The colours in force."""
    return current().colors


def text_font() -> QFont:
    """For text, and for figures that stand under each other."""
    return _font(13)


def title_font() -> QFont:
    """For what is selected."""
    return _font(22, QFont.Weight.DemiBold)


def figure_font() -> QFont:
    """For key figures."""
    return _font(14)


def label_font() -> QFont:
    """For the labels above figures and the heads of columns."""
    return _font(11)


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system font, scaled as the user scaled it (13 px is the size the design is drawn at)."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    base = QApplication.font().pixelSize()
    font.setPixelSize(round(pixels * base / 13) if base > 0 else pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
