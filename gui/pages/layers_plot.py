"""The plot of a statistic against depth, driven by mouse and keys."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from gui import plot_style, theme
from gui.pages.layers_drawing import LayersDrawing
from gui.pages.log_axis import LogAxis
from gui.plot_axes import ValueAxis
from weights.depth import Member

MOST_STRANDS = 6
SYMBOLS = ("o", "s", "t1", "d", "t", "star")
"""One for each strand, so that they are not told apart by colour alone."""

_LEAST_HEIGHT = 130
_DOT = 7.0  # pixels
_SMALL_DOT = 4.0  # where a role has many lines
_RING = 13.0
_MOST_DOTS = 2000  # more would hide the lines, and lines between so many are not smoothed
_REACH = 24.0  # pixels from the mouse within which a point is pointed at
_CROWDED = 0.35  # opacity of a role's lines where they are many


class LayersPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws a `LayersDrawing`. A point is pointed at with the mouse or the arrow keys, and chosen by click or Enter."""

    pointed = Signal(object)  # Member, None for none
    chosen = Signal(object)  # Member

    def __init__(self) -> None:
        self._layers, self._values = ValueAxis("bottom"), LogAxis("left")
        super().__init__(viewBox=pg.ViewBox(enableMenu=False), axisItems={"bottom": self._layers, "left": self._values})
        self._drawing: LayersDrawing | None = None
        self._current: Member | None = None
        self._point: tuple[int, int] | None = None
        self._build()
        self._build_items()
        self.apply_theme()

    def show_drawing(self, drawing: LayersDrawing, current: Member | None) -> None:
        """Draw lines, and mark the current tensor on them; items are updated in place."""
        self._drawing, self._current = drawing, current
        self._point = None
        self._values.set_log(drawing.is_log)
        if drawing.label != self._values.labelText:  # a new label lays the whole plot out anew
            self._values.setLabel(drawing.label)
        self._fill()
        self.getViewBox().setRange(xRange=drawing.x_range, yRange=drawing.y_range, padding=0)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        plot_style.style_plot(self)
        colors = theme.colors()
        self._pointed.setPen(plot_style.pen(colors.text, 1.5))
        self._mark.setPen(plot_style.pen(colors.text, 2.0))
        self._fill()

    def _build(self) -> None:
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setAccessibleName("Statistic by layer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hideButtons()
        self.getViewBox().setMouseEnabled(False, False)
        self.getPlotItem().showGrid(y=True, alpha=1.0)
        self.getPlotItem().setContentsMargins(0, 0, theme.UNIT, 0)
        self._layers.set_scale(None, is_whole=True)
        self._layers.setLabel("layer")
        self.scene().sigMouseMoved.connect(self._hover)
        self.scene().sigMouseClicked.connect(self._click)

    def _build_items(self) -> None:
        self._lines: list[pg.PlotCurveItem] = []
        self._dots: list[pg.ScatterPlotItem] = []
        self._mark = pg.ScatterPlotItem(size=_RING, brush=None)
        self._pointed = pg.ScatterPlotItem(size=_RING, brush=None)
        self._emphasis = pg.PlotCurveItem(connect="finite", antialias=True)
        for item in (self._emphasis, self._mark, self._pointed):
            item.setZValue(1)
            self.addItem(item, ignoreBounds=True)

    def _make_items(self, strands: int) -> None:
        """As many as there are strands to draw: each item takes its time to make."""
        while len(self._lines) < strands:
            self._lines.append(pg.PlotCurveItem(connect="finite"))
            self._dots.append(pg.ScatterPlotItem(size=_DOT, pen=None))
            for item in (self._lines[-1], self._dots[-1]):
                self.addItem(item, ignoreBounds=True)

    def _fill(self) -> None:
        """Give every item its data and its colour."""
        drawing = self._drawing
        strands = drawing.strands if drawing is not None else ()
        self._make_items(len(strands))
        for number, (line, dots) in enumerate(zip(self._lines, self._dots, strict=True)):
            shown = strands[number] if number < len(strands) else None
            line.setVisible(shown is not None)
            dots.setVisible(shown is not None)
            if shown is None:
                continue
            color = series_color(shown.color)
            is_crowded = shown.lines > 1
            line.setData(shown.x, shown.y, antialias=shown.drawn.size <= _MOST_DOTS)
            line.setPen(plot_style.pen(color, 1.0 if is_crowded else 1.5))
            line.setOpacity(_CROWDED if is_crowded else 1.0)
            drawn = shown.drawn if shown.drawn.size <= _MOST_DOTS else shown.drawn[:0]
            dots.setData(shown.x[drawn], shown.y[drawn], symbol=SYMBOLS[shown.color or 0], brush=color)
            dots.setSize(_SMALL_DOT if is_crowded else _DOT)
        at = drawing.point_of(self._current) if drawing is not None and self._current is not None else None
        self._ring(self._mark, at)
        self._emphasize(at)
        self._ring(self._pointed, self._point)

    def _emphasize(self, point: tuple[int, int] | None) -> None:
        """Draw the current tensor's line strongly where it is one of many."""
        strand = self._drawing.strands[point[0]] if self._drawing is not None and point is not None else None
        if strand is None or point is None or strand.lines == 1:
            self._emphasis.setData([], [])
            return
        line = strand.line_of(point[1])
        self._emphasis.setData(strand.x[line], strand.y[line])
        self._emphasis.setPen(plot_style.pen(series_color(strand.color), 2.0))

    def _ring(self, ring: pg.ScatterPlotItem, point: tuple[int, int] | None) -> None:
        if self._drawing is None or point is None:
            ring.setData([], [])
            return
        strand = self._drawing.strands[point[0]]
        ring.setData([strand.x[point[1]]], [strand.y[point[1]]])

    def _point_at(self, point: tuple[int, int] | None) -> None:
        if point != self._point:
            self._point = point
            self._ring(self._pointed, point)
            self.pointed.emit(self._member(point))

    def _member(self, point: tuple[int, int] | None) -> Member | None:
        return None if self._drawing is None or point is None else self._drawing.strands[point[0]].members[point[1]]

    def _nearest(self, position: QPointF) -> tuple[int, int] | None:
        box = self.getViewBox()
        if self._drawing is None or not box.sceneBoundingRect().contains(position):
            return None
        place, (width, height) = box.mapSceneToView(position), box.viewPixelSize()
        return self._drawing.nearest(place.x(), place.y(), (1 / width, 1 / height), _REACH)

    def _hover(self, position: QPointF) -> None:
        self._point_at(self._nearest(position))

    def _click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not event.double():
            self._choose(self._nearest(event.scenePos()))

    def _choose(self, point: tuple[int, int] | None) -> None:
        member = self._member(point)
        if member is not None:
            self.chosen.emit(member)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        drawing, point = self._drawing, self._point
        if drawing is None:
            super().keyPressEvent(ev)
            return
        if point is None and self._current is not None:
            point = drawing.point_of(self._current)
        match ev.key():
            case Qt.Key.Key_Right:
                self._point_at(drawing.beside(point, 1))
            case Qt.Key.Key_Left:
                self._point_at(drawing.beside(point, -1))
            case Qt.Key.Key_Down:
                self._point_at(drawing.across(point, 1))
            case Qt.Key.Key_Up:
                self._point_at(drawing.across(point, -1))
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._point_at(drawing.end(point, last=ev.key() == Qt.Key.Key_End))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose(point)
            case _:
                super().keyPressEvent(ev)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self._point_at(None)


def series_color(place: int | None) -> str:
    """The colour of one of several roles; that of side A for a role that is alone."""
    colors = theme.colors()
    return colors.a if place is None else colors.series[place]
