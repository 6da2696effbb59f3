"""A listing as plain text in aligned columns, for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from weights import dtypes, text
from weights.report.listing import Listing, describe
from weights.steps import result_of
from weights.tree import Node, Tensor, full_name

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

_HEADINGS = ("name", "shape", "float32 shape", "dtype", "parameters", "size", "remarks")
_RIGHT = frozenset(("parameters", "size"))
_PLAIN = str.maketrans({text.THIN: " ", text.MINUS: "-", text.TIMES: "x", text.NONE: "-"})
_MAX_NAME = 1000
_MAX_WIDTH = 100  # one endless name must not push all others off the screen
_INDENT = "    "


def write_text(listing: Listing) -> Iterator[str]:
    """The lines of the listing, without line ends. Foreign text in them is escaped."""
    yield from _heading(listing)
    yield from _tensors(listing)
    yield from _others(listing)
    yield from _imports(listing)
    yield ""
    yield from _totals(listing)


def _heading(listing: Listing) -> Iterator[str]:
    checkpoint = listing.checkpoint
    yield f"{text.visible(checkpoint.location, _MAX_NAME)}  {_plain(text.size(checkpoint.size))}  {checkpoint.kind}"
    yield _plain(text.visible(checkpoint.about))


def _tensors(listing: Listing) -> Iterator[str]:
    if not listing.tensors:
        return
    inferred = _inferred_owners(listing)
    rows = [_row(listing, node, inferred) for node in listing.tensors]
    yield ""
    for node, line in zip((None, *listing.tensors), _aligned([_HEADINGS, *rows]), strict=True):
        yield line
        if node is not None:
            yield from _figures(listing.statistics.get(node))
            yield from _first_values(listing, node)


def _row(listing: Listing, node: Node, inferred: Mapping[Node, Node]) -> tuple[str, ...]:
    tensor = node.tensor
    if tensor is None:
        raise TypeError(f"{node.name} is not a tensor")
    return (
        text.visible(full_name(node), _MAX_NAME),
        f"[{', '.join(map(str, tensor.shape))}]",
        str(_float32_shape(tensor)),
        text.visible(tensor.dtype),
        f"{tensor.numel:,}",
        _plain(text.size(tensor.size)),
        "; ".join(_remarks(listing, node, tensor, inferred)),
    )


def _float32_shape(tensor: Tensor) -> tuple[int, ...]:
    """The shape of the values as a NumPy array of float32: types with two values a code double the last axis."""
    known = dtypes.BY_NAME.get(tensor.dtype)
    if known is None or known.values_per_code == 1 or not tensor.shape:
        return tensor.shape
    return (*tensor.shape[:-1], tensor.shape[-1] * known.values_per_code)


def _remarks(listing: Listing, node: Node, tensor: Tensor, inferred: Mapping[Node, Node]) -> Iterator[str]:
    problem = listing.problem_of(node)
    if problem is not None:
        yield f"cannot be read: {text.visible(problem)}"
    if tensor.note:
        yield text.visible(tensor.note)
    if tensor.storage is not None:
        names = listing.checkpoint.names_of_storage[tensor.storage]
        other = next((other for other in names if other is not node), None)
        if other is not None:
            more = f" and {len(names) - 2:,} more" if len(names) > 2 else ""
            yield f"shares its storage with {text.visible(full_name(other), _MAX_NAME)}{more}"
    if node in inferred:
        yield f"of {text.visible(full_name(inferred[node]), _MAX_NAME)} (inferred)"


def _inferred_owners(listing: Listing) -> Mapping[Node, Node]:
    from weights.optimizer import inferred_parameters  # not needed for JSON

    return result_of(inferred_parameters(listing.checkpoint))


def _figures(statistics: Statistics | None) -> Iterator[str]:
    if statistics is None:
        return
    s = statistics
    measures = {"min": s.min, "max": s.max, "mean": s.mean, "std": s.std, "mean |x|": s.abs_mean, "l2": s.l2}
    measures |= {"rms": s.rms, "skewness": s.skewness, "kurtosis": s.kurtosis}
    yield _figures_line("values", {name: text.number(value) for name, value in measures.items()})
    counts = {"count": s.count, "nan": s.nan, "+inf": s.posinf, "-inf": s.neginf}
    shown = {name: f"{number:,}" for name, number in counts.items()}
    shown |= {"zeros": f"{s.zeros:,} ({text.share(s.zeros, s.count)})"}
    shown |= {"distinct": f"{s.distinct:,}"} if s.distinct is not None else {}
    yield _figures_line("counts", shown)
    bound = f" (within {text.number(100 * s.quantile_bound, 2)} %)" if s.quantile_bound else ""
    quantiles = {f"{100 * q:g}%": text.number(value) for q, value in s.quantiles.items()}
    yield _figures_line("quantiles" + bound, quantiles)


def _figures_line(label: str, figures: Mapping[str, str]) -> str:
    return _plain(f"{_INDENT}{label}: " + "  ".join(f"{name} {shown}" for name, shown in figures.items()))


def _first_values(listing: Listing, node: Node) -> Iterator[str]:
    first = listing.first_values.get(node)
    if first is not None:
        yield _plain(f"{_INDENT}native:  {'  '.join(first.native_texts())}").rstrip()
        yield _plain(f"{_INDENT}float32: {'  '.join(first.float32_texts())}").rstrip()


def _others(listing: Listing) -> Iterator[str]:
    if not listing.others:
        return
    yield ""
    rows = [("other entry", "type", "value")]
    for node in listing.others:
        kind, held = describe(node)
        rows.append((text.visible(full_name(node), _MAX_NAME), text.visible(kind), text.visible(held)))
    yield from _aligned(rows)


def _imports(listing: Listing) -> Iterator[str]:
    if not listing.checkpoint.imports:
        return
    yield ""
    rows = [("named by the pickle (nothing was run)", "", "")]
    for row in listing.checkpoint.imports:
        use = "would be called" if row.called else "only named"
        rows.append(
            (text.visible(row.name), use, "part of torch's format" if row.known else "unknown to torch's format")
        )
    yield from _aligned(rows)


def _totals(listing: Listing) -> Iterator[str]:
    checkpoint, totals = listing.checkpoint, listing.checkpoint.totals
    shown, everything = len(listing.tensors), len(checkpoint.tensors)
    tensors = "tensor" if everything == 1 else "tensors"
    yield f"{everything:,} {tensors}" if shown == everything else f"{shown:,} of {everything:,} {tensors} listed here"
    yield f"{totals.parameters_listed:,} parameters listed, {totals.parameters_unique:,} unique"
    sizes = (totals.bytes_listed, totals.bytes_unique, totals.bytes_unreferenced)
    listed, unique, unreferenced = (f"{_plain(text.size(size))} ({size:,} bytes)" for size in sizes)
    yield f"{listed} listed, {unique} unique, {unreferenced} unreferenced"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns two spaces apart, under the headings of the first row; numbers to the right, the last one ragged."""
    widths = [min(_MAX_WIDTH, max(map(len, column))) for column in zip(*rows, strict=True)]
    right = [heading in _RIGHT for heading in rows[0]]
    for row in rows:
        cells = [
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(row, widths, right, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _plain(shown: str) -> str:
    """Our own typography in ASCII, so that columns and scripts can rely on it."""
    return shown.translate(_PLAIN)
