"""Keeps the sums of all branches up to date: now and then while tensors become known, and once they all are."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from gui.branches import BranchFigures, sum_branches
from gui.counting import Results
from gui.jobs import Runner
from weights.checkpoint import Checkpoint
from weights.errors import WeighbridgeError
from weights.structure import Structure
from weights.tree import Node

_SLOT = "branches"
_PAUSE = 1.0  # seconds
_TIMES_AS_LONG = 20  # so that little of a worker's time goes into sums that are not the last


class BranchSums(QObject):
    """Has them summed off the main thread."""

    summed = Signal(object)  # Mapping[Node, BranchFigures]

    def __init__(self, runner: Runner, results: Results, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._results = runner, results
        self._not_before = 0.0

    def refresh(self, checkpoint: Checkpoint, structure: Structure, *, at_last: bool = False) -> None:
        """More tensors are known; `at_last` if they were the last for now, which is never too early."""
        if not at_last and (self._runner.is_running(_SLOT) or time.monotonic() < self._not_before):
            return
        started = time.monotonic()
        known = self._results.figures()

        def done(found: Mapping[Node, BranchFigures]) -> None:
            now = time.monotonic()
            self._not_before = now + max(_PAUSE, _TIMES_AS_LONG * (now - started))
            self.summed.emit(found)

        self._runner.start(
            _SLOT,
            lambda: sum_branches(checkpoint.root, structure.first_names.keys(), known),
            done=done,
            failed=_without_sums,
        )

    def drop(self) -> None:
        self._runner.cancel(_SLOT)


def _without_sums(_: WeighbridgeError) -> None:
    """They read no file; a mistake of ours is reported by itself."""
