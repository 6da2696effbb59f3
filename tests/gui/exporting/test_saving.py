"""Asking where to save, and what becomes of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui import preferences
from gui.exporting.saving import Choice, Saving, Writing
from gui.jobs import Runner
from tests.builders import tiny
from weights.checkpoint import Checkpoint
from weights.errors import Unreadable
from weights.export.writing import Written, draft
from weights.opening import open_checkpoint


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    result = QWidget()
    qtbot.addWidget(result)
    return result


@pytest.fixture
def saving(window: QWidget, runner: Runner, tmp_path: Path) -> Saving:
    preferences.save("export_folder", str(tmp_path))
    return Saving(runner, window)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Iterator[Checkpoint]:
    (tmp_path / "model.pth").write_bytes(tiny.saved({}))
    result = open_checkpoint(tmp_path / "model.pth")
    yield result
    result.close()


def hello(path: Path, may_replace: bool) -> Writing:
    with draft(path, may_replace=may_replace) as file:
        file.write(b"hello")
        yield Written(5, 10)


def unreadable(path: Path, may_replace: bool) -> Writing:
    with draft(path, may_replace=may_replace):
        yield Written(5, 10)
        raise Unreadable("the disk reports: Input/output error")


class Endless:
    """Writes until it is stopped."""

    def __init__(self) -> None:
        self.begun, self.stopped = threading.Event(), threading.Event()

    def __call__(self, path: Path, may_replace: bool) -> Writing:
        with draft(path, may_replace=may_replace) as file:
            try:
                while True:
                    file.write(b"more")
                    self.begun.set()
                    yield Written(1, 2)
            finally:
                self.stopped.set()


def choose(saving: Saving, window: QWidget, checkpoint: Checkpoint, *choices: Choice, name: str = "") -> None:
    """Ask, and accept what is offered or type a name."""
    saving.ask("Save", "layers/0\n..weight", choices or (Choice("Text", ".txt", hello),), checkpoint)
    dialog = window.findChild(QFileDialog)
    if name:
        dialog.selectFile(name)
    dialog.accept()


def answer(button: QMessageBox.StandardButton) -> Callable[[], None]:
    """Answers the question that stands in front of everything."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.button(button).click()

    return press


def test_what_was_saved_is_told_with_its_folder(
    qtbot: QtBot, saving: Saving, window: QWidget, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    with qtbot.waitSignal(saving.saved) as told:
        choose(saving, window, checkpoint, Choice("Text", ".txt", hello, "as text"))
    assert (tmp_path / "layers_0_..weight.txt").read_bytes() == b"hello"
    assert told.args == [f"Saved layers_0_..weight.txt (5\u202fB, as text) in {tmp_path}", str(tmp_path)]


def test_the_suffix_follows_the_kind_that_was_chosen(
    qtbot: QtBot, saving: Saving, window: QWidget, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    saving.ask("Save", "a", (Choice("Text", ".txt", unreadable), Choice("Notes", ".md", hello)), checkpoint)
    dialog = window.findChild(QFileDialog)
    dialog.selectNameFilter("Notes (*.md)")
    dialog.filterSelected.emit("Notes (*.md)")
    dialog.selectFile("notes")
    with qtbot.waitSignal(saving.saved):
        dialog.accept()
    assert (tmp_path / "notes.md").read_bytes() == b"hello"


def test_the_folder_is_remembered(
    qtbot: QtBot, saving: Saving, window: QWidget, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with qtbot.waitSignal(saving.saved):
        choose(saving, window, checkpoint, name=str(tmp_path / "other" / "a.txt"))
    assert preferences.load("export_folder") == str(tmp_path / "other")


@pytest.mark.parametrize(
    ("button", "content"),
    [(QMessageBox.StandardButton.Yes, b"hello"), (QMessageBox.StandardButton.No, b"old")],
)
def test_a_file_is_replaced_only_when_the_user_says_so(
    qtbot: QtBot,
    saving: Saving,
    window: QWidget,
    checkpoint: Checkpoint,
    tmp_path: Path,
    button: QMessageBox.StandardButton,
    content: bytes,
) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    QTimer.singleShot(0, answer(button))
    choose(saving, window, checkpoint, name=str(tmp_path / "a.txt"))
    qtbot.waitUntil(lambda: not saving.is_busy)
    assert (tmp_path / "a.txt").read_bytes() == content
    for dialog in window.findChildren(QFileDialog):
        dialog.reject()


def test_the_open_checkpoint_is_never_replaced(
    qtbot: QtBot, saving: Saving, window: QWidget, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    before = checkpoint.path.read_bytes()
    QTimer.singleShot(0, answer(QMessageBox.StandardButton.Yes))
    with qtbot.waitSignal(saving.failed) as told:
        choose(saving, window, checkpoint, name=str(checkpoint.path))
    assert told.args == ["model.pth was not saved: this is the file that is open; choose another name."]
    assert checkpoint.path.read_bytes() == before


def test_a_failure_is_one_sentence_and_leaves_nothing(
    qtbot: QtBot, saving: Saving, window: QWidget, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    with qtbot.waitSignal(saving.failed) as told:
        choose(saving, window, checkpoint, Choice("Text", ".txt", unreadable))
    assert told.args == ["layers_0_..weight.txt was not saved: the disk reports: Input/output error."]
    assert os.listdir(tmp_path) == ["model.pth"]


def test_cancelling_leaves_nothing(
    qtbot: QtBot, saving: Saving, window: QWidget, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    endless = Endless()
    assert not saving.cancel()
    with qtbot.waitSignal(saving.progressed) as told:
        choose(saving, window, checkpoint, Choice("Text", ".txt", endless))
    assert told.args == ["Saving layers_0_..weight.txt", Written(1, 2)]
    with qtbot.waitSignal(saving.ended):
        assert saving.cancel()
    assert endless.stopped.wait(10)
    qtbot.waitUntil(lambda: os.listdir(tmp_path) == ["model.pth"])
