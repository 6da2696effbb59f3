"""What is on the screen as a picture, under the name of what it shows: PNG at twice the size, SVG with text as text."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QGraphicsView, QWidget

from gui import theme
from weights.record import record

_PIXELS = 2  # of a PNG to one of the screen's
_DOTS_PER_METRE = round(_PIXELS * 96 / 0.0254)


@record
class Caption:
    """What stands above a picture, safe to show: the name of what it shows, and a line of facts."""

    title: str
    facts: str


def image_of(widget: QWidget, caption: Caption) -> QImage:
    """A widget as an image. It may be encoded on any thread."""
    image = QImage(_size(widget) * _PIXELS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PIXELS)
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    image.setText("Title", caption.title)
    image.setText("Description", caption.facts)
    painter = QPainter(image)
    corner = _draw_caption(painter, widget, caption)
    QWidget.render(widget, painter, corner)  # not as a plot does it, which is right for one pixel a pixel only
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide takes text
    return bytes(buffer.data().data())


def svg_of(widget: QWidget, caption: Caption) -> bytes:
    """A widget as the bytes of an SVG file. Images in it stay images."""
    from PySide6.QtSvg import QSvgGenerator  # not before the first paint

    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(widget.logicalDpiX())  # so that its text is as large as that of the screen
    generator.setSize(_size(widget))
    generator.setViewBox(QRect(QPoint(), _size(widget)))
    generator.setTitle(caption.title)
    generator.setDescription(caption.facts)
    painter = QPainter(generator)
    corner = _draw_caption(painter, widget, caption)
    if isinstance(widget, QGraphicsView):  # as a plot does it, without an image for its ground
        widget.render(painter, QRectF(corner, widget.size()), widget.viewport().rect())
    else:
        widget.render(painter, corner)
    painter.end()
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    return buffer


def _heights() -> tuple[int, int]:
    """Of the title and of the facts, each with the space below it."""
    return (
        QFontMetrics(theme.title_font()).height() + theme.UNIT // 2,
        QFontMetrics(theme.label_font()).height() + theme.UNIT * 3,
    )


def _size(widget: QWidget) -> QSize:
    """Of the whole picture, in the screen's pixels."""
    return widget.size() + QSize(2 * theme.MARGIN, 2 * theme.MARGIN + sum(_heights()))


def _draw_caption(painter: QPainter, widget: QWidget, caption: Caption) -> QPoint:
    """Draw all but the widget. Returns where that goes."""
    colors, (title_height, facts_height) = theme.colors(), _heights()
    painter.fillRect(QRect(QPoint(), _size(widget)), QColor(colors.page))
    line = QRect(theme.MARGIN, theme.MARGIN, widget.width(), title_height)
    painter.setFont(theme.title_font())
    painter.setPen(QColor(colors.text))
    title = painter.fontMetrics().elidedText(caption.title, Qt.TextElideMode.ElideMiddle, widget.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
    painter.setFont(theme.label_font())
    painter.setPen(QColor(colors.secondary))
    line = line.translated(0, title_height)
    facts = painter.fontMetrics().elidedText(caption.facts, Qt.TextElideMode.ElideRight, widget.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, facts)
    return line.topLeft() + QPoint(0, facts_height)
