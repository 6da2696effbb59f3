"""How a picture is laid out: two lines of text on the page's ground, and under them the widgets that it shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from gui import theme
from weights.record import record


@record
class Caption:
    """What stands above a picture, safe to show: the name of what it shows, and a line of facts."""

    title: str
    facts: str


def picture_size(widgets: Sequence[QWidget]) -> QSize:
    """Of the whole picture, in the screen's pixels."""
    last = corners(widgets)[-1]
    return QSize(_width(widgets) + 2 * theme.MARGIN, last.y() + widgets[-1].height() + theme.MARGIN)


def corners(widgets: Sequence[QWidget]) -> list[QPoint]:
    """Where each widget goes, one under the other."""
    place = QPoint(theme.MARGIN, theme.MARGIN + sum(_heights()))
    found: list[QPoint] = []
    for widget in widgets:
        found.append(QPoint(place))
        place += QPoint(0, widget.height() + theme.GROUP)
    return found


def draw_caption(painter: QPainter, widgets: Sequence[QWidget], caption: Caption) -> None:
    """Draw all but the widgets."""
    colors, (title_height, _) = theme.colors(), _heights()
    painter.fillRect(QRect(QPoint(), picture_size(widgets)), QColor(colors.page))
    line = QRect(theme.MARGIN, theme.MARGIN, _width(widgets), title_height)
    _write(painter, line, caption.title, theme.title_font(), colors.text)
    _write(painter, line.translated(0, title_height), caption.facts, theme.label_font(), colors.secondary)


def _width(widgets: Sequence[QWidget]) -> int:
    return max(widget.width() for widget in widgets)


def _heights() -> tuple[int, int]:
    """Of the title and of the facts, each with the space below it."""
    return (
        QFontMetrics(theme.title_font()).height() + theme.UNIT // 2,
        QFontMetrics(theme.label_font()).height() + theme.UNIT * 3,
    )


def _write(painter: QPainter, line: QRect, words: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, fitting)
