"""What the figures of a tensor say by themselves, and what they say is worth reading the values again for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from weights.dtypes import DType
from weights.findings.finding import FindingKind
from weights.tensors import Readable

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

_MANY = 0.01


def plain_kind(statistics: Statistics) -> FindingKind | None:
    """Whether values are not finite, or all zero, or all the same; a single value is neither of the latter."""
    if statistics.finite < statistics.count:
        return FindingKind.NOT_FINITE
    if statistics.count < 2 or statistics.min != statistics.max:
        return None
    return FindingKind.ALL_ZERO if statistics.zeros == statistics.count else FindingKind.CONSTANT


def may_have_zero_lines(data: Readable, statistics: Statistics) -> bool:
    """Whether there are zeros enough for a row or a column of nothing else, in a tensor that is not all zero.

    Rows are slices along the first axis, columns those of a matrix along the second; both hold at least two values.
    Of a tensor that repeats its values by its strides nothing is said.
    """
    shape = data.shape
    if len(shape) < 2 or data.repeats != 1 or statistics.zeros == statistics.count:
        return False
    lengths = [math.prod(shape[1:]), *(shape[:1] if len(shape) == 2 else ())]
    return any(1 < length <= statistics.zeros for length in lengths)


def is_at_limit(dtype: DType, statistics: Statistics) -> bool:
    """Whether values of a float type lie at its largest finite magnitude, where they may have been clipped.

    Of 8-bit floats more than 1 % must lie at one end: what is scaled into so narrow a type reaches its end on purpose.
    So do integers, and floats of 4 bits; of those nothing is said.
    """
    if not dtype.is_float or dtype.values_per_code > 1 or not statistics.finite:
        return False
    limit = largest(dtype)
    if dtype.itemsize > 1:
        return statistics.min == -limit or statistics.max == limit
    return statistics.quantiles[_MANY] == -limit or statistics.quantiles[1 - _MANY] == limit


def largest(dtype: DType) -> float:
    """The largest finite value of a float type."""
    import numpy as np  # heavy: the window's first paint does not wait for it

    from weights.statistics.codes import codebook, is_tabled

    return float(codebook(dtype).finite[-1]) if is_tabled(dtype) else float(np.finfo(dtype.codes).max)
