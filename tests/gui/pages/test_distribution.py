"""The page of a branch: its sum, and its parts."""

import pytest
import torch
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.menu_button import MenuButton
from gui.pages import PAGES
from gui.pages.distribution import DistributionPage, build
from gui.pages.ridge_plot import RidgePlot
from gui.shown import NothingKnown, Shown
from tests.builders.odd import ODD
from tests.generators import result_of
from tests.gui.pages.layered import CountedSoFar, checkpoint_of, layers
from tests.gui.places import node_of, shown
from weights.checkpoint import Checkpoint


@pytest.fixture
def page(qtbot: QtBot, runner: Runner) -> DistributionPage:
    result = result_of(build(runner))
    qtbot.addWidget(result)
    result.resize(800, 700)
    with qtbot.waitExposed(result):
        result.show()
    return result


def place(checkpoint: Checkpoint, name: str, known: CountedSoFar | None = None) -> Shown:
    return shown(checkpoint, node_of(checkpoint, name), known or CountedSoFar(checkpoint.tensors))


def show(qtbot: QtBot, page: DistributionPage, where: Shown) -> None:
    with qtbot.waitSignal(page.painted):
        page.show_node(where)


def said(page: DistributionPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def types(page: DistributionPage) -> MenuButton:
    return next(each for each in page.findChildren(MenuButton) if each.accessibleName() == "Element type")


def test_a_branch_shows_the_figures_of_all_below(qtbot: QtBot, page: DistributionPage) -> None:
    show(qtbot, page, place(checkpoint_of({"m.a": torch.tensor([1.0, 5.0]), "m.b": torch.tensor([-3.0])}), "m"))
    words = said(page).split("\n")
    assert [words[words.index(name) + 1] for name in ("min", "max", "mean", "counted")] == ["−3", "5", "1", "exact"]
    assert "2 of 2 tensors counted" in words
    assert not types(page).isVisible()


def test_a_part_is_gone_to(qtbot: QtBot, page: DistributionPage) -> None:
    show(qtbot, page, place(checkpoint_of(layers(3)), "layers"))
    with qtbot.waitSignal(page.node_wanted) as wanted:
        page.findChild(RidgePlot).chosen.emit(1)
    assert wanted.args[0].name == "layers.1"


def test_each_element_type_is_looked_at_by_itself(qtbot: QtBot, page: DistributionPage) -> None:
    tensors = {"m.a": torch.full((3,), 7.0), "m.b": torch.arange(9).bfloat16()}
    show(qtbot, page, place(checkpoint_of(tensors), "m"))
    assert types(page).text() == "bfloat16 · 9 values"
    types(page).choices.aboutToShow.emit()
    types(page).choices.actions()[1].trigger()
    assert types(page).text() == "float32 · 3 values"
    assert "7" in said(page).split("\n")


def test_it_follows_a_scan(qtbot: QtBot, page: DistributionPage) -> None:
    model = checkpoint_of(layers(2))
    known = CountedSoFar(model.tensors[:1])
    show(qtbot, page, place(model, "layers", known))
    assert "1 of 6 tensors counted; Scan all in the View menu" in said(page)
    assert "600 so far" in said(page)
    known.count(model.tensors)
    page.take_in_numbers()
    qtbot.waitUntil(lambda: "6 of 6 tensors counted" in said(page))


def test_nothing_counted_is_said(qtbot: QtBot, page: DistributionPage) -> None:
    model = checkpoint_of(layers(1))
    show(qtbot, page, shown(model, model.root, NothingKnown()))
    assert "0 of 4 tensors counted; Scan all in the View menu" in said(page)


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_are_drawn_or_explained(qtbot: QtBot, page: DistributionPage, name: str) -> None:
    show(qtbot, page, place(checkpoint_of({"m.a": ODD[name](), "m.b": ODD[name]()}), "m"))
    assert "2 of 2 tensors counted" in said(page)


def test_it_is_offered_for_branches() -> None:
    offers = next(kind.offers for kind in PAGES if kind.name == "distribution")
    model = checkpoint_of(layers(1))
    assert [offers(place(model, name)) for name in ("", "layers", "layers.0.wq")] == [True, True, False]


def test_both_themes_are_taken_on(qtbot: QtBot, page: DistributionPage) -> None:
    show(qtbot, page, place(checkpoint_of(layers(2)), "layers"))
    page.apply_theme()
    assert page.findChild(RidgePlot).isVisible()
