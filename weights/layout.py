"""Where the elements of a strided tensor lie: plain integer arithmetic on shapes and strides, both in elements."""

from __future__ import annotations

import math
from operator import mul

Shape = tuple[int, ...]
Strides = tuple[int, ...]

Box = tuple[tuple[int, int], ...]
"""A block of a tensor: for each axis its first index and the one past its last."""


def dense_strides(shape: Shape) -> Strides:
    """Strides of a tensor laid out row by row."""
    strides: list[int] = []
    step = 1
    for dimension in reversed(shape):
        strides.append(step)
        step *= max(dimension, 1)
    return tuple(reversed(strides))


def extent(shape: Shape, strides: Strides) -> int:
    """Elements from the first to the last one reached; 0 for an empty tensor."""
    if 0 in shape:
        return 0
    beyond_last: int = sum(map(mul, shape, strides))
    return 1 + beyond_last - sum(strides)


def repeats(shape: Shape, strides: Strides) -> int:
    """How many times each stored element appears: the product of the axes with stride 0."""
    if 0 not in strides:
        return 1
    return math.prod(d for d, stride in zip(shape, strides, strict=True) if stride == 0)


def is_run(shape: Shape, strides: Strides) -> bool:
    """Whether the stored elements lie side by side, each reached once, in whatever order of the axes."""
    step = 1
    for stride, dimension in sorted(zip(strides, shape, strict=True)):
        if stride and dimension > 1:
            if stride != step:
                return False
            step *= dimension
    return True


def start_of(box: Box, strides: Strides) -> int:
    """Elements from a tensor's first to the first of a block."""
    return sum(first * stride for (first, _), stride in zip(box, strides, strict=True))


def lengths_of(box: Box) -> Shape:
    """The shape of a block."""
    return tuple(stop - first for first, stop in box)
