"""A tree pane on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.panes.tree_pane import TreePane
from tests.builders.checkpoints import Parts
from tests.generators import result_of
from tests.gui.panes.trees import Open
from weights.checkpoint import Checkpoint
from weights.structure import examine


@pytest.fixture
def pane(qtbot: QtBot, runner: Runner) -> Iterator[TreePane]:
    pane = TreePane(runner)
    qtbot.addWidget(pane)
    pane.resize(700, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    yield pane
    pane.show_checkpoint(None)


@pytest.fixture
def opened(qtbot: QtBot, pane: TreePane, runner: Runner, tmp_path: Path) -> Open:
    def show(parts: Parts, name: str = "file.pth") -> Checkpoint:
        checkpoint = parts.checkpoint(tmp_path / name)
        pane.show_checkpoint(checkpoint)
        pane.show_structure(result_of(examine(checkpoint)))
        return checkpoint

    return show
