"""How a matrix is painted: cells of pictures, gaps between tiles, values in large squares, labels of its indices."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from gui import plot_style, theme
from gui.pages.heatmap_frame import Frame
from weights import text
from weights.matrices.picture import Picture

_WIDEST_VALUE = f"{text.MINUS}0.0000"  # what must fit into an element before its value is written in
_LEAST_TILE = 6.0  # pixels of a tile from which there is a gap around it
_LABEL_ROOM = (30.0, 64.0)  # pixels from one label to the next, down and across
_DARK = 0.45  # luminance under which letters on a colour are light


def draw_unread(painter: QPainter, frame: Frame) -> None:
    """The ground of what is not read yet."""
    place = QRectF(0, 0, frame.drawn_width, frame.drawn_height)
    painter.fillRect(place, QColor(theme.colors().side))
    painter.fillRect(place, plot_style.hatching(theme.colors().hairline))


def draw_picture(painter: QPainter, frame: Frame, picture: Picture, image: QImage) -> None:
    """The cells of a picture that are in view, as squares without blur."""
    area, cell = picture.area, picture.cell
    seen = frame.area
    top, left = (
        (max(seen.top, area.top) - area.top) // cell.height,
        (max(seen.left, area.left) - area.left) // cell.width,
    )
    bottom = -(-(min(seen.bottom, area.bottom) - area.top) // cell.height)
    right = -(-(min(seen.right, area.right) - area.left) // cell.width)
    if bottom <= top or right <= left:
        return
    corner = QPointF(frame.x(area.left + left * cell.width), frame.y(area.top + top * cell.height))
    opposite = QPointF(frame.x(area.left + right * cell.width), frame.y(area.top + bottom * cell.height))
    painter.save()
    painter.setClipRect(
        QRectF(frame.x(area.left), frame.y(area.top), area.columns * frame.across, area.rows * frame.down),
        Qt.ClipOperation.IntersectClip,  # the last row and column of cells may be cut off
    )
    painter.drawImage(QRectF(corner, opposite), image, QRectF(left, top, right - left, bottom - top))
    painter.restore()


def draw_edge(painter: QPainter, frame: Frame, *, has_focus: bool) -> None:
    """A hairline around what is drawn, a picture may be of the page's colour; it tells that keys move about in it."""
    painter.setPen(plot_style.pen(theme.colors().accent if has_focus else theme.colors().hairline))
    painter.drawRect(QRectF(0.5, 0.5, frame.drawn_width - 1, frame.drawn_height - 1))


def draw_gaps(painter: QPainter, frame: Frame, tile: tuple[int, int]) -> None:
    """Lines of the page's colour between tiles, once they are large enough to be told apart."""
    height, width = tile
    if tile == (1, 1) or min(height * frame.down, width * frame.across) < _LEAST_TILE:
        return
    thickness = min(max(1.0, min(frame.down, frame.across) / 4), 4.0)
    painter.setPen(plot_style.pen(theme.colors().page, thickness))
    area = frame.area
    for row in range(area.top // height * height, area.bottom + 1, height):
        painter.drawLine(QPointF(0, frame.y(row)), QPointF(frame.drawn_width, frame.y(row)))
    for column in range(area.left // width * width, area.right + 1, width):
        painter.drawLine(QPointF(frame.x(column), 0), QPointF(frame.x(column), frame.drawn_height))


def draw_values(painter: QPainter, frame: Frame, picture: Picture, image: QImage) -> None:
    """The value of each element in view, in squares large enough for it."""
    painter.setFont(theme.label_font())
    room = painter.fontMetrics().size(0, _WIDEST_VALUE)
    if not picture.is_exact or frame.across < room.width() or frame.down < room.height():
        return
    seen, area = frame.area, picture.area
    for row in range(max(seen.top, area.top), min(seen.bottom, area.bottom)):
        for column in range(max(seen.left, area.left), min(seen.right, area.right)):
            ground = image.pixelColor(column - area.left, row - area.top)
            painter.setPen(Qt.GlobalColor.white if _luminance(ground) < _DARK else Qt.GlobalColor.black)
            place = QRectF(frame.x(column), frame.y(row), frame.across, frame.down)
            value = float(picture.values[row - area.top, column - area.left])
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text.number(value, 3))


def _luminance(color: QColor) -> float:
    return 0.299 * color.redF() + 0.587 * color.greenF() + 0.114 * color.blueF()


def label_width(rows: int, tile_height: int) -> int:
    """Pixels that the labels of so many rows need."""
    return QFontMetrics(theme.label_font()).horizontalAdvance(text.count(max(rows // tile_height - 1, 0)))


def draw_axes(painter: QPainter, frame: Frame, view: QRect, rows: str, columns: str, tile: tuple[int, int]) -> None:
    """The indices of rows at the left of the view and of columns below what is drawn, and what they are."""
    colors = theme.colors()
    painter.setFont(theme.label_font())
    height = painter.fontMetrics().height()
    painter.setPen(QColor(colors.secondary))
    down, across = frame.down * tile[0], frame.across * tile[1]
    for row, y in _labels(frame.top, down, tile[0], frame.drawn_height, _LABEL_ROOM[0]) if rows else ():
        place = QRectF(0, view.top() + y - height, view.left() - 2 * theme.UNIT, 2 * height)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text.count(row))
    below = view.top() + frame.drawn_height + theme.UNIT
    for column, x in _labels(frame.left, across, tile[1], frame.drawn_width, _LABEL_ROOM[1]) if columns else ():
        place = QRectF(view.left() + x - _LABEL_ROOM[1], below, 2 * _LABEL_ROOM[1], height)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text.count(column))
    painter.setPen(QColor(colors.faint))
    foot = QRectF(view.left(), below + height + theme.UNIT / 2, frame.drawn_width, height)
    painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip, columns)
    painter.save()
    painter.translate(0, view.top() + frame.drawn_height)
    painter.rotate(-90)
    painter.drawText(QRectF(0, 0, frame.drawn_height, height), Qt.AlignmentFlag.AlignHCenter, rows)
    painter.restore()


def _labels(first: float, pixels: float, unit: int, length: float, room: float) -> Iterator[tuple[int, float]]:
    """Indices worth a label and where their middles are, along a view that begins at `first`.

    `pixels` is how much an index takes, `unit` how many elements it stands for.
    """
    step = _round_step(room / pixels)
    index = max(math.ceil((first / unit - 0.5) / step), 0) * step
    while (place := (index + 0.5 - first / unit) * pixels) < length:
        yield index, place
        index += step


def _round_step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20 ... that is not below."""
    if least <= 1:
        return 1
    power = 10 ** math.floor(math.log10(least))
    return int(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least))
