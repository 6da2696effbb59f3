"""Copying a block of the grid to the clipboard as text: tabs between columns, a line a row, plain minus signs."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from gui.jobs import Runner
from gui.models.plane import Plane, Span
from weights import text
from weights.digits import as_float32, native

if TYPE_CHECKING:
    from weights.tensors import Readable

_SLOT = "values.copy"
_MAX_CELLS = 1_000_000
_ROWS_AT_ONCE = 64


class BlockCopy(QObject):
    """Reads and writes out a block off the main thread, then hands it to the clipboard and says so."""

    said = Signal(str)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner

    def copy(self, data: Readable, plane: Plane, rows: Span, columns: Span, *, is_native: bool) -> None:
        cells = (rows[1] - rows[0]) * (columns[1] - columns[0])
        if cells > _MAX_CELLS:
            self.said.emit(f"{text.count(cells)} values are too many to copy; {text.count(_MAX_CELLS)} at most")
            return

        def copied(block: str) -> None:
            QGuiApplication.clipboard().setText(block)
            self.said.emit(f"Copied {text.plural(cells, 'value')}")

        self._runner.start(
            _SLOT,
            lambda: block_text(data, plane, rows, columns, is_native=is_native),
            done=copied,
            failed=lambda error: self.said.emit(str(error)),
        )

    def stop(self) -> None:
        self._runner.cancel(_SLOT)


def block_text(
    data: Readable, plane: Plane, rows: Span, columns: Span, *, is_native: bool
) -> Generator[None, None, str]:
    """Read and write out a block; each yield is a place to stop. Raises Unreadable, FileChanged."""
    lines: list[str] = []
    for first in range(*rows, _ROWS_AT_ONCE):
        values = plane.read(data, (first, min(first + _ROWS_AT_ONCE, rows[1])), columns)
        for row, cells in enumerate(values):
            shown = (cell for i, cell in enumerate(cells) if plane.index(first + row, columns[0] + i) is not None)
            lines.append("\t".join(native(cell, data.dtype) if is_native else as_float32(cell) for cell in shown))
        yield
    return "\n".join(lines).replace(text.MINUS, "-")
