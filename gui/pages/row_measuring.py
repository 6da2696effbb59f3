"""Measuring rows off the main thread; the measures of the last few tensors are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.jobs import Runner
from gui.models.row_order import Arrangement, Measured, Wish, arrange
from weights.matrices.measures import Along
from weights.matrices.outlying import outlying

if TYPE_CHECKING:
    from weights.tensors import Readable
    from weights.tree import Node

_MEASURING, _ARRANGING = "rows", "rows.order"
_MOST_KEPT = 1 << 20  # lines: 40 MB


class RowMeasuring(QObject):
    """Answers the last question only: asking anew drops what was asked before."""

    measured = Signal(object)  # Measured
    arranged = Signal(object)  # Arrangement
    progressed = Signal(float)
    failed = Signal(str)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._kept: OrderedDict[tuple[Node, Along], Measured] = OrderedDict()

    def measure(self, node: Node, data: Readable, along: Along) -> None:
        """Measure the rows or columns of a node's tensor."""
        self.stop()
        kept = self._kept.get((node, along))
        if kept is not None:
            self._kept.move_to_end((node, along))
            self.measured.emit(kept)
            return

        def work() -> Generator[float, None, Measured]:
            from weights.matrices.rows import row_measures  # heavy: numba

            measures = yield from row_measures(data, along)
            return Measured(measures, outlying(measures))

        def done(measured: Measured) -> None:
            self._keep((node, along), measured)
            self.measured.emit(measured)

        self._runner.start(_MEASURING, work, done=done, failed=self._fail, progressed=self.progressed.emit)

    def arrange(self, measured: Measured, wish: Wish) -> None:
        """Put what was measured in order."""

        def work() -> Generator[None, None, Arrangement]:
            yield
            return arrange(measured, wish)

        self._runner.start(_ARRANGING, work, done=self.arranged.emit, failed=self._fail)

    def stop(self) -> None:
        """Nobody waits for an answer any more."""
        self._runner.cancel(_MEASURING)
        self._runner.cancel(_ARRANGING)

    def _keep(self, key: tuple[Node, Along], measured: Measured) -> None:
        self._kept[key] = measured
        while len(self._kept) > 1 and sum(len(each.measures) for each in self._kept.values()) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
