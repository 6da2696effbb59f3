from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.pages.overview import OverviewPage
from tests.builders.checkpoints import Parts, llama
from tests.gui.places import shown
from weights.checkpoint import Checkpoint, Import, Problem

Show = Callable[[Checkpoint], OverviewPage]


@pytest.fixture
def page(qtbot: QtBot, runner: Runner) -> Show:
    def show(checkpoint: Checkpoint) -> OverviewPage:
        page = OverviewPage(runner)
        qtbot.addWidget(page)
        page.resize(800, 600)
        with qtbot.waitSignal(runner.idle):
            page.show_node(shown(checkpoint, checkpoint.root))
        with qtbot.waitExposed(page):
            page.show()
        return page

    return show


def words(page: OverviewPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def tables(page: OverviewPage) -> list[list[str]]:
    views = [view for view in page.findChildren(QTableView) if view.isVisible()]
    return [[view.model().index(row, 0).data() for row in range(view.model().rowCount())] for view in views]


def test_it_says_what_the_file_is_and_how_large(page: Show, tmp_path: Path) -> None:
    said = words(page(llama().checkpoint(tmp_path / "file.pth")))
    assert "A state dict in a torch zip file." in said
    assert "bfloat16" in said
    assert "100\N{NARROW NO-BREAK SPACE}%" in said


def test_parts_and_largest_tensors_leave_second_names_out(page: Show, tmp_path: Path) -> None:
    parts, largest = tables(page(llama(layers=1).checkpoint(tmp_path / "file.pth")))
    assert parts == ["tok_embeddings.weight", "layers.0", "norm.weight"]
    assert largest[0] == "tok_embeddings.weight"
    assert "output.weight" not in largest


def test_a_click_on_a_tensor_asks_for_it(qtbot: QtBot, page: Show, tmp_path: Path) -> None:
    shown = page(llama().checkpoint(tmp_path / "file.pth"))
    view = shown.findChildren(QTableView)[-1]
    with qtbot.waitSignal(shown.node_wanted) as wanted:
        place = view.visualRect(view.model().index(1, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args[0].name == "layers.0.feed_forward.w1.weight"


def test_imports_are_listed_unknown_ones_first(page: Show, tmp_path: Path) -> None:
    imports = [Import("torch._utils._rebuild_tensor_v2", True, True), Import("os.system", True, False)]
    said = words(page(Parts().tensor("a").checkpoint(tmp_path / "file.pth", imports)))
    assert said.index("os.system") < said.index("not part of torch's format") < said.index("_rebuild_tensor_v2")


def test_problems_are_said_with_their_place(page: Show, tmp_path: Path) -> None:
    problems = [Problem("data/3", "its CRC does not match"), Problem("", "two\nlines")]
    said = words(page(Parts().tensor("a").checkpoint(tmp_path / "file.pth", problems=problems)))
    assert "data/3: its CRC does not match\ntwo\\nlines" in said


def test_a_file_of_one_tensor_has_no_tables(page: Show, tmp_path: Path) -> None:
    assert tables(page(Parts().tensor("a").checkpoint(tmp_path / "file.pth"))) == []


def test_a_narrow_page_is_not_wider_than_its_window(page: Show, tmp_path: Path) -> None:
    imports = [Import("torch._utils._rebuild_tensor_v2", True, True)]
    shown = page(llama().checkpoint(tmp_path / "file.pth", imports))
    shown.resize(280, 600)
    assert shown.widget().width() <= shown.viewport().width()
