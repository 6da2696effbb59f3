"""The evidence of findings in words: how many, of how many, and where the first is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weights import text
from weights.dtypes import DType
from weights.findings.finding import Index
from weights.tensors import Storage

if TYPE_CHECKING:
    from weights.findings.zero_lines import ZeroLines
    from weights.statistics.summary import Statistics

_FIGURES = 9


def not_finite(statistics: Statistics, index: Index | None) -> str:
    """`3 NaN and 1 infinity of 4096 values; the first at [0, 17]`."""
    infinite = statistics.posinf + statistics.neginf
    parts = [f"{text.count(statistics.nan)} NaN"] if statistics.nan else []
    parts += [text.plural(infinite, "infinity", "infinities")] if infinite else []
    return f"{' and '.join(parts)} of {text.plural(statistics.count, 'value')}{_first(index)}"


def all_the_same(statistics: Statistics) -> str:
    """`all 4096 values are 1`."""
    return f"all {text.plural(statistics.count, 'value')} are {text.number(statistics.min, _FIGURES)}"


def at_limit(count: int, limit: float, dtype: DType, index: Index | None) -> str:
    """`12 float16 values at ±65504; the first at [3, 4]`."""
    return f"{text.plural(count, f'{dtype.name} value')} at ±{text.number(limit, 6)}{_first(index)}"


def zero_rows(found: ZeroLines, rank: int) -> str:
    """`3 of 64 rows are all zero, the first at index 7`."""
    return _zero_lines(found, "rows" if rank == 2 else "slices along the first axis")


def zero_columns(found: ZeroLines) -> str:
    """The same of columns."""
    return _zero_lines(found, "columns")


def _zero_lines(found: ZeroLines, lines: str) -> str:
    said = "is all zero, at index" if found.count == 1 else "are all zero, the first at index"
    return f"{text.count(found.count)} of {text.count(found.lines)} {lines} {said} {text.count(found.first)}"


def same_bytes(tensors: int, size: int) -> str:
    """`2 tensors hold the same 18.9 MB, each its own copy`."""
    return f"{text.plural(tensors, 'tensor')} hold the same {text.size(size)}, each its own copy"


def out_of_reach(size: int, whole: int) -> str:
    """`1.2 GB (92.31 %) of its storage is reached by no tensor`."""
    return f"{text.size(size)} ({text.share(size, whole)}) of its storage is reached by no tensor"


def nameless(storages: Sequence[Storage]) -> str:
    """`3 storages, 1.2 GB together, are reached by no tensor`."""
    size = text.size(sum(storage.size for storage in storages))
    if len(storages) == 1:
        return f"1 storage of {size} is reached by no tensor"
    return f"{text.plural(len(storages), 'storage')}, {size} together, are reached by no tensor"


def _first(index: Index | None) -> str:
    return f"; the first at [{', '.join(map(text.count, index))}]" if index else ""
