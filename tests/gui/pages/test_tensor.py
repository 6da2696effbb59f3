"""The page of a tensor."""

import pytest
import torch
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gui import theme
from gui.jobs import Runner
from gui.pages.histogram_view import HistogramView
from gui.pages.tensor import TensorPage
from gui.pages.values_view import ValuesView
from tests.gui.pages.stored import checkpoint_of, distribution_of, node_of, stored
from tests.gui.places import shown


@pytest.fixture
def page(qtbot: QtBot, runner: Runner) -> TensorPage:
    result = TensorPage(HistogramView(), ValuesView(runner))
    qtbot.addWidget(result)
    result.resize(900, 700)
    with qtbot.waitExposed(result):
        result.show()
    return result


def show(page: TensorPage, tensor: torch.Tensor, problem: str | None = None) -> None:
    node = node_of(stored(tensor), problem)
    page.show_node(shown(checkpoint_of(node), node))


def said(page: TensorPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_painted_follows_the_exact_numbers(qtbot: QtBot, page: TensorPage) -> None:
    tensor = torch.randn(30, 40)
    show(page, tensor)
    assert "Counting" in said(page)
    page.set_distribution(distribution_of(tensor), exact=False)
    with qtbot.waitSignal(page.painted):
        page.set_distribution(distribution_of(tensor))
    assert "values" in said(page) or "bins" in said(page)


def test_flipping_through_tensors_paints_each(qtbot: QtBot, page: TensorPage) -> None:
    for tensor in (torch.randn(30, 40), torch.ones(5), torch.empty(0), torch.randint(0, 9, (7, 8, 9))):
        show(page, tensor)
        with qtbot.waitSignal(page.painted):
            page.set_distribution(distribution_of(tensor))


def test_a_tensor_that_cannot_be_read_says_so_once(page: TensorPage) -> None:
    show(page, torch.zeros(3), problem="it reaches byte 400 of a\nstorage of 12 bytes")
    assert said(page).count("it reaches byte 400 of a\\nstorage") == 1


def test_either_part_folds_away(qtbot: QtBot, page: TensorPage) -> None:
    tensor = torch.randn(30, 40)
    show(page, tensor)
    page.set_distribution(distribution_of(tensor))
    fold = next(b for b in page.findChildren(QToolButton) if b.accessibleName() == "Fold away the histogram")
    fold.click()
    assert "bins" not in said(page)
    assert fold.accessibleName() == "Show the histogram"
    fold.click()
    assert "bins" in said(page)


def test_takes_on_another_scheme_live(qtbot: QtBot, page: TensorPage, qapp: QApplication) -> None:
    tensor = torch.randn(30, 40)
    show(page, tensor)
    page.set_distribution(distribution_of(tensor))
    before = page.grab().toImage().pixelColor(400, 60)
    theme.current().follow("dark")
    page.apply_theme()
    after = page.grab().toImage().pixelColor(400, 60)
    theme.current().follow("light")
    assert before.lightness() > 200
    assert after.lightness() < 60
