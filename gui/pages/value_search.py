"""Finding the largest, the smallest or the next NaN of a tensor, off the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.jobs import Runner
from weights import find

if TYPE_CHECKING:
    from weights.find import Index, Search
    from weights.tensors import Readable

_SLOT = "values.search"


class ValueSearch(QObject):
    """One search at a time; a new one ends the one before."""

    found = Signal(object)  # Index
    said = Signal(str)  # how far it is, or that there is no such value

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner

    def largest(self, data: Readable) -> None:
        self._start("the largest value", lambda: find.extreme(data, find.Extreme.LARGEST))

    def smallest(self, data: Readable) -> None:
        self._start("the smallest value", lambda: find.extreme(data, find.Extreme.SMALLEST))

    def next_nan(self, data: Readable, after: Index | None) -> None:
        self._start("the next NaN", lambda: find.next_nan(data, after))

    def stop(self) -> bool:
        """End the search; False where there was none."""
        was_running = self._runner.is_running(_SLOT)
        self._runner.cancel(_SLOT)
        return was_running

    def _start(self, what: str, work: Callable[[], Search]) -> None:
        def finished(index: Index | None) -> None:
            if index is None:
                self.said.emit(f"There is no value to go to: searched all of the tensor for {what}")
            else:
                self.found.emit(index)

        self._runner.start(
            _SLOT,
            work,
            done=finished,
            failed=lambda error: self.said.emit(str(error)),
            progressed=lambda share: self.said.emit(f"Searching for {what}: {share:.0%}  (Esc stops)"),
        )
