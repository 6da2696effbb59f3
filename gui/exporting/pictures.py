"""What is on the screen as a picture, under the name of what it shows: PNG at twice the size, SVG with text as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QGraphicsView, QWidget

from gui import theme
from weights.record import record

_PIXELS = 2  # of a PNG to one of the screen's
_DOTS_PER_METRE = round(_PIXELS * 96 / 0.0254)

Render = Callable[[QWidget, QPainter, QPoint], None]


@record
class Caption:
    """What stands above a picture, safe to show: the name of what it shows, and a line of facts."""

    title: str
    facts: str


def image_of(widgets: Sequence[QWidget], caption: Caption) -> QImage:
    """Widgets, one under the other, as an image. It may be encoded on any thread."""
    image = QImage(_size(widgets) * _PIXELS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PIXELS)
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    image.setText("Title", caption.title)
    image.setText("Description", caption.facts)
    painter = QPainter(image)
    _draw(painter, widgets, caption, _in_pixels)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide takes text
    return bytes(buffer.data().data())


def svg_of(widgets: Sequence[QWidget], caption: Caption) -> bytes:
    """Widgets, one under the other, as the bytes of an SVG file. Images in them stay images."""
    from PySide6.QtSvg import QSvgGenerator  # not before the first paint

    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(widgets[0].logicalDpiX())  # so that its text is as large as that of the screen
    generator.setSize(_size(widgets))
    generator.setViewBox(QRect(QPoint(), _size(widgets)))
    generator.setTitle(caption.title)
    generator.setDescription(caption.facts)
    painter = QPainter(generator)
    _draw(painter, widgets, caption, _in_lines)
    painter.end()
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    return buffer


def _width(widgets: Sequence[QWidget]) -> int:
    return max(widget.width() for widget in widgets)


def _heights() -> tuple[int, int]:
    """Of the title and of the facts, each with the space below it."""
    return (
        QFontMetrics(theme.title_font()).height() + theme.UNIT // 2,
        QFontMetrics(theme.label_font()).height() + theme.UNIT * 3,
    )


def _size(widgets: Sequence[QWidget]) -> QSize:
    """Of the whole picture, in the screen's pixels."""
    inside = sum(widget.height() for widget in widgets) + theme.GROUP * (len(widgets) - 1) + sum(_heights())
    return QSize(_width(widgets) + 2 * theme.MARGIN, inside + 2 * theme.MARGIN)


def _draw(painter: QPainter, widgets: Sequence[QWidget], caption: Caption, render: Render) -> None:
    """The ground, two lines of text, and the widgets."""
    colors, (title_height, facts_height) = theme.colors(), _heights()
    painter.fillRect(QRect(QPoint(), _size(widgets)), QColor(colors.page))
    line = QRect(theme.MARGIN, theme.MARGIN, _width(widgets), title_height)
    _write(painter, line, caption.title, theme.title_font(), colors.text)
    line.translate(0, title_height)
    _write(painter, line, caption.facts, theme.label_font(), colors.secondary)
    corner = line.topLeft() + QPoint(0, facts_height)
    for widget in widgets:
        render(widget, painter, corner)
        corner += QPoint(0, widget.height() + theme.GROUP)


def _write(painter: QPainter, line: QRect, words: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, fitting)


def _in_pixels(widget: QWidget, painter: QPainter, corner: QPoint) -> None:
    """As any widget; a plot's own way of it is right where one pixel is one pixel only."""
    QWidget.render(widget, painter, corner)


def _in_lines(widget: QWidget, painter: QPainter, corner: QPoint) -> None:
    """A plot in its own way, which draws no image for its ground."""
    if isinstance(widget, QGraphicsView):
        widget.render(painter, QRectF(corner, widget.size()), widget.viewport().rect())
    else:
        widget.render(painter, corner)
