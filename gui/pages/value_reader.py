"""Reading the one element under the cursor, off the main thread."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.jobs import Runner
from gui.models.plane import Index, decoded
from weights.tensors import Readable

_SLOT = "heatmap.value"


class ValueReader(QObject):
    """Reads what was last asked for; what is asked for meanwhile waits, and only the last of it."""

    read = Signal(object, object)  # Index, the element as `weights.dtypes.decode` gives it

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wanted: tuple[Readable, Index] | None = None

    def ask(self, data: Readable, index: Index) -> None:
        """Have an element read."""
        self._wanted = data, index
        if not self._runner.is_running(_SLOT):
            self._start(data, index)

    def forget(self) -> None:
        """Nothing is under the cursor."""
        self._wanted = None
        self._runner.cancel(_SLOT)

    def _start(self, data: Readable, index: Index) -> None:
        def work() -> Generator[None, None, Any]:
            yield
            values = decoded(data, tuple((place, place + 1) for place in index)).reshape(-1)
            return values[0] if values.size == 1 else values

        def done(value: Any) -> None:
            if self._wanted is None:
                return
            if self._wanted == (data, index):
                self.read.emit(index, value)
            else:
                self._start(*self._wanted)

        self._runner.start(_SLOT, work, done=done, failed=lambda _: None)  # the picture says what is wrong
