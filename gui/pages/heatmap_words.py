"""What a heatmap says in words: what a pixel is, what lies beyond the colours, and what the cursor is over."""

from __future__ import annotations

from gui.pages.heatmap_range import RangeChoice
from weights import text
from weights.matrices.elements import Reduction
from weights.matrices.picture import Picture

_APART = "   \N{MIDDLE DOT}   "


def about(picture: Picture, choice: RangeChoice, beyond: float, *, of_values: bool) -> str:
    """What each pixel is, how much is clipped, and where the range comes from."""
    return _APART.join((pixel(picture), _clipped(beyond, of_values), *_origin(choice, of_values)))


def pixel(picture: Picture) -> str:
    """The reduction, stated."""
    height, width = picture.cell
    if picture.is_exact:
        return "each cell is one value"
    kind = "mean" if picture.reduction is Reduction.MEAN else "value of largest magnitude"
    return f"each pixel is the {kind} of {text.count(height)} {text.TIMES} {text.count(width)} values"


def _clipped(beyond: float, of_values: bool) -> str:
    what = "values" if of_values else "pixels"
    millionths = round(beyond * 1_000_000)
    return f"{text.share(millionths, 1_000_000)} of the {what} clipped" if millionths else f"no {what} clipped"


def _origin(choice: RangeChoice, of_values: bool) -> list[str]:
    if choice.typed is not None:
        return []
    what = "values" if of_values else "pixels"
    kind = "smallest to largest" if choice.share == 1 else f"{100 * choice.share:g}{text.THIN}%"
    awaited = " until all values are counted" if choice.of_values and not of_values else ""
    return [f"range: {kind} of the {what}{awaited}"]


def reading(share: float) -> str:
    """While the first picture is made."""
    return f"reading{text.ELLIPSIS} {share:.0%}"


def cell(picture: Picture, row: int, column: int) -> str:
    """What the pixel shows that holds an element; nothing where it is the element's own."""
    value = picture.at(row, column)
    if value is None or picture.is_exact:
        return ""
    height, width = picture.cell
    top, left = row // height * height, column // width * width
    bottom, right = min(top + height, picture.area.bottom) - 1, min(left + width, picture.area.right) - 1
    kind = "mean" if picture.reduction is Reduction.MEAN else "largest magnitude"
    return f"{_APART}{kind} of {_span('row', top, bottom)}, {_span('column', left, right)}: {text.number(value)}"


def _span(what: str, first: int, last: int) -> str:
    return f"{what} {first}" if first == last else f"{what}s {first} to {last}"
