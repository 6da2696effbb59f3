"""Places named on a plot, such as quantiles: dotted lines, named at the top; names that would collide share a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from gui import plot_style, theme

NAMES = ("1 %", "25 %", "median", "75 %", "99 %")

_GAP = 8.0  # pixels between two labels
_BETWEEN = " \N{MIDDLE DOT} "


@dataclass(frozen=True, slots=True)
class Label:
    """A name, and where its middle lies, in pixels."""

    words: str
    middle: float
    width: float

    @property
    def left(self) -> float:
        return self.middle - self.width / 2

    @property
    def right(self) -> float:
        return self.middle + self.width / 2


def arranged(names: Sequence[str], pixels: Sequence[float], room: float, metrics: QFontMetricsF) -> list[Label]:
    """Labels from left to right within `room` pixels; neighbours that would touch are joined until none do."""
    labels: list[Label] = []
    for name, pixel in zip(names, pixels, strict=True):
        labels.append(_label(name, pixel, room, metrics))
        while len(labels) > 1 and labels[-2].right + _GAP > labels[-1].left:
            right, left = labels.pop(), labels.pop()
            labels.append(_label(left.words + _BETWEEN + right.words, (left.middle + right.middle) / 2, room, metrics))
    return labels


def _label(words: str, middle: float, room: float, metrics: QFontMetricsF) -> Label:
    width = metrics.horizontalAdvance(words)
    return Label(words, min(max(middle, width / 2), max(room - width / 2, width / 2)), width)


class QuantileMarks:
    """The items of the marks in one plot; updated, never made anew."""

    def __init__(self, plot: pg.PlotItem, names: Sequence[str] = NAMES) -> None:
        self._names = names
        self._lines = pg.PlotCurveItem(connect="pairs")
        self._labels = [pg.TextItem(anchor=(0.5, 0.5)) for _ in names]
        for item in (self._lines, *self._labels):
            item.setZValue(10)
            plot.addItem(item, ignoreBounds=True)

    def apply_theme(self) -> None:
        self._lines.setPen(plot_style.dotted(theme.colors().secondary))
        for label in self._labels:
            label.setColor(theme.colors().secondary)
            label.setFont(theme.label_font())

    def place(
        self, places: Sequence[float | None], view: pg.ViewBox, floor: float, ceiling: float, height: float
    ) -> None:
        """Draw lines at `places` from `floor` to `ceiling`, and their names at `height`, all in the plot's units.

        There is a place for each name; None for one that is nowhere.
        """
        low, high = view.viewRange()[0]
        known = [(name, place) for name, place in zip(self._names, places, strict=True) if place is not None]
        seen = [(name, place) for name, place in known if low <= place <= high]
        ends = np.tile((floor, ceiling), len(seen))
        self._lines.setData(np.repeat([place for _, place in seen], 2).astype(float), ends)
        scale = view.width() / (high - low)
        names, pixels = [name for name, _ in seen], [(place - low) * scale for _, place in seen]
        labels = arranged(names, pixels, view.width(), QFontMetricsF(theme.label_font()))
        for item in self._labels[len(labels) :]:
            item.hide()
        for item, label in zip(self._labels, labels, strict=False):
            item.setText(label.words)
            item.setPos(low + label.middle / scale, height)
            item.show()

    def hide(self) -> None:
        self._lines.setData([], [])
        for item in self._labels:
            item.hide()
