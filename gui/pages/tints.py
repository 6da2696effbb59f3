"""The tint of a tensor's cells, scaled by its distribution."""

from __future__ import annotations

from PySide6.QtGui import QColor

from gui import theme
from gui.models.tint import Tint
from gui.plot_style import diverging_ends
from weights.statistics.distribution import Distribution

_SHARE = 0.995  # of the values lie within the scale


def tint_of(distribution: Distribution) -> Tint | None:
    """Equal tints mean equal values wherever one scrolls: the scale belongs to the tensor, not to what is seen.

    None where all values are zero, or none is finite.
    """
    ends = distribution.quantile(1 - _SHARE), distribution.quantile(_SHARE)
    scale = max((abs(float(end)) for end in ends if end is not None), default=0.0)
    return Tint(scale, QColor(theme.colors().page), *diverging_ends()) if scale else None
