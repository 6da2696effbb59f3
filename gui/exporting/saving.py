"""Saving one file: asking where, writing it as a job, and saying how that went."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gui import preferences
from gui.jobs import Runner
from weights import text
from weights.checkpoint import Checkpoint
from weights.errors import WeighbridgeError
from weights.record import record

_SLOT = "export"
_FOLDER = "export_folder"
_MAX_NAME = 120
_NOT_IN_NAMES = re.compile(r"[^\w .,()+-]+")

Writing = Generator[object, None, None]


@record
class Choice:
    """A kind of file to choose: the words for it, its suffix with the dot, and what writes it.

    `write` is given a path and whether a file there may be replaced; what it yields is None or has `done` and `total`.
    `remark` is to be known when it is saved.
    """

    words: str
    suffix: str
    write: Callable[[Path, bool], Writing]
    remark: str = ""

    @property
    def filter(self) -> str:
        return f"{self.words} (*{self.suffix})"


class Saving(QObject):
    """Saves one file at a time."""

    progressed = Signal(str, object)  # words, Written
    ended = Signal()
    saved = Signal(str, str)  # sentence, folder
    failed = Signal(str)  # sentence

    def __init__(self, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window

    @property
    def is_busy(self) -> bool:
        return self._runner.is_running(_SLOT)

    def ask(self, title: str, name: str, choices: Sequence[Choice], checkpoint: Checkpoint) -> None:
        """Ask where to save a file, and which of some kinds, and save it there.

        `name` is offered, without what no file may be called; the dialog asks before a file is replaced.
        """
        dialog = QFileDialog(self._window, title, preferences.load(_FOLDER, QDir.homePath()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([choice.filter for choice in choices])
        dialog.setDefaultSuffix(choices[0].suffix[1:])
        dialog.selectFile(f"{_safe(name)}{choices[0].suffix}")
        by_filter = {choice.filter: choice for choice in choices}
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(by_filter[chosen].suffix[1:]))
        dialog.fileSelected.connect(
            lambda path: self._save(Path(path), by_filter[dialog.selectedNameFilter()], checkpoint)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def cancel(self) -> bool:
        """Stop saving, if that is going on; what was written so far is removed."""
        if not self.is_busy:
            return False
        self._runner.cancel(_SLOT)
        self.ended.emit()
        return True

    def _save(self, path: Path, choice: Choice, checkpoint: Checkpoint) -> None:
        preferences.save(_FOLDER, str(path.parent))
        may_replace = os.path.lexists(path)  # then the dialog has asked

        def work() -> Generator[object, None, int]:
            from weights.export.writing import check_not_its_own  # not before the first paint

            check_not_its_own(checkpoint, path)
            yield from choice.write(path, may_replace)
            return path.stat().st_size

        self._runner.start(
            _SLOT,
            work,
            done=lambda size: self._end(path, choice, size),
            failed=lambda error: self._fail(path, error),
            progressed=lambda written: self.progressed.emit(f"Saving {text.visible(path.name, 60)}", written),
        )

    def _end(self, path: Path, choice: Choice, size: int) -> None:
        self.ended.emit()
        remark = f", {choice.remark}" if choice.remark else ""
        self.saved.emit(f"Saved {path.name} ({text.size(size)}{remark}) in {path.parent}", str(path.parent))

    def _fail(self, path: Path, error: WeighbridgeError) -> None:
        self.ended.emit()
        self.failed.emit(f"{path.name} was not saved: {error}.")


def _safe(name: str) -> str:
    """A name that may stand in a file's name on any system."""
    return _NOT_IN_NAMES.sub("_", name).strip(" .")[:_MAX_NAME] or "unnamed"
