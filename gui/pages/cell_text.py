"""The index of an element as it is typed, `12, 7`, and an element in words."""

from __future__ import annotations

import re
from typing import Any

from weights import text
from weights.digits import as_float32, native
from weights.dtypes import DType
from weights.errors import BadQuery

Index = tuple[int, ...]

_SEPARATORS = re.compile(r"[\s,;]+")
_MAX_DIGITS = 18


def parse_index(typed: str, shape: Index) -> Index:
    """The index that was typed; negative ones count from the end. Raises BadQuery with what is wrong."""
    parts = [part for part in _SEPARATORS.split(typed.strip().strip("[]()").replace(text.MINUS, "-")) if part]
    if not all(re.fullmatch(r"-?[0-9]+", part) and len(part) <= _MAX_DIGITS for part in parts):
        raise BadQuery("An index is whole numbers with commas between them")
    if len(parts) != len(shape):
        raise BadQuery(f"An index here needs {text.plural(len(shape), 'number')}, one an axis; this has {len(parts)}")
    return tuple(
        _within(int(part), axis, dimension) for axis, (part, dimension) in enumerate(zip(parts, shape, strict=True))
    )


def _within(number: int, axis: int, dimension: int) -> int:
    if not -dimension <= number < dimension:
        raise BadQuery(f"Axis {axis} goes from 0 to {text.count(dimension - 1)}")
    return number % dimension


def differs_as_float32(dtype: DType) -> bool:
    """Whether elements of a type can look different when they are written as float32."""
    return dtype.name not in ("float32", "bool", "complex64")


def cell_words(dtype: DType, index: Index, value: Any) -> str:
    """`[12, 7]  =  0.5` and what float32 makes of it; without a value, the index alone."""
    place = f"[{', '.join(str(i) for i in index)}]" if index else "scalar"
    if value is None:
        return place
    shown = f"{place}  =  {native(value, dtype)}"
    return f"{shown}   {dtype.name}, {as_float32(value)} as float32" if differs_as_float32(dtype) else shown
