"""The statistics that can be followed through the depth of a model."""

from __future__ import annotations

from collections.abc import Callable

from weights.query_fields import FIELDS
from weights.record import record
from weights.statistics.summary import Statistics


@record
class LayerStatistic:
    """One figure of a tensor: what the menu and the axis call it, what it is, and how to take it from statistics."""

    name: str
    meaning: str
    of: Callable[[Statistics], float | None]


def _field(field: str, name: str = "") -> LayerStatistic:
    """The figure that a query calls `field`."""
    found = FIELDS[field]
    if found.read is None:
        raise TypeError(f"{field} is no figure of one tensor")
    return LayerStatistic(name or field, found.meaning, found.read)


LAYER_STATISTICS = (
    _field("std"),
    _field("mean"),
    LayerStatistic("mean |x|", "mean of the magnitudes", lambda statistics: statistics.abs_mean),
    _field("l2", "L2 norm"),
    LayerStatistic("RMS", "root of the mean square", lambda statistics: statistics.rms),
    _field("min"),
    LayerStatistic("1 %", "quantile: so much of the values lies at or below it", lambda s: s.quantiles[0.01]),
    LayerStatistic("median", "middle of the values", lambda statistics: statistics.quantiles[0.5]),
    LayerStatistic("99 %", "quantile: so much of the values lies at or below it", lambda s: s.quantiles[0.99]),
    _field("max"),
    _field("absmax", "max |x|"),
    LayerStatistic("skewness", "third moment, standardised", lambda statistics: statistics.skewness),
    LayerStatistic("kurtosis", "fourth moment, in excess of the normal's", lambda statistics: statistics.kurtosis),
    LayerStatistic(
        "zeros, %", "share of zeros among all values", lambda s: 100 * s.zeros / s.count if s.count else None
    ),
    LayerStatistic("NaN", "how many values are NaN", lambda statistics: statistics.nan),
    LayerStatistic("Inf", "how many values are infinite", lambda statistics: statistics.posinf + statistics.neginf),
)
