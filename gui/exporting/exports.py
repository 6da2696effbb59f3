"""What can be saved or copied of what is on show: the Export menu, and the jobs behind it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from gui import describe
from gui.exporting import choices
from gui.exporting.on_show import OnShow
from gui.exporting.saving import Choice, Saving
from gui.jobs import Runner
from gui.shown import Shown
from weights import text
from weights.tensors import Readable

if TYPE_CHECKING:
    from weights.export.clipping import Clipping

_COPY_SLOT = "copy"
_MAX_COPIED = 100_000  # values
_MUCH_TEXT = 200_000_000  # bytes; more is written only after a second question


class Exports(QObject):
    """Saves and copies; `menu` offers what can be saved. `look` tells of the place on show, and of its page."""

    said = Signal(str, str, object)  # as `MessageBar.say` takes them

    def __init__(
        self, runner: Runner, window: QWidget, look: Callable[[], tuple[Shown | None, QWidget | None]]
    ) -> None:
        super().__init__(window)
        self._runner, self._window, self._look = runner, window, look
        self.saving = Saving(runner, window)
        self.saving.saved.connect(lambda said, folder: self.said.emit(said, "Show folder", lambda: _open(folder)))
        self.saving.failed.connect(self._say)
        self.menu = QMenu(window)
        self.menu.aboutToShow.connect(self._offer)
        self._of_tensor = (
            self._entry("Tensor as .&npy …", self._save_npy),
            self._entry("Tensor as .&csv …", self._save_csv),
        )
        self._of_checkpoint = self._entry("&Statistics of all tensors …", self._save_statistics)
        self.menu.addSeparator()
        self._of_page = (
            self._entry("Picture of this page as &PNG …", self._save_png),
            self._entry("Picture of this page as S&VG …", self._save_svg),
        )

    def copy(self, what: str) -> None:
        """Put one of `describe.COMPUTED_COPIES` of the shown tensor on the clipboard."""
        on_show = self._on_show()
        if on_show is None or on_show.shown.data is None:
            return
        if what == describe.PYTHON:
            self._start_copy(_python(on_show.shown), QGuiApplication.clipboard().setText)
        else:
            self._start_copy(_clipping(on_show.shown.data), self._take_clipping)

    def _start_copy(self, work: Callable[[], Generator[None, None, object]], done: Callable[..., None]) -> None:
        self._runner.start(_COPY_SLOT, work, done=done, failed=lambda error: self._say(f"Nothing was copied: {error}."))

    def _take_clipping(self, clipping: Clipping) -> None:
        QGuiApplication.clipboard().setText(clipping.text)
        if clipping.values < clipping.total:
            first, total = text.count(clipping.values), text.plural(clipping.total, "value")
            self._say(f"Copied the first {first} of {total}; File > Export saves them all.")

    def _say(self, sentence: str) -> None:
        self.said.emit(sentence, "", None)

    def _on_show(self) -> OnShow | None:
        shown, page = self._look()
        return OnShow(shown, page) if shown is not None else None

    def _entry(self, words: str, handler: Callable[[OnShow], None]) -> QAction:
        def act() -> None:
            on_show = self._on_show()
            if on_show is not None:
                handler(on_show)

        action = self.menu.addAction(words)
        action.triggered.connect(act)
        return action

    def _offer(self) -> None:
        """Enable what can be done with what is on show; one file is saved at a time."""
        on_show = None if self.saving.is_busy else self._on_show()
        for action in self._of_tensor:
            action.setEnabled(on_show is not None and on_show.shown.data is not None)
        self._of_checkpoint.setEnabled(on_show is not None and bool(on_show.shown.checkpoint.tensors))
        for action in self._of_page:
            action.setEnabled(on_show is not None and bool(on_show.drawings))

    def _save_npy(self, on_show: OnShow) -> None:
        if on_show.shown.data is not None:
            self._ask("Save the tensor", on_show, choices.npy_choices(on_show.shown.data))

    def _save_csv(self, on_show: OnShow) -> None:
        data = on_show.shown.data
        if data is None:
            return
        size = choices.text_size(data)
        if size < _MUCH_TEXT:
            self._ask("Save the tensor's values", on_show, choices.csv_choices(data))
        else:
            self._warn(data, size, lambda: self._ask("Save the tensor's values", on_show, choices.csv_choices(data)))

    def _warn(self, data: Readable, size: int, go_on: Callable[[], None]) -> None:
        """Ask before very much text is written."""
        box = QMessageBox(self._window)
        box.setWindowTitle("Much text")
        box.setText(f"As text these values take about {text.size(size)}. A .npy file is smaller and read at once.")
        box.addButton("Go on", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.accepted.connect(go_on)
        box.finished.connect(box.deleteLater)
        box.open()

    def _save_statistics(self, on_show: OnShow) -> None:
        name = f"{on_show.shown.checkpoint.path.stem} statistics"
        self.saving.ask("Save statistics", name, choices.statistics_choices(on_show.shown), on_show.shown.checkpoint)

    def _save_png(self, on_show: OnShow) -> None:
        if on_show.drawings:
            self._ask("Save a picture", on_show, choices.png_choices(on_show.drawings, on_show.caption))

    def _save_svg(self, on_show: OnShow) -> None:
        if on_show.drawings:
            self._ask("Save a drawing", on_show, choices.svg_choices(on_show.drawings, on_show.caption))

    def _ask(self, title: str, on_show: OnShow, offered: Sequence[Choice]) -> None:
        self.saving.ask(title, on_show.name, offered, on_show.shown.checkpoint)


def _open(folder: str) -> None:
    """Show a folder in the desktop's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))


def _python(shown: Shown) -> Callable[[], Generator[None, None, str]]:
    def work() -> Generator[None, None, str]:
        from weights.export.snippet import python  # only where it is wanted

        yield
        return python(shown.checkpoint, shown.node)

    return work


def _clipping(data: Readable) -> Callable[[], Generator[None, None, Clipping]]:
    def work() -> Generator[None, None, Clipping]:
        from weights.export.clipping import clip  # heavy: numpy

        yield
        return clip(data, _MAX_COPIED)

    return work
