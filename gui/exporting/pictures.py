"""Widgets as a picture in pixels, two for each of the screen's in either direction."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from gui.exporting.caption import Caption, corners, draw_caption, picture_size

_PIXELS = 2  # to one of the screen's
_DOTS_PER_METRE = round(_PIXELS * 96 / 0.0254)


def image_of(widgets: Sequence[QWidget], caption: Caption) -> QImage:
    """Widgets, one under the other, as an image. It may be encoded on any thread."""
    image = QImage(picture_size(widgets) * _PIXELS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PIXELS)
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    image.setText("Title", caption.title)
    image.setText("Description", caption.facts)
    painter = QPainter(image)
    draw_caption(painter, widgets, caption)
    for widget, corner in zip(widgets, corners(widgets), strict=True):
        QWidget.render(widget, painter, corner)  # a plot's own way of it is right where one pixel is one pixel only
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide takes text
    return bytes(buffer.data().data())
