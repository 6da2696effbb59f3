"""`--screenshot`: draw the window once everything asked for is on it, save the picture, and leave."""

from __future__ import annotations

import sys
from argparse import Namespace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.session import Failure

_SETTLE = 400  # milliseconds in which nothing may be going on before the picture is taken: findings pause for 250


class Screenshot(QObject):
    """Waits until all is loaded and no job has run for a moment, then grabs the window and ends the program."""

    def __init__(self, window: MainWindow, arguments: Namespace) -> None:
        super().__init__(window)
        self._window, self._arguments = window, arguments
        self._failed = False
        self._is_loaded = False  # between loading what draws and what counts there is a moment without a job
        self._timer = QTimer(self, interval=_SETTLE, singleShot=True)
        self._timer.timeout.connect(self._take_if_settled)
        window.session.open_failed.connect(self._note_failure)
        window.libraries.counting_ready.connect(self._note_loaded)
        window.runner.idle.connect(self._timer.start)

    def _take_if_settled(self) -> None:
        if not self._is_loaded or not self._window.runner.is_idle():
            return
        if self._window.detail.is_waiting:
            self._timer.start()
            return
        path = self._arguments.screenshot
        saved = self._window.grab().save(str(path), "PNG")
        if not saved:
            sys.stderr.write(f"weighbridge: error: {path}: the picture cannot be written there\n")
        self._leave(0 if saved and not self._failed else 1)

    def _note_loaded(self) -> None:
        self._is_loaded = True
        self._timer.start()

    def _note_failure(self, failure: Failure) -> None:
        """The picture then shows the message, and the exit status tells."""
        self._failed = True
        self._note_loaded()

    def _leave(self, status: int) -> None:
        self._window.close()
        QApplication.exit(status)
