"""The first values of a tensor as text for a clipboard: a row of the tensor a line, tabs between values."""

from __future__ import annotations

import math

from weights.export.csv import value_texts
from weights.export.ordered import values_shape
from weights.record import record
from weights.report.first_values import first_box
from weights.tensors import Readable


@record
class Clipping:
    """Some values as text; `values` of so many in `total` are in it."""

    text: str
    values: int
    total: int


def clip(data: Readable, at_most: int) -> Clipping:
    """A tensor's first values, in the order of their indices. Raises Unreadable, FileChanged."""
    box = first_box(data.shape, at_most)
    texts = value_texts(data.read(box).reshape(-1), data.dtype)[:at_most]
    shape = values_shape(data)
    columns = min(shape[-1], len(texts)) if len(shape) > 1 else 1
    rows = (texts[first : first + columns] for first in range(0, len(texts), columns or 1))
    return Clipping("\n".join(map("\t".join, rows)), len(texts), math.prod(shape))
