"""What a ridgeline says in words: what the cursor is over, and why there is nothing to see."""

from __future__ import annotations

from collections.abc import Sequence

from gui.pages.histogram_words import interval
from gui.pages.ridge_drawing import Ridge, RidgeDrawing
from weights import text


def nothing_to_draw(ridges: Sequence[Ridge]) -> str:
    """Why none of the ridges can be drawn."""
    if all(ridge.profile is None for ridge in ridges):
        return "None of these tensors has been counted yet.\nScan all in the View menu counts them."
    return "No value of these tensors is finite"


def row_words(ridge: Ridge, drawing: RidgeDrawing, row: int, place: float | None) -> str:
    """One ridge: where it leads, and how much of it lies in the bin at a place, or outside the range."""
    name = text.visible(ridge.node.name)
    profile = ridge.profile
    if profile is None:
        return f"{name}: not counted yet"
    if not profile.finite:
        return f"{name}: no finite value"
    bin_number = None if place is None else drawing.bin_at(place)
    if bin_number is None:
        return f"{name}: {_beyond(ridge, drawing, row)}"
    low, high = float(drawing.edges[bin_number]), float(drawing.edges[bin_number + 1])
    inside = round(float(drawing.shares[row, bin_number]) * profile.finite)
    return f"{name}:  {interval(low, high)}:  {text.share(inside, profile.finite)}"


def _beyond(ridge: Ridge, drawing: RidgeDrawing, row: int) -> str:
    """How many values the range leaves out."""
    profile = ridge.profile
    if profile is None:
        return text.NONE
    low, high = drawing.limits
    zeros = profile.zeros if low <= 0 <= high else 0
    inside = round(float(drawing.shares[row].sum()) * profile.finite) + zeros
    outside = profile.finite - min(inside, profile.finite)
    values = text.plural(profile.finite, "value")
    return f"{values}, {text.share(outside, profile.finite)} beyond the range" if outside else f"{values}, all in range"
