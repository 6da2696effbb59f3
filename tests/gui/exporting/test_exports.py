"""The Export menu and the copies: what they offer, and what comes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui import describe, preferences
from gui.exporting import exports as exporting
from gui.exporting.exports import Exports
from gui.jobs import Runner
from gui.shown import Shown
from tests.builders import tiny
from tests.gui.places import node_of, shown
from weights.checkpoint import Checkpoint
from weights.opening import open_checkpoint

TENSORS = {"w": torch.arange(12.0).reshape(3, 4), "half": torch.ones(3, dtype=torch.bfloat16), "epoch": 3}


class Nothing(QWidget):
    """A page in which nothing is drawn yet."""

    def drawing(self) -> QWidget | None:
        return None


class Window(QWidget):
    """Stands for the window: a place, and a page that shows it."""

    def __init__(self, checkpoint: Checkpoint, runner: Runner) -> None:
        super().__init__()
        self.shown: Shown | None = shown(checkpoint, node_of(checkpoint, "w"))
        self.page: QWidget | None = QLabel("on show", self)
        self.exports = Exports(runner, self, lambda: (self.shown, self.page))

    def go_to(self, name: str) -> None:
        assert self.shown is not None
        self.shown = shown(self.shown.checkpoint, node_of(self.shown.checkpoint, name))

    def offered(self) -> list[str]:
        """The entries that can be chosen."""
        self.exports.menu.aboutToShow.emit()
        return [text(action) for action in self.exports.menu.actions() if action.isEnabled() and action.text()]

    def choose(self, words: str) -> None:
        next(action for action in self.exports.menu.actions() if words in text(action)).trigger()


def text(action: QAction) -> str:
    return action.text().replace("&", "")


@pytest.fixture
def window(qtbot: QtBot, runner: Runner, tmp_path: Path) -> Iterator[Window]:
    (tmp_path / "run.pth").write_bytes(tiny.saved(TENSORS))
    checkpoint = open_checkpoint(tmp_path / "run.pth")
    preferences.save("export_folder", str(tmp_path))
    result = Window(checkpoint, runner)
    qtbot.addWidget(result)
    yield result
    checkpoint.close()


@pytest.fixture
def save(qtbot: QtBot, window: Window) -> Callable[..., None]:
    """Choose an entry, and accept what the dialog offers or another kind."""

    def choose_and_save(words: str, kind: str = "") -> None:
        window.choose(words)
        dialog = window.findChild(QFileDialog)
        if kind:
            chosen = next(name for name in dialog.nameFilters() if kind in name)
            dialog.selectNameFilter(chosen)
            dialog.filterSelected.emit(chosen)
            dialog.selectFile("statistics")
        with qtbot.waitSignal(window.exports.said):
            dialog.accept()

    return choose_and_save


def test_what_is_offered_follows_what_is_on_show(window: Window) -> None:
    everything = ["Tensor as .npy …", "Tensor as .csv …", "Statistics of all tensors …"]
    pictures = ["Picture of this page as PNG …", "Picture of this page as SVG …"]
    assert window.offered() == everything + pictures
    window.go_to("epoch")
    assert window.offered() == everything[2:] + pictures
    window.page = Nothing()
    assert window.offered() == everything[2:]
    window.shown = None
    assert window.offered() == []


def test_a_tensor_as_npy(window: Window, save: Callable[..., None], tmp_path: Path) -> None:
    save(".npy")
    assert np.array_equal(np.load(tmp_path / "w.npy"), TENSORS["w"])


def test_a_type_that_numpy_lacks_can_be_had_in_two_ways(window: Window, tmp_path: Path) -> None:
    window.go_to("half")
    window.choose(".npy")
    dialog = window.findChild(QFileDialog)
    assert dialog.nameFilters() == [
        "NumPy array, bfloat16 widened to float32 (*.npy)",
        "NumPy array, bits of bfloat16 as uint16 (*.npy)",
    ]
    dialog.reject()


def test_values_as_text(window: Window, save: Callable[..., None], tmp_path: Path) -> None:
    save(".csv")
    assert np.array_equal(np.loadtxt(tmp_path / "w.csv", delimiter=","), TENSORS["w"])


def test_very_much_text_is_asked_about(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_MUCH_TEXT", 10)
    window.choose(".csv")
    box = window.findChild(QMessageBox)
    assert "these values take about 144\u202fB" in box.text()
    assert window.findChild(QFileDialog) is None
    box.accepted.emit()
    window.findChild(QFileDialog).reject()
    box.reject()


@pytest.mark.parametrize(("kind", "suffix"), [("", ".csv"), ("JSON", ".json")])
def test_statistics_by_suffix(
    window: Window, save: Callable[..., None], tmp_path: Path, kind: str, suffix: str
) -> None:
    save("Statistics", kind)
    content = (tmp_path / f"{'statistics' if kind else 'run statistics'}{suffix}").read_text()
    means = json.loads(content)["tensors"][0]["stats"]["mean"] if kind else content.splitlines()[1].split(",")[14]
    assert float(means) == 5.5


def test_pictures(window: Window, save: Callable[..., None], tmp_path: Path) -> None:
    save("PNG")
    assert (tmp_path / "w.png").read_bytes().startswith(b"\x89PNG")
    save("SVG")
    assert b">on show<" in (tmp_path / "w.svg").read_bytes()


def test_python_is_copied(qtbot: QtBot, window: Window, qapp: QApplication) -> None:
    window.exports.copy(describe.PYTHON)
    qtbot.waitUntil(lambda: "state['w']" in qapp.clipboard().text())


def test_values_are_copied_as_a_block(
    qtbot: QtBot, window: Window, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.exports.copy(describe.VALUES)
    block = "0.0\t1.0\t2.0\t3.0\n4.0\t5.0\t6.0\t7.0\n8.0\t9.0\t10.0\t11.0"
    qtbot.waitUntil(lambda: qapp.clipboard().text() == block)
    monkeypatch.setattr(exporting, "_MAX_COPIED", 5)
    with qtbot.waitSignal(window.exports.said) as told:
        window.exports.copy(describe.VALUES)
    assert told.args[0] == "Copied the first 5 of 12 values; File > Export saves them all."
    assert qapp.clipboard().text() == "0.0\t1.0\t2.0\t3.0\n4.0"


def test_a_copy_that_fails_is_told(qtbot: QtBot, window: Window) -> None:
    assert window.shown is not None
    window.shown.checkpoint.close()
    with qtbot.waitSignal(window.exports.said) as told:
        window.exports.copy(describe.VALUES)
    assert told.args[0] == "Nothing was copied: the file was closed."
