"""The view of a matrix: pictures of it in colour, row 0 at the top, that wheel, drag and keys move about in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.pages import heatmap_drawing as drawing
from gui.pages.heatmap_frame import Frame
from weights.matrices.picture import Picture

_NOTCH = 120.0
_ZOOM = 1.25  # one notch of the wheel, one key
_KEY_STEP = 0.1  # of the view, for an arrow key
TOP = 8  # pixels above the view
FOOT = 38  # below the view: labels of the columns, and what they are
_BESIDE = 16  # right of the view, for the half of a label
_AXIS_NAME = 20  # left of the rows' labels: what they are


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A picture, and the same in colour."""

    picture: Picture
    image: QImage


@dataclass(frozen=True, slots=True)
class Axes:
    """What the rows and columns of a matrix are called; rows without a name have no labels.

    `tile` is set where it is a sheet of tiles of that size.
    """

    rows: str = "row"
    columns: str = "column"
    tile: tuple[int, int] = (1, 1)


class HeatmapImage(QWidget):
    """Shows layers of pictures of one matrix, later ones over earlier ones, as a frame places them.

    It reads nothing and decides no colours, so that several can be joined: `view_changed` tells where the user went,
    `show_frame` puts another there.
    """

    view_changed = Signal(object)  # Frame
    hovered = Signal(object)  # (row, column), or None
    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._frame: Frame | None = None
        self._axes = Axes()
        self._layers: list[Layer] = []
        self._size = (1, 1)
        self._grip: QPointF | None = None
        self.setAccessibleName("Heatmap")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 140)

    @property
    def frame(self) -> Frame | None:
        """What is in view; None while there is no matrix."""
        return self._frame

    @property
    def view(self) -> QRect:
        """The part of the widget in which the matrix is seen."""
        labels = drawing.label_width(self._size[0], self._axes.tile[0]) + theme.UNIT * 2
        left = _AXIS_NAME + labels if self._axes.rows else theme.UNIT * 3
        return self.rect().adjusted(left, TOP, -_BESIDE, -FOOT)

    def show_matrix(self, rows: int, columns: int, axes: Axes) -> None:
        """Another matrix, of at least one element, without pictures yet; one of the same size at the same place."""
        same = (rows, columns) == self._size and axes.tile == self._axes.tile
        self._size, self._axes, self._layers = (rows, columns), axes, []
        if self._frame is None or not same:
            is_square = axes.tile != (1, 1)
            self._frame = Frame.fitting(rows, columns, self.view.width(), self.view.height(), is_square)
        self.update()

    def show_layers(self, layers: list[Layer]) -> None:
        """Draw these."""
        self._layers = layers
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """Go to a place; `view_changed` is for ways that the user takes."""
        self._frame = frame
        self.update()

    def fit(self) -> None:
        """See all of the matrix."""
        if self._frame is not None:
            self._go(self._frame.fitted())

    def zoom(self, factor: float) -> None:
        """Zoom around the middle."""
        if self._frame is not None:
            self._go(self._frame.zoomed(self._frame.drawn_width / 2, self._frame.drawn_height / 2, factor))

    def _go(self, frame: Frame) -> None:
        if frame != self._frame:
            self._frame = frame
            self.update()
            self.view_changed.emit(frame)

    def _place(self, position: QPointF) -> QPointF:
        """A place of the widget as one of the view."""
        return position - QPointF(self.view.topLeft())

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = self._frame
        if frame is None:
            return
        painter = QPainter(self)
        view = self.view
        drawing.draw_axes(painter, frame, view, self._axes.rows, self._axes.columns, self._axes.tile)
        if painter.paintEngine().type() is QPaintEngine.Type.SVG:  # which neither clips nor keeps cells sharp
            painter.drawImage(view, self._view_as_image(frame))
        else:
            painter.setClipRect(view)
            painter.translate(view.topLeft())
            self._draw_view(painter, frame)
        painter.end()
        self.painted.emit()

    def _view_as_image(self, frame: Frame) -> QImage:
        image = QImage(self.view.size() * 2, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(2)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self._draw_view(painter, frame)
        painter.end()
        return image

    def _draw_view(self, painter: QPainter, frame: Frame) -> None:
        drawing.draw_unread(painter, frame)
        for layer in self._layers:
            drawing.draw_picture(painter, frame, layer.picture, layer.image)
        drawing.draw_gaps(painter, frame, self._axes.tile)
        for layer in self._layers[-1:]:
            drawing.draw_values(painter, frame, layer.picture, layer.image)
        drawing.draw_edge(painter, frame, has_focus=self.hasFocus())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._frame is not None:
            self._go(self._frame.resized(self.view.width(), self.view.height()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        place = self._place(event.position())
        if self._frame is not None:
            self._go(self._frame.zoomed(place.x(), place.y(), _ZOOM ** (event.angleDelta().y() / _NOTCH)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._frame is None:
            return
        if self._grip is not None:
            way, self._grip = self._grip - event.position(), event.position()
            self._go(self._frame.moved(way.x(), way.y()))
        place = self._place(event.position())
        inside = self.view.contains(event.position().toPoint())
        self.hovered.emit(self._frame.element(place.x(), place.y()) if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.fit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        frame, key = self._frame, event.key()
        right = {Qt.Key.Key_Left: -_KEY_STEP, Qt.Key.Key_Right: _KEY_STEP}.get(Qt.Key(key), 0.0)
        below = {Qt.Key.Key_Up: -_KEY_STEP, Qt.Key.Key_Down: _KEY_STEP}.get(Qt.Key(key), 0.0)
        if frame is not None and (right or below):
            self._go(frame.moved(right * frame.width, below * frame.height))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)
