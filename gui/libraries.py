"""Loading the heavy libraries behind the first paint, one after the other, so that the window never waits for them."""

from __future__ import annotations

import time
from collections.abc import Generator
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer, Signal

from gui.jobs import Runner
from weights.errors import WeighbridgeError

_SLOT = "libraries"
_STEP = 0.005  # seconds


class Libraries(QObject):
    """First what draws (numpy, pyqtgraph); what counts (numba) once the pages are built, or the two would contend."""

    drawing_ready = Signal()
    counting_ready = Signal()
    failed = Signal(str)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._unmade: list[tuple[ModuleType, str]] = []

    def load_drawing(self) -> None:
        """Import, on a worker, everything that pages with plots are made of.

        PySide makes its classes when they are first asked for, and crashes where two threads do so at once; pyqtgraph
        asks for all of them. So all are made here first, on the main thread, a few milliseconds at a time.
        """
        from PySide6 import QtSvg  # not before the first paint

        modules = (QtCore, QtGui, QtWidgets, QtSvg)
        self._unmade = [(module, name) for module in modules for name in dir(module)]
        self._make_classes()

    def _make_classes(self) -> None:
        until = time.monotonic() + _STEP
        while self._unmade and time.monotonic() < until:
            module, name = self._unmade.pop()
            getattr(module, name, None)
        if self._unmade:
            QTimer.singleShot(0, self, self._make_classes)
        else:
            self._import_drawing()

    def _import_drawing(self) -> None:
        def work() -> Generator[None, None, None]:
            import gui.pages.tensor  # noqa: F401  heavy: numpy and pyqtgraph

            yield

        self._runner.start(_SLOT, work, done=lambda _: self.drawing_ready.emit(), failed=self._fail)

    def load_counting(self) -> None:
        """Import, on a worker, the compiled loops."""

        def work() -> Generator[None, None, None]:
            from weights.statistics import kernels, scan  # noqa: F401  heavy: numba

            yield
            kernels.warm_up()
            yield
            import weights.findings.inquiry
            import weights.matrices.rows  # noqa: F401
            from gui import color_maps
            from gui.pages import distribution, heatmap, layers, rows, spectrum  # noqa: F401  built when first looked at
            from weights.matrices import kernels as cells

            yield
            cells.warm_up()
            yield
            color_maps.load()

        self._runner.start(_SLOT, work, done=lambda _: self.counting_ready.emit(), failed=self._fail)

    def _fail(self, error: WeighbridgeError) -> None:
        self.failed.emit(str(error))
