"""Loading the heavy libraries behind the first paint, one after the other, so that the window never waits for them."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal

from gui.jobs import Runner
from weights.errors import WeighbridgeError

_SLOT = "libraries"


class Libraries(QObject):
    """First what draws (numpy, pyqtgraph); what counts (numba) once the pages are built, or the two would contend."""

    drawing_ready = Signal()
    counting_ready = Signal()
    failed = Signal(str)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner

    def load_drawing(self) -> None:
        """Import, on a worker, everything that pages with plots are made of."""

        def work() -> Generator[None, None, None]:
            import gui.pages.tensor  # noqa: F401  heavy: numpy and pyqtgraph
            import weights.query  # noqa: F401  or the first key typed into the filter would wait for it

            yield

        self._runner.start(_SLOT, work, done=lambda _: self.drawing_ready.emit(), failed=self._fail)

    def load_counting(self) -> None:
        """Import, on a worker, the compiled loops."""

        def work() -> Generator[None, None, None]:
            from weights.statistics import kernels, scan  # noqa: F401  heavy: numba

            yield
            kernels.warm_up()

        self._runner.start(_SLOT, work, done=lambda _: self.counting_ready.emit(), failed=self._fail)

    def _fail(self, error: WeighbridgeError) -> None:
        self.failed.emit(str(error))
