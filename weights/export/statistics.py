"""The statistics of all tensors as one file: the JSON that `inspect --stats` prints, or CSV with one row a tensor."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

from weights.checkpoint import Checkpoint
from weights.export.writing import draft
from weights.report.document import figures, write_document
from weights.report.listing import Listing, Wishes, gather
from weights.report.reading import Scanned
from weights.statistics.summary import QUANTILES, Statistics
from weights.text import visible
from weights.tree import Node, full_name

Known = Callable[[Node], Statistics | None]
"""What has been counted of a tensor already."""

_MAX_NAME = 1000
_FACTS = ("name", "shape", "dtype", "numel", "bytes", "problem")
_FIGURES = tuple(name for name in Statistics.__slots__ if name not in ("quantiles", "problem"))
_QUANTILES = tuple(f"{q:g}" for q in QUANTILES)
_NO_FIGURES = (None,) * (len(_FIGURES) + len(_QUANTILES))
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would calculate instead of showing it


def write_statistics(
    checkpoint: Checkpoint, known: Known, path: os.PathLike[str] | str, workers: int, *, may_replace: bool = False
) -> Generator[Scanned | None, None, None]:
    """Count what is not known yet, then write all: JSON where the path ends in `.json`, else CSV.

    Each yield is a place to stop, and counts the bytes that are read. A tensor that cannot be read has its reason in
    place of figures. Raises FileChanged, CannotWrite.
    """
    with draft(path, may_replace=may_replace) as file:
        counted = {node: found for node in checkpoint.tensors if (found := known(node)) is not None}
        listing = yield from gather(checkpoint, Wishes(statistics=True, workers=workers), counted)
        is_json = os.fspath(path).lower().endswith(".json")
        for piece in write_document(listing) if is_json else _table(listing):
            file.write(piece.encode())
            yield None


def _table(listing: Listing) -> Iterator[str]:
    """A heading, and a row for each tensor; what does not exist is an empty cell."""
    yield _row([*_FACTS, *_FIGURES, *(f"quantile {q}" for q in _QUANTILES)])
    for node in listing.tensors:
        counted = listing.statistics.get(node)
        yield _row([*_facts(listing, node), *(_NO_FIGURES if counted is None else _figures(counted))])


def _facts(listing: Listing, node: Node) -> list[Any]:
    tensor = node.tensor
    if tensor is None:
        raise TypeError(f"{node.name} is not a tensor")
    name, shape = visible(full_name(node), _MAX_NAME), "x".join(map(str, tensor.shape)) or "scalar"
    problem = visible(listing.problem_of(node) or "")
    return [_quoted(name), shape, _quoted(tensor.dtype), tensor.numel, tensor.size, _quoted(problem)]


def _quoted(foreign: str) -> str:
    """Text from a file as text for a spreadsheet, too."""
    return f"'{foreign}" if foreign.startswith(_FORMULA) else foreign


def _figures(statistics: Statistics) -> list[Any]:
    row = figures(statistics)
    return [row[name] for name in _FIGURES] + [row["quantiles"][q] for q in _QUANTILES]


def _row(cells: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
