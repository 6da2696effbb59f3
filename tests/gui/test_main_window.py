"""The window as a user drives it: keys, mouse, files that come and go."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QTabBar, QTreeView
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.models.columns import Column
from gui.pages.finding_list import FindingList
from tests.builders import tiny
from weights.tree import find

_LOADING = 30_000  # milliseconds: the first window of a process loads numba before anything is counted


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    result = MainWindow()
    result.load_libraries()
    result.show()
    yield result
    result.close()
    result.deleteLater()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "run.pth"
    file.write_bytes(tiny.saved({**{f"layers.{n}.w": torch.randn(4, 5) for n in range(3)}, "epoch": 12}))
    return file


def open_in(qtbot: QtBot, window: MainWindow, path: Path, wanted: str = "") -> None:
    with qtbot.waitSignal(window.session.first_selected):
        window.open(path, wanted)


def title(window: MainWindow) -> str:
    return window.findChild(QLabel, "title").text()


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(window.findChild(QTreeView, "tree"), key)


def test_an_opened_file_stands_in_the_title(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    with qtbot.waitSignal(window.tree_painted):
        open_in(qtbot, window, path)
    assert window.windowTitle() == "run.pth — Weighbridge"
    assert title(window) == "run.pth"


def test_arrows_lead_through_the_tree_to_the_numbers(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path, "layers.0.w")
    with qtbot.waitSignal(window.page_painted, timeout=_LOADING):
        press(qtbot, window, Qt.Key.Key_Down)
    assert window.session.selection is not None
    assert window.session.selection.name == "layers.1.w"
    assert title(window) == "1.w"


def titles_of(tabs: QTabBar) -> list[str]:
    return [tabs.tabText(n) for n in range(tabs.count())]


def go_to(window: MainWindow, name: str) -> None:
    assert window.session.checkpoint is not None
    node = find(window.session.checkpoint.root, name)
    assert node is not None
    window.session.select(node)


def test_pages_go_from_the_whole_to_its_parts(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    with qtbot.waitSignal(window.session.structure_found):
        window.open(path)
    tabs = window.findChild(QTabBar, "tabs")
    assert titles_of(tabs) == ["Overview", "Contents", "Distribution", "Layers"]
    go_to(window, "layers")
    assert titles_of(tabs) == ["Contents", "Distribution", "Layers"]
    go_to(window, "layers.0.w")
    assert titles_of(tabs) == ["Tensor", "Heatmap", "Layers", "Rows", "Spectrum"]


def test_a_page_is_kept_over_a_tensor_that_does_not_offer_it(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    path.write_bytes(tiny.saved({"v": torch.randn(4, 5), "b": torch.randn(4), "w": torch.randn(5, 5)}))
    open_in(qtbot, window, path, "v")
    tabs = window.findChild(QTabBar, "tabs")
    assert window.detail.choose_page("rows")
    for name, page in {"b": "Tensor", "w": "Rows"}.items():
        go_to(window, name)
        assert tabs.tabText(tabs.currentIndex()) == page


def test_a_page_chosen_for_a_branch_is_kept_for_branches(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path)
    tabs = window.findChild(QTabBar, "tabs")
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert tabs.currentIndex() == 1
    window.session.select(window.session.checkpoint.tensors[0])  # type: ignore[union-attr]
    window.session.select(window.session.checkpoint.root)  # type: ignore[union-attr]
    assert tabs.currentIndex() == 1


def test_a_page_chosen_stays_when_more_pages_are_offered(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path)
    tabs = window.findChild(QTabBar, "tabs")
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tabs.count() == 4)
    assert tabs.tabText(tabs.currentIndex()) == "Distribution"


def test_a_file_that_cannot_be_opened_is_told_in_one_sentence(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path)
    with qtbot.waitSignal(window.session.open_failed):
        window.open(path.with_name("missing.pth"))
    assert window.message_bar.text.endswith("missing.pth: there is no such file")
    assert title(window) == "run.pth"


def test_a_dropped_file_opens(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        files,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(window.session.opened):
        window.dropEvent(drop)


def test_a_changed_file_offers_to_be_read_again(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path, "layers.0.w")
    with qtbot.waitSignal(window.session.file_changed, timeout=10_000):
        os.utime(path, (1, 1))
    assert window.message_bar.text == "The file was changed after it was opened."
    with qtbot.waitSignal(window.session.opened):
        qtbot.mouseClick(window.findChild(QPushButton, "message_action"), Qt.MouseButton.LeftButton)
    assert window.message_bar.text == ""


def test_ctrl_f_goes_to_the_query_and_filters(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    query = window.findChild(QLineEdit, "query")
    qtbot.waitUntil(query.hasFocus)
    qtbot.keyClicks(query, "1 w")
    qtbot.waitUntil(lambda: any("1 of" in label.text() for label in window.findChildren(QLabel)))


def test_copying_the_name(qtbot: QtBot, window: MainWindow, path: Path, qapp: QApplication) -> None:
    open_in(qtbot, window, path, "layers.2.w")
    menu = window.detail.heading.findChild(QPushButton).menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Name").trigger()
    assert qapp.clipboard().text() == "layers.2.w"


def test_closing_while_opening_and_counting(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path, "layers.0.w")
    window.open(path)
    window.close()
    assert window.runner.is_idle()
    assert window.session.checkpoint is None


def test_the_menu_shows_which_colours_are_in_force(qtbot: QtBot, window: MainWindow) -> None:
    view = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&View")
    schemes = {action.text(): action for action in view.actions()}
    assert schemes["L&ight colours"].isChecked()
    schemes["&Dark colours"].trigger()
    assert [words for words, action in schemes.items() if action.isChecked()] == ["&Dark colours"]


def test_escape_in_the_tree_dismisses_the_message(qtbot: QtBot, window: MainWindow) -> None:
    window.message_bar.say("Something is wrong.")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.message_bar.text == ""


def test_going_on_while_a_file_is_opened_leaves_that_on_show(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_in(qtbot, window, path)
    with qtbot.waitSignal(window.session.opened):
        window.open(path)
        press(qtbot, window, Qt.Key.Key_Down)
        assert window.job_bar.words == "Opening run.pth"
    assert window.job_bar.words.endswith("on disk")


def test_an_empty_window_says_what_it_is_opening(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    def words() -> list[str]:
        return [label.text() for label in window.detail.findChildren(QLabel) if label.isVisible()]

    with qtbot.waitSignal(window.session.open_failed):
        window.open(path.with_name("missing.pth"))
        assert words() == ["Opening missing.pth …"]
    assert words()[0].startswith("Open a checkpoint")


def test_a_finding_leads_to_its_value(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    tensor = torch.randn(40, 30)
    tensor[17, 5] = float("nan")
    (tmp_path / "nan.pth").write_bytes(tiny.saved({"w": tensor, "v": torch.randn(3)}))
    with qtbot.waitSignal(window.findings.changed, check_params_cb=lambda found: found.is_whole, timeout=_LOADING):
        window.open(tmp_path / "nan.pth", "v")
    qtbot.mouseClick(window.findChild(QPushButton, "job_findings"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(view.model().rowCount() for view in window.findChildren(FindingList)))
    view = window.findChild(FindingList)
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert title(window) == "w"
    words = [label.text() for label in window.findChildren(QLabel)]
    assert any(text.startswith("[17, 5]") for text in words)


def test_all_is_scanned_and_said(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    with qtbot.waitSignal(window.session.scan_finished):
        window.open(path)
    assert window.job_bar.words.endswith("on disk  ·  all scanned")
    row = window.findChild(QTreeView, "tree").model().index(0, Column.MAX)
    qtbot.waitUntil(lambda: row.data() != "")


def test_scan_all_is_in_the_menu(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    with qtbot.waitSignal(window.session.scan_finished):
        window.open(path)
    with qtbot.waitSignal(window.session.scan_finished):
        qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
