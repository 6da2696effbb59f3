"""A tensor's values as comma-separated text that reads back exactly.

A vector has one value a line and a matrix one row a line; with more axes each line is the indices of one value and the
value, under a heading. Digits are the fewest that round-trip as float32, or as float64 for that type.
"""

from __future__ import annotations

import math
import os
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import DType, Kind, decode
from weights.export.ordered import in_order, values_shape
from weights.export.writing import Written, draft
from weights.tensors import Readable

_AT_ONCE = 1 << 15  # values; they take about as many microseconds
_LENGTHS = {1: 4, 2: 13, 4: 12, 8: 20, 16: 41}  # characters of a typical value, by the bytes it has


def estimated_size(data: Readable) -> int:
    """About how many bytes of text a tensor makes."""
    shape = values_shape(data)
    indices = sum(len(str(length)) for length in shape) if len(shape) > 2 else 0
    return math.prod(shape) * (_LENGTHS[data.dtype.itemsize] + indices)


def write_csv(
    data: Readable, path: os.PathLike[str] | str, *, may_replace: bool = False
) -> Generator[Written, None, None]:
    """Write a tensor; each yield is a place to stop, and counts bytes of values. Raises as `npy.write_npy`."""
    total = math.prod(data.shape) * data.dtype.itemsize
    done = 0
    with draft(path, may_replace=may_replace) as file:
        for piece, codes in _pieces(data, values_shape(data)):
            file.write(piece.encode())
            done += codes * data.dtype.itemsize
            yield Written(done, total)


def _pieces(data: Readable, shape: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The text, piece by piece, with how many codes each is made of."""
    place = 0
    if len(shape) > 2:
        yield ",".join([*(f"axis {axis}" for axis in range(len(shape))), "value"]) + "\n", 0
    for codes in in_order(data):
        if codes is None:
            yield "", 0
            continue
        for first in range(0, len(codes), _AT_ONCE):
            part = codes[first : first + _AT_ONCE]
            texts = value_texts(part, data.dtype)
            yield (_listed(texts, place, shape) if len(shape) > 2 else _in_rows(texts, place, shape)), len(part)
            place += len(texts)


def _in_rows(texts: list[str], place: int, shape: Sequence[int]) -> str:
    """Values from a place on, with commas within the rows of a matrix and line ends after them."""
    columns = shape[1] if len(shape) == 2 else 1
    for last in range(columns - 1 - place % columns, len(texts), columns):
        texts[last] += "\n"
    within = "," if place % columns else ""
    return within + ",".join(texts).replace("\n,", "\n")


def _listed(texts: list[str], place: int, shape: Sequence[int]) -> str:
    """A line for each value from a place on: its indices, and the value."""
    indices = np.unravel_index(np.arange(place, place + len(texts)), tuple(shape))
    columns = [map(str, axis.tolist()) for axis in indices]
    return "".join(f"{','.join(cells)}\n" for cells in zip(*columns, texts, strict=True))


def value_texts(codes: NDArray[Any], dtype: DType) -> list[str]:
    """Each value of some codes as text that Python, numpy and spreadsheets read."""
    if codes.itemsize > 2:
        return _texts(decode(codes, dtype), dtype)
    known, wanted = _known(dtype), codes.view(f"u{codes.itemsize}").tolist()
    missing = np.array([*set(wanted).difference(known)], dtype=f"u{codes.itemsize}")
    texts = _texts(decode(missing.view(codes.dtype), dtype).reshape(-1), dtype)
    pairs = (texts[first : first + dtype.values_per_code] for first in range(0, len(texts), dtype.values_per_code))
    known.update(zip(missing.tolist(), pairs, strict=True))
    return [text for code in wanted for text in known[code]]


@lru_cache(maxsize=4)
def _known(dtype: DType) -> dict[int, list[str]]:
    """The texts of the codes of a type of at most 16 bits that were met; two of a code that holds two values."""
    return {}


def _texts(values: NDArray[Any], dtype: DType) -> list[str]:
    if dtype.kind is Kind.BOOL:
        return ["true" if value else "false" for value in values.tolist()]
    if dtype.kind is Kind.COMPLEX:
        return [str(value).strip("()") for value in values]
    return [str(value) for value in values]  # a numpy number's own text is the shortest that reads back as its type
