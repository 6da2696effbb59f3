"""A listing as JSON, format 1: strict, pure ASCII (which is UTF-8), one document, one entry a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from weights.report.listing import Listing, describe
from weights.tree import Node, full_name

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

FORMAT = 1
_MAX_SHARED_NAMES = 16


def write_document(listing: Listing) -> Iterator[str]:
    """The document, piece by piece. Characters that could upset a terminal are escaped, as all beyond ASCII are."""
    checkpoint, totals = listing.checkpoint, listing.checkpoint.totals
    facts = {
        "format": FORMAT,
        "path": checkpoint.location,
        "kind": checkpoint.kind,
        "size_bytes": checkpoint.size,
        "parameters": {"listed": totals.parameters_listed, "unique": totals.parameters_unique},
        "bytes": {
            "listed": totals.bytes_listed,
            "unique": totals.bytes_unique,
            "unreferenced": totals.bytes_unreferenced,
        },
    }
    yield f"{_encode(facts)[:-1]},\n"
    yield from _entries("tensors", (_tensor(listing, node) for node in listing.tensors))
    yield ",\n"
    yield from _entries("storages", _storages(listing))
    yield ",\n"
    yield from _entries("values", map(_value, listing.others))
    yield ",\n"
    yield from _entries(
        "imports",
        ({"global": row.name, "called": row.called, "known": row.known} for row in checkpoint.imports),
    )
    yield ",\n"
    yield from _entries("problems", ({"where": row.where, "message": row.message} for row in listing.problems))
    yield "}\n"


_encode = json.JSONEncoder(allow_nan=False).encode


def _entries(name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f"{_encode(name)}: ["
    separator = "\n"
    for row in rows:
        yield f"{separator}{_encode(row)}"
        separator = ",\n"
    yield "]"


def _tensor(listing: Listing, node: Node) -> dict[str, Any]:
    tensor = node.tensor
    if tensor is None:
        raise TypeError(f"{node.name} is not a tensor")
    statistics = listing.statistics.get(node)
    row = {
        "name": full_name(node),
        "path": tensor.path,
        "shape": tensor.shape,
        "dtype": tensor.dtype,
        "strides": tensor.strides,
        "numel": tensor.numel,
        "bytes": tensor.size,
        "storage": tensor.storage,
        **_sharing(listing, node),
        "problem": listing.problem_of(node),
        "stats": None if statistics is None else figures(statistics),
    }
    return row | _first_values(listing, node)


def _sharing(listing: Listing, node: Node) -> dict[str, Any]:
    """The other names of a tensor's storage. A hundred thousand tensors may share one, so only a few are looked at."""
    if node.tensor is None or node.tensor.storage is None:
        return {"shared_with": [], "shared_count": 0}
    names = listing.checkpoint.names_of_storage[node.tensor.storage]
    others = islice((full_name(other) for other in names if other is not node), _MAX_SHARED_NAMES)
    return {"shared_with": list(others), "shared_count": len(names) - 1}


def _first_values(listing: Listing, node: Node) -> dict[str, Any]:
    if not listing.wishes.first_values:
        return {}
    first = listing.first_values.get(node)
    if first is None:
        return {"values": None, "values_float32": None}
    return {"values": first.native_numbers(), "values_float32": first.float32_numbers()}


def figures(statistics: Statistics) -> dict[str, Any]:
    """The statistics under the names of the format; what does not exist is None."""
    row = {name: getattr(statistics, name) for name in statistics.__slots__ if name != "problem"}
    return row | {"quantiles": {f"{q:g}": value for q, value in statistics.quantiles.items()}}


def _storages(listing: Listing) -> Iterator[dict[str, Any]]:
    for storage, names in zip(listing.checkpoint.storages, listing.checkpoint.names_of_storage, strict=True):
        yield {"bytes": storage.size, "file_bytes": storage.file_size, "names": len(names)}


def _value(node: Node) -> dict[str, Any]:
    kind, text = describe(node)
    return {"name": full_name(node), "path": node.content.path if node.content else (), "type": kind, "value": text}
