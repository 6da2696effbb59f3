"""Copying lines of the table of rows to the clipboard as text: tabs between columns, every figure in full."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from gui.jobs import Runner
from gui.models.rows_sheet import RowsSheet
from weights import text

_SLOT = "rows.copy"


class RowsCopy(QObject):
    """Writes out lines off the main thread, then hands them to the clipboard and says so."""

    said = Signal(str)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner

    def copy(self, sheet: RowsSheet, rows: Sequence[int]) -> None:
        """Copy these rows of a sheet."""

        def copied(lines: str) -> None:
            QGuiApplication.clipboard().setText(lines)
            self.said.emit(f"Copied {text.plural(len(rows), 'line')}")

        self._runner.start(
            _SLOT, lambda: sheet.as_text(rows), done=copied, failed=lambda error: self.said.emit(str(error))
        )

    def stop(self) -> None:
        self._runner.cancel(_SLOT)
