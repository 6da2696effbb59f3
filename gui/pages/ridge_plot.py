"""The plot of a ridgeline: rows under each other on one axis of values, driven by mouse and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

from gui import plot_style, theme
from gui.pages.histogram_words import axis_words
from gui.pages.range_box import RangeBox
from gui.pages.ridge_drawing import RidgeDrawing
from gui.pages.ridge_item import RidgeItem
from gui.plot_axes import Ticks, ValueAxis

_LEAST_HEIGHT = 130
_LABEL_PITCH = 14.0  # pixels between two labels
_LABEL_RISE = 0.3  # of a label above the line that its ridge stands on, in rows
_WIDEST_LABEL = 150
_NOTCH_ROWS = 3 / 120  # rows that the wheel scrolls by, for each unit that it turns

_STEPS = (1, 2, 5, 10, 20, 50, 100)


class RowAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The labels of the rows, as many as there is room for."""

    def __init__(self) -> None:
        super().__init__("left", maxTickLength=0, hideOverlappingLabels=False)
        self._given: Sequence[str] = ()
        self._labels: list[str] = []
        self._metrics = QFontMetricsF(theme.label_font())

    def set_labels(self, labels: Sequence[str]) -> None:
        """One for each row, already fit to be shown."""
        if labels == self._given:
            return
        self._given = labels
        elided = Qt.TextElideMode.ElideMiddle
        self._labels = [self._metrics.elidedText(label, elided, _WIDEST_LABEL) for label in labels]
        widest = max((self._metrics.horizontalAdvance(label) for label in self._labels), default=0.0)
        self.setWidth(int(widest) + 3 * theme.UNIT)
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> Ticks:
        pitch = size / abs(high - low)  # given downwards, as the rows go
        step = next((step for step in _STEPS if step * pitch >= _LABEL_PITCH), _STEPS[-1])
        return [(1.0, [row + 1 - _LABEL_RISE for row in range(0, len(self._labels), step)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self._labels[int(value)] for value in values]


class RidgeBox(RangeBox):
    """The wheel scrolls where there is more than fits; with Ctrl, or where all fits, it zooms as in a histogram.

    The middle or right button drags the range along.
    """

    scrolled = Signal(float)  # rows
    panned = Signal(float)  # by how much the range moves, in places along the plot

    def __init__(self) -> None:
        super().__init__()
        self.can_scroll = False
        self.invertY(True)

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            super().mouseDragEvent(ev, axis)
            return
        ev.accept()
        self.panned.emit(self.mapToView(ev.lastPos()).x() - self.mapToView(ev.pos()).x())

    def wheelEvent(self, ev: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        if self.can_scroll and not ev.modifiers() & Qt.KeyboardModifier.ControlModifier:
            ev.accept()
            self.scrolled.emit(-ev.delta() * _NOTCH_ROWS)
        else:
            super().wheelEvent(ev, axis)


class RidgePlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws a `RidgeDrawing`. A row is pointed at with the mouse or the arrow keys, and chosen by click or Enter."""

    painted = Signal()
    pointed = Signal(object, object)  # row and place along the plot, None for neither
    chosen = Signal(int)
    scrollable = Signal(float, float)  # rows that fit, and rows that there are

    def __init__(self, least_pitch: float) -> None:
        """`least_pitch`: pixels from row to row below which the plot scrolls."""
        self.box = RidgeBox()
        self._values, self._rows = ValueAxis("bottom"), RowAxis()
        super().__init__(viewBox=self.box, axisItems={"bottom": self._values, "left": self._rows})
        self._least_pitch = least_pitch
        self._drawing: RidgeDrawing | None = None
        self._row: int | None = None
        self.top = 0.0  # the first row in sight
        self._build()
        self.apply_theme()

    def show_drawing(self, drawing: RidgeDrawing, labels: Sequence[str], current: int | None) -> None:
        """Draw ridges; those that were drawn before are replaced in place."""
        self._drawing = drawing
        self._rows.set_labels(labels)
        self._values.set_scale(drawing.threshold, is_whole=drawing.is_whole)
        words = axis_words(drawing.threshold, is_magnitude=drawing.is_magnitude)
        if words != self._values.labelText:  # a new label lays the whole plot out anew
            self._values.setLabel(words)
        self._item.show_drawing(drawing, current)
        if self._row is not None and self._row >= len(labels):
            self._row = None
        self._fit()

    def scroll_to(self, row: float) -> None:
        """Show the rows from this one on."""
        self.top = row
        self._fit()

    def show_row(self, row: int) -> None:
        """Scroll as little as brings a row into sight."""
        last = row + 1 - (self._fitting() - self._overlap)
        self.scroll_to(min(max(self.top, last), row))

    def mark_range(self, first: float, last: float) -> None:
        """Show what the mouse has selected so far."""
        low, high = self.box.viewRange()[1]
        self._selection.setOpts(x0=[first], x1=[last], y0=[low], y1=[high])
        self._selection.show()

    def clear_mark(self) -> None:
        self._selection.hide()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        plot_style.style_plot(self)
        self._item.apply_theme()
        self._selection.setOpts(pen=None, brush=plot_style.fill(theme.colors().accent))

    def _build(self) -> None:
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setAccessibleName("Ridgeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.getPlotItem().setContentsMargins(0, 0, theme.UNIT, 0)
        self._item = RidgeItem()
        self._item.setFlag(RidgeItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._selection = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[])
        self._selection.setZValue(10)
        for item in (self._item, self._selection):
            self.addItem(item, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._hover)
        self.scene().sigMouseClicked.connect(self._click)
        self.box.sigResized.connect(self._fit)
        self.box.scrolled.connect(lambda rows: self.scroll_to(self.top + rows))

    @property
    def _overlap(self) -> float:
        return self._drawing.overlap if self._drawing is not None else 0.0

    def _fitting(self) -> float:
        """How many rows the plot is high, with room for the ridge of the first of them, if they are not too low."""
        rows = len(self._drawing.heights) if self._drawing is not None else 1
        return min(rows + self._overlap, max(float(self.box.height()), 1.0) / self._least_pitch)

    def _fit(self) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        fitting, whole = self._fitting(), len(drawing.heights) + self._overlap
        self.top = max(0.0, min(self.top, whole - fitting))
        self.box.can_scroll = fitting < whole
        above = self.top - self._overlap
        first, last = float(drawing.places[0]), float(drawing.places[-1])
        self.box.setRange(xRange=(first, last), yRange=(above, above + fitting), padding=0)
        self.scrollable.emit(fitting, whole)

    def _row_at(self, position: QPointF) -> int | None:
        drawing = self._drawing
        if drawing is None or not self.box.sceneBoundingRect().contains(position):
            return None
        return max(0, min(int(self.box.mapSceneToView(position).y()), len(drawing.heights) - 1))

    def _point_at(self, row: int | None, place: float | None) -> None:
        self._row = row
        self._item.point_at(row)
        self.pointed.emit(row, place)

    def _hover(self, position: QPointF) -> None:
        row = self._row_at(position)
        self._point_at(row, None if row is None else self.box.mapSceneToView(position).x())

    def _click(self, event: Any) -> None:
        row = self._row_at(event.scenePos())
        if row is not None and event.button() == Qt.MouseButton.LeftButton and not event.double():
            self.chosen.emit(row)

    def _step(self, row: int) -> None:
        if self._drawing is None:
            return
        row = max(0, min(row, len(self._drawing.heights) - 1))
        self.show_row(row)
        self._point_at(row, None)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        at, last = self._row, 0 if self._drawing is None else len(self._drawing.heights) - 1
        page = max(1, int(self._fitting()) - 1)
        steps = {
            Qt.Key.Key_Down: 0 if at is None else at + 1,
            Qt.Key.Key_Up: last if at is None else at - 1,
            Qt.Key.Key_PageDown: (at or 0) + page,
            Qt.Key.Key_PageUp: (at or 0) - page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if ev.key() in steps:
            self._step(steps[Qt.Key(ev.key())])
        elif ev.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            self.chosen.emit(at)
        else:
            super().keyPressEvent(ev)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None, None)

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self._point_at(None, None)

    def paintEvent(self, ev: QPaintEvent) -> None:
        super().paintEvent(ev)
        self.painted.emit()
