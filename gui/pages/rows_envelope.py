"""A long series drawn in as many steps as there are pixels: the least and the greatest value of each step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def envelope(series: Floats, first: int, stop: int, steps: int) -> tuple[Floats, Floats]:
    """Places and values of the corners of a line through the part from `first` to before `stop`.

    All its values where they are few; else two in each step, so that no value stands out of the line. A NaN is passed
    over where its step has others.
    """
    part = series[first:stop]
    if len(part) <= 2 * steps:
        return np.arange(first, stop, dtype=np.float64), part
    starts = np.arange(steps) * len(part) // steps
    ends = np.stack((np.fmin.reduceat(part, starts), np.fmax.reduceat(part, starts)), axis=1)
    middles = first + (starts + np.append(starts[1:], len(part)) - 1) / 2
    return np.repeat(middles, 2), ends.reshape(-1)
