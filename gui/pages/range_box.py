"""The area of a plot in which the mouse chooses a range: drag to select, wheel to zoom, double-click to go back."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

_ZOOM = 0.85  # of the range that is left after one notch of the wheel
_NOTCH = 120.0


class RangeBox(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """Moves nothing by itself: it says which places along the plot the mouse marks."""

    selecting = Signal(float, float)
    selected = Signal(float, float)
    zoomed = Signal(float, float)  # the place under the mouse, and the factor for the range
    reset_wanted = Signal()
    clicked = Signal(float)  # the place under the mouse

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.setMouseEnabled(False, False)
        self.disableAutoRange()
        self.setCursor(Qt.CursorShape.CrossCursor)

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        ev.accept()
        if ev.button() != Qt.MouseButton.LeftButton:
            return
        ends = sorted((self.mapToView(ev.buttonDownPos()).x(), self.mapToView(ev.pos()).x()))
        (self.selected if ev.isFinish() else self.selecting).emit(*ends)

    def mouseClickEvent(self, ev: Any) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            return
        ev.accept()
        if ev.double():
            self.reset_wanted.emit()
        else:
            self.clicked.emit(self.mapToView(ev.pos()).x())

    def wheelEvent(self, ev: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        ev.accept()
        self.zoomed.emit(self.mapToView(ev.pos()).x(), _ZOOM ** (ev.delta() / _NOTCH))
