"""Widgets as a drawing in lines, in which text stays text. Images in it stay images."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from gui.exporting.caption import Caption, corners, draw_caption, picture_size
from gui.exporting.svg_assembly import Part, assembled

_DOTS_PER_INCH = 96  # of the screen as fonts are made for it, so that a text is as large as it is there


def drawing_of(widgets: Sequence[QWidget], caption: Caption) -> Callable[[], bytes]:
    """Draw widgets, one under the other. What makes an SVG file of that may be called on any thread."""
    size = picture_size(widgets)
    parts = [_part(QRect(QPoint(), size), lambda painter: draw_caption(painter, widgets, caption))]
    for widget, corner in zip(widgets, corners(widgets), strict=True):
        parts += _plot(widget, corner) if isinstance(widget, QGraphicsView) else [_whole(widget, corner)]
    return lambda: assembled(caption.title, caption.facts, size.width(), size.height(), parts)


def _whole(widget: QWidget, corner: QPoint) -> Part:
    """Without its own ground, which would be an image."""
    flags = QWidget.RenderFlag.DrawChildren
    return _part(QRect(corner, widget.size()), lambda painter: widget.render(painter, QPoint(), QRegion(), flags))


def _plot(view: QGraphicsView, corner: QPoint) -> Iterator[Part]:
    """The axes first, then what is plotted, which ends where they do."""
    import pyqtgraph as pg  # heavy, but loaded: this is a plot

    boxes = [item for item in view.scene().items() if isinstance(item, pg.ViewBox)]
    with _in_shapes(view):
        with _unseen([box.childGroup for box in boxes]):
            yield _seen_in(view, corner, view.viewport().rect())
        for box in boxes:
            with _unseen(_beside(box.childGroup)):
                yield _seen_in(view, corner, view.mapFromScene(box.sceneBoundingRect()).boundingRect())


def _seen_in(view: QGraphicsView, corner: QPoint, area: QRect) -> Part:
    """An area of a view's pixels, without the view's ground."""
    target, source = QRectF(0, 0, area.width(), area.height()), view.mapToScene(area).boundingRect()
    return _part(area.translated(corner), lambda painter: view.scene().render(painter, target, source))


def _part(area: QRect, paint: Callable[[QPainter], None]) -> Part:
    from PySide6.QtSvg import QSvgGenerator  # not before the first paint

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_PER_INCH)
    generator.setSize(area.size())
    generator.setViewBox(QRect(QPoint(), area.size()))
    painter = QPainter(generator)
    paint(painter)
    painter.end()
    return Part(area.x(), area.y(), area.width(), area.height(), bytes(buffer.data().data()))


@contextmanager
def _in_shapes(view: QGraphicsView) -> Iterator[None]:
    """Have symbols drawn as shapes instead of copied from pixels."""
    items: list[Any] = [item for item in view.scene().items() if hasattr(item, "setExportMode")]
    for item in items:
        item.setExportMode(True)
    try:
        yield
    finally:
        for item in items:
            item.setExportMode(False)


@contextmanager
def _unseen(items: Iterable[QGraphicsItem]) -> Iterator[None]:
    """Leave items, and all in them, out of what is drawn. To hide them would move the others."""
    before = [(item, item.opacity()) for item in items]
    for item, _ in before:
        item.setOpacity(0.0)
    try:
        yield
    finally:
        for item, opacity in before:
            item.setOpacity(opacity)


def _beside(item: QGraphicsItem) -> list[QGraphicsItem]:
    """All that neither holds an item nor lies in it: the outermost of each."""
    line = [item]
    while (holder := line[-1].parentItem()) is not None:
        line.append(holder)
    return [
        other
        for other in item.scene().items()
        if other not in line and (other.parentItem() is None or other.parentItem() in line[1:])
    ]
