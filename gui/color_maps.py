"""Numbers as colours: the maps by scheme, and pictures in them. Perceptually uniform maps by Peter Kovesi (CET)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui import theme
from gui.colors import DARK, LIGHT, Colors

STEPS = 255  # odd, so that zero has the colour in the middle of a diverging map to itself


@dataclass(frozen=True, slots=True)
class ColorRange:
    """The values at both ends of a colour map, `low` below `high`; a diverging one has zero in the middle."""

    low: float
    high: float
    is_diverging: bool


def load() -> None:
    """Read all maps, which takes milliseconds each, before a picture waits for one."""
    for colors in (LIGHT, DARK):
        for is_diverging in (False, True):
            _table(colors, is_diverging)


def color_of(share: float, is_diverging: bool) -> QColor:
    """The colour at a place of the map in force, from 0 to 1."""
    return QColor.fromRgb(int(_table(theme.colors(), is_diverging)[round(share * (STEPS - 1))]))


def image_of(values: NDArray[Any], shown: ColorRange) -> QImage:
    """A picture with a pixel for each of two-dimensional float32 or float64 values.

    Values beyond the range have the colours of its ends; NaN and the infinities have colours of their own.
    """
    from weights.matrices import kernels  # heavy: numba, which is loaded by the time there are values

    pixels = np.empty(values.shape, dtype=np.uint32)
    scale = _root_of_scale(max(abs(shown.low), abs(shown.high)))
    low, high = (end * scale * scale for end in (shown.low, shown.high))
    kernels.color(values, scale, low, STEPS / (high - low), _table(theme.colors(), shown.is_diverging), pixels)
    height, width = values.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _root_of_scale(largest: float) -> float:
    """A power of two whose square brings `largest` near one, so that no difference of two ends overflows."""
    return math.ldexp(1.0, -(math.frexp(largest)[1] // 2))


@cache
def _table(colors: Colors, is_diverging: bool) -> NDArray[np.uint32]:
    """Opaque colours of the map in a scheme, then those of NaN, infinity and minus infinity."""
    names = ("CET-L16", "CET-D4") if colors is DARK else ("CET-L17", "CET-D1")
    bytes_of = pg.colormap.get(names[is_diverging]).getLookupTable(nPts=STEPS, alpha=False).astype(np.uint32)
    table = (0xFF << 24) | (bytes_of[:, 0] << 16) | (bytes_of[:, 1] << 8) | bytes_of[:, 2]
    apart = [QColor(name).rgb() for name in (colors.nan, colors.infinite, colors.minus_infinite)]
    return np.ascontiguousarray(np.concatenate((table, apart)), dtype=np.uint32)
