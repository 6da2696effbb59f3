"""The scan of the open checkpoint as a job: begun, held while something else is read, stopped, and begun again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.counting import Results
from gui.jobs import Runner
from gui.scanning import ScanEnd, Scanned, ScanStep, scan
from weights.checkpoint import Checkpoint
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.crew import Reins

_SLOT = "scan"


class Scanner(QObject):
    """Counts what is not known yet, and puts it where results are kept."""

    scanned = Signal(object)  # Sequence[Node]: all names of what became known
    progressed = Signal(object)  # ScanStep
    ended = Signal(object)  # ScanEnd
    failed = Signal(object)  # WeighbridgeError

    def __init__(self, runner: Runner, results: Results, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._results = runner, results
        self._reins: Reins | None = None
        self._is_held = False

    @property
    def is_running(self) -> bool:
        return self._runner.is_running(_SLOT)

    def begin(self, checkpoint: Checkpoint, first: Sequence[Node], longest: float | None) -> None:
        """Count all that is not known, some nodes first; only a beginning where that takes over `longest` seconds."""
        from weights.statistics.crew import Reins  # heavy: numba, which is loaded before anything is counted

        self.drop()
        self._reins = reins = Reins()
        self._heed()
        results = self._results  # a worker may be the last to let go of it, and so must not hold the scanner
        self._runner.start(
            _SLOT,
            lambda: scan(checkpoint, results, first, reins, longest),
            done=self._end,
            failed=self.failed.emit,
            progressed=self._step,
        )

    def hold(self, is_held: bool) -> None:
        """Let something else be read first, or go on."""
        self._is_held = is_held
        self._heed()

    def stop(self) -> None:
        """Stop, and keep what is done."""
        if self._reins is not None:
            self._reins.stop()

    def drop(self) -> None:
        """Stop, and forget what is not told yet."""
        self.stop()
        self._runner.cancel(_SLOT)

    def _heed(self) -> None:
        if self._reins is not None:
            (self._reins.hold if self._is_held else self._reins.release)()

    def _step(self, step: ScanStep) -> None:
        self._take_in(step.found)
        self.progressed.emit(step)

    def _end(self, end: ScanEnd) -> None:
        self._take_in(end.found)
        self.ended.emit(end)

    def _take_in(self, found: Sequence[Scanned]) -> None:
        nodes: list[Node] = []
        for scanned in found:
            self._results.put(scanned.data, scanned.result)
            nodes += scanned.names
        if nodes:
            self.scanned.emit(nodes)
