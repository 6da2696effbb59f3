"""What a histogram says in words: its bins, what it leaves out, and what the cursor is over."""

from __future__ import annotations

import math

from gui.pages.histogram_drawing import Drawing
from weights import text
from weights.statistics.distribution import Distribution
from weights.statistics.histogram import Scale

_APART = "   \N{MIDDLE DOT}   "


def axis_words(threshold: float | None, *, is_magnitude: bool) -> str:
    """The label of an axis of values, linear for None."""
    name = "magnitude" if is_magnitude else "value"
    if threshold is None:
        return name
    return f"{name} (symlog, linear between {text.MINUS}{text.number(threshold)} and {text.number(threshold)})"


def about(drawing: Drawing, distribution: Distribution) -> str:
    """How wide the bins are, and what share of the values lies outside the plot."""
    return _APART.join((_bins(drawing), _beyond(drawing), *_not_finite(distribution)))


def _bins(drawing: Drawing) -> str:
    edges = drawing.histogram.edges
    count = len(edges) - 1
    bins = text.plural(count, "bin")
    if drawing.histogram.scale is Scale.SYMLOG:
        return f"{bins}, equally wide on the symlog axis"
    width = float(edges[-1] / count - edges[0] / count)  # divided first: else it could overflow
    return f"{bins} of {text.number(width, 2)}"


def _beyond(drawing: Drawing) -> str:
    histogram = drawing.histogram
    zeros = histogram.zeros if histogram.zero_bin is None else 0
    outside = round(histogram.below + histogram.above) + zeros
    if outside == 0:
        return "nothing beyond the range"
    return f"{text.share(outside, drawing.finite)} beyond the range ({_sides(drawing)})"


def _sides(drawing: Drawing) -> str:
    histogram = drawing.histogram
    zeros_below = histogram.zeros if histogram.zero_bin is None and histogram.edges[0] > 0 else 0
    zeros_above = histogram.zeros if histogram.zero_bin is None and histogram.edges[-1] < 0 else 0
    below, above = round(histogram.below) + zeros_below, round(histogram.above) + zeros_above
    return f"{text.short_count(below)} below, {text.short_count(above)} above"


def _not_finite(distribution: Distribution) -> list[str]:
    named = (("NaN", distribution.nan), ("Inf", distribution.posinf), (f"{text.MINUS}Inf", distribution.neginf))
    return [f"{text.count(count)} {name} not drawn" for name, count in named if count]


def bin_words(drawing: Drawing, bin_number: int) -> str:
    """The interval, count and share of one bin."""
    histogram = drawing.histogram
    low, high = histogram.edges[bin_number], histogram.edges[bin_number + 1]
    words = f"{interval(float(low), float(high))}:  {_mass(histogram.counts[bin_number], drawing.finite)}"
    if histogram.zero_bin == bin_number:
        words += f", and {text.plural(histogram.zeros, 'zero')}"
    return words


def selection_words(drawing: Drawing, distribution: Distribution, low: float, high: float) -> str:
    """The same of any interval."""
    return f"{interval(low, high)}:  {_mass(distribution.mass_between(low, high), drawing.finite)}"


def _mass(count: float, finite: int) -> str:
    whole = round(count)
    return f"{text.plural(whole, 'value')}, {text.share(whole, finite)}"


def interval(low: float, high: float) -> str:
    """Two ends in as many digits as tell them apart."""
    return " to ".join(ends(low, high))


def ends(low: float, high: float) -> tuple[str, str]:
    """The two ends of a range in as many digits as it takes to move them by a hundredth of it."""
    largest, width = max(abs(low), abs(high)), high / 2 - low / 2
    figures = 3 if width <= 0 else max(3, math.ceil(math.log10(largest / width)) + 3)
    return text.number(low, figures), text.number(high, figures)


def nothing_to_draw(distribution: Distribution) -> str:
    """Why there is no histogram, where no value is finite."""
    if distribution.count == 0:
        return "This tensor has no elements"
    if distribution.nan == distribution.count:
        return f"All {text.count(distribution.count)} values are NaN"
    return "No value is finite: " + ", ".join(_not_finite(distribution)).replace(" not drawn", "")


def only_value(distribution: Distribution) -> str:
    """For the bar of a tensor whose finite values are all the same."""
    value = distribution.minimum
    shown = text.number(None if value is None else float(value), 6)
    if distribution.finite == 1:
        return f"the only value is {shown}"
    return f"all {text.count(distribution.finite)} values are {shown}"
