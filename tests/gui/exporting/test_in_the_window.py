"""Exports as a user sees them: the job bar tells of them and stops them, the message bar says how they ended."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from gui import preferences
from gui.main_window import MainWindow
from tests.builders import tiny


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window with a tensor selected that takes seconds to be written as text."""
    path = tmp_path / "run.pth"
    path.write_bytes(tiny.saved({"w": torch.ones(3_000_000)}))
    (tmp_path / "out").mkdir()
    preferences.save("export_folder", str(tmp_path / "out"))
    result = MainWindow()
    result.show()
    with qtbot.waitSignal(result.session.first_selected):
        result.open(path, "w")
    yield result
    result.close()
    result.deleteLater()


def save(window: MainWindow, words: str) -> None:
    """Choose an entry of File > Export, and accept what the dialog offers."""
    file = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&File")
    export = next(action.menu() for action in file.actions() if action.text() == "&Export")
    export.aboutToShow.emit()
    next(action for action in export.actions() if words in action.text().replace("&", "")).trigger()
    window.findChild(QFileDialog).accept()


def test_what_was_saved_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    save(window, ".npy")
    qtbot.waitUntil(lambda: window.message_bar.text != "")
    assert window.message_bar.text == f"Saved w.npy (12.0\u202fMB) in {tmp_path / 'out'}"
    assert window.findChild(QPushButton, "message_action").text() == "Show folder"
    assert window.job_bar.words.endswith("on disk")


def test_cancel_in_the_job_bar_stops_saving(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    save(window, ".csv")
    qtbot.waitUntil(lambda: window.job_bar.words.startswith("Saving w.csv  ·  "))
    qtbot.mouseClick(window.findChild(QPushButton, "job_cancel"), Qt.MouseButton.LeftButton)
    assert window.job_bar.words.endswith("on disk")
    qtbot.waitUntil(lambda: os.listdir(tmp_path / "out") == [])
    assert window.message_bar.text == ""


def test_going_elsewhere_meanwhile_leaves_the_job_bar_alone(qtbot: QtBot, window: MainWindow) -> None:
    save(window, ".csv")
    qtbot.waitUntil(lambda: window.job_bar.words.startswith("Saving"))
    assert window.session.checkpoint is not None
    window.session.select(window.session.checkpoint.root)
    assert window.job_bar.words.startswith("Saving")


def test_closing_the_window_leaves_nothing_half_written(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    save(window, ".csv")
    qtbot.waitUntil(lambda: os.listdir(tmp_path / "out") != [])
    window.close()
    assert os.listdir(tmp_path / "out") == []


def test_python_from_the_copy_menu(qtbot: QtBot, window: MainWindow, qapp: QApplication) -> None:
    menu = window.detail.heading.findChild(QPushButton).menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith("Python")).trigger()
    qtbot.waitUntil(lambda: "tensor = state['w']" in qapp.clipboard().text())
