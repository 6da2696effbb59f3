"""A block of the grid as text for the clipboard: tabs between columns, a line a row, plain minus signs."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from gui.models.plane import Plane, Span
from weights.digits import as_float32, native
from weights.text import MINUS

if TYPE_CHECKING:
    from weights.tensors import Readable

MAX_CELLS = 1_000_000
_ROWS_AT_ONCE = 64


def block_text(
    data: Readable, plane: Plane, rows: Span, columns: Span, *, is_native: bool
) -> Generator[None, None, str]:
    """Read and write out a block; each yield is a place to stop. Raises Unreadable, FileChanged."""
    lines: list[str] = []
    for first in range(*rows, _ROWS_AT_ONCE):
        values = plane.read(data, (first, min(first + _ROWS_AT_ONCE, rows[1])), columns)
        for row in range(len(values)):
            known = [
                values[row, column]
                for column in range(values.shape[1])
                if plane.index(first + row, columns[0] + column) is not None
            ]
            texts = (native(value, data.dtype) if is_native else as_float32(value) for value in known)
            lines.append("\t".join(texts))
        yield
    return "\n".join(lines).replace(MINUS, "-")
