"""The page of layers under mouse and keys."""

from collections.abc import Callable

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.menu_button import MenuButton
from gui.pages import PAGES
from gui.pages.layers import LayersPage, build
from gui.pages.layers_plot import LayersPlot
from gui.pages.legend import Legend
from gui.pages.ridge_plot import RidgePlot
from gui.pages.role_picker import RolePicker
from gui.shown import NothingKnown, Shown
from tests.builders.odd import ODD
from tests.generators import result_of
from tests.gui.pages.layered import CountedSoFar, checkpoint_of, layers
from tests.gui.places import node_of, shown
from weights.checkpoint import Checkpoint
from weights.structure import Structure

Show = Callable[..., LayersPage]


@pytest.fixture
def page(qtbot: QtBot, runner: Runner) -> LayersPage:
    result = result_of(build(runner))
    qtbot.addWidget(result)
    result.resize(800, 700)
    with qtbot.waitExposed(result):
        result.show()
    return result


@pytest.fixture
def model() -> Checkpoint:
    return checkpoint_of(layers(4))


def place(checkpoint: Checkpoint, name: str, known: CountedSoFar | None = None) -> Shown:
    return shown(checkpoint, node_of(checkpoint, name), known or CountedSoFar(checkpoint.tensors))


def show(qtbot: QtBot, page: LayersPage, where: Shown) -> None:
    with qtbot.waitSignal(page.painted):
        page.show_node(where)


def said(page: LayersPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def readout(page: LayersPage, start: str) -> str:
    return next((label.text() for label in page.findChildren(QLabel) if label.text().startswith(start)), "")


def button(page: LayersPage, name: str) -> MenuButton:
    return next(each for each in page.findChildren(MenuButton) if each.accessibleName() == name)


def choose(page: LayersPage, statistic: str) -> None:
    actions = button(page, "Statistic").choices.actions()
    next(action for action in actions if action.text().split("   ")[0] == statistic).trigger()


def drawn(page: LayersPage) -> list[list[float]]:
    """The values of each strand."""
    drawing = page.findChild(LayersPlot)._drawing
    return [strand.y[strand.drawn].tolist() for strand in drawing.strands] if drawing is not None else []


def pixel(page: LayersPage, strand: int, number: int) -> QPoint:
    plot = page.findChild(LayersPlot)
    point = plot._drawing.strands[strand]
    return plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(point.x[number], point.y[number])))


def test_a_tensor_shows_its_role_through_all_layers(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers.2.wq"))
    expected = [node.tensor and node.name for node in model.tensors if node.name.endswith("wq")]
    stds = [layers(4)[name].double().std(correction=0).item() for name in expected if name]
    assert drawn(page) == [pytest.approx(stds)]
    assert button(page, "Roles").text() == "layers.N.wq"
    assert "layers.N.wq: 4 of 4 layers counted" in said(page)


def test_a_branch_shows_its_largest_roles(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers"))
    assert len(drawn(page)) == 3
    assert "12 of 12 tensors counted" in said(page)
    assert "layers.N.w1: 4 of 4 layers" in said(page)


@pytest.mark.parametrize("name", ["layers.1.norm", "layers.3", "layers.3.wq"])
def test_what_is_drawn_stays_on_the_way_through_it(
    qtbot: QtBot, page: LayersPage, model: Checkpoint, name: str
) -> None:
    start = place(model, "layers")
    for where in (start, Shown(model, node_of(model, name), start.structure, start.known)):
        show(qtbot, page, where)
        assert len(drawn(page)) == 3


@pytest.mark.parametrize("statistic", ["mean", "L2 norm", "zeros, %", "kurtosis", "median", "NaN", "max |x|"])
def test_any_statistic(qtbot: QtBot, page: LayersPage, model: Checkpoint, statistic: str) -> None:
    show(qtbot, page, place(model, "layers.2.wq"))
    before = drawn(page)
    choose(page, statistic)
    qtbot.waitUntil(lambda: drawn(page) != before)
    assert len(drawn(page)[0]) == 4


def test_a_click_on_a_point_goes_to_its_tensor(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers.2.wq"))
    with qtbot.waitSignal(page.node_wanted) as wanted:
        qtbot.mouseClick(page.findChild(LayersPlot).viewport(), Qt.MouseButton.LeftButton, pos=pixel(page, 0, 1))
    assert wanted.args[0].name == "layers.1.wq"


@pytest.mark.parametrize(
    ("keys", "name"), [("R", "layers.3.wq"), ("LL", "layers.0.wq"), ("LLLL", "layers.0.wq"), ("E", "layers.3.wq")]
)
def test_the_arrows_move_along_the_layers(
    qtbot: QtBot, page: LayersPage, model: Checkpoint, keys: str, name: str
) -> None:
    show(qtbot, page, place(model, "layers.2.wq"))
    plot = page.findChild(LayersPlot)
    of = {"R": Qt.Key.Key_Right, "L": Qt.Key.Key_Left, "E": Qt.Key.Key_End, "H": Qt.Key.Key_Home}
    for key in keys:
        qtbot.keyClick(plot, of[key])
    assert readout(page, f"{name}:  std ")
    with qtbot.waitSignal(page.node_wanted) as wanted:
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert wanted.args[0].name == name


def test_up_and_down_change_the_role(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers"))
    for key, name in (
        (Qt.Key.Key_Right, "layers.0.wq"),
        (Qt.Key.Key_Down, "layers.0.w1"),
        (Qt.Key.Key_Up, "layers.0.wq"),
    ):
        qtbot.keyClick(page.findChild(LayersPlot), key)
        assert readout(page, name)


def test_a_click_on_a_ridge_goes_to_its_tensor(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers.2.wq"))
    with qtbot.waitSignal(page.node_wanted) as wanted:
        page.findChild(RidgePlot).chosen.emit(3)
    assert wanted.args[0].name == "layers.3.wq"


def test_the_legend_chooses_whose_distributions_are_drawn(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers"))
    keys = page.findChild(Legend).findChildren(QPushButton)
    assert [key.text() for key in keys] == ["wq", "w1", "norm"]
    qtbot.mouseClick(keys[2], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "layers.N.norm: 4 of 4 layers" in said(page))


def test_roles_that_are_picked_keep_their_colours(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers"))
    colors = {strand.name: strand.color for strand in page.findChild(LayersPlot)._drawing.strands}
    page.findChild(RolePicker).picked.emit(frozenset({1, 2}))
    qtbot.waitUntil(lambda: len(drawn(page)) == 2)
    strands = page.findChild(LayersPlot)._drawing.strands
    assert {strand.name: strand.color for strand in strands}.items() <= colors.items()
    page.findChild(RolePicker).picked.emit(frozenset({2}))
    qtbot.waitUntil(lambda: len(drawn(page)) == 1)
    assert page.findChild(LayersPlot)._drawing.strands[0].color is None


def test_experts_are_lines_of_one_role(qtbot: QtBot, page: LayersPage) -> None:
    tensors = {f"l.{n}.experts.{e}.w": torch.full((4,), n + e + 1.0) for n in range(3) for e in range(2)}
    model = checkpoint_of(tensors)
    show(qtbot, page, place(model, "l.1.experts.1.w"))
    choose(page, "mean")
    qtbot.waitUntil(lambda: drawn(page) == [[1, 2, 3, 2, 3, 4]])
    part = page.findChild(QSpinBox)
    assert (part.isVisible(), part.text()) == (True, "part 2 of 2")
    part.setValue(1)
    qtbot.waitUntil(lambda: "l.N.experts.0.w: 3 of 3 layers" in said(page))


def test_what_is_not_counted_is_missing_and_said(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    known = CountedSoFar(model.tensors[:6])
    show(qtbot, page, place(model, "layers.0.wq", known))
    assert len(drawn(page)[0]) == 2
    assert "2 of 4 layers counted; Scan all in the View menu" in said(page)
    known.count(model.tensors)
    page.take_in_numbers()
    qtbot.waitUntil(lambda: "4 of 4 layers counted" in said(page))
    assert len(drawn(page)[0]) == 4


def test_a_distribution_that_was_dropped_is_said(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    known = CountedSoFar(model.tensors)
    known.drop(node_of(model, "layers.1.wq"))
    show(qtbot, page, place(model, "layers.0.wq", known))
    assert len(drawn(page)[0]) == 4
    assert "3 of 4 layers counted; the distributions of 1 are no longer kept" in said(page)


def test_nothing_counted_is_said(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, shown(model, node_of(model, "layers.0.wq"), NothingKnown()))
    assert "0 of 4 tensors counted; Scan all in the View menu" in said(page)


def test_a_logarithmic_axis_says_where_nothing_is_positive(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers.0.wq"))
    next(each for each in page.findChildren(QPushButton) if each.text() == "y log").click()
    choose(page, "min")
    qtbot.waitUntil(lambda: "No min here is positive" in said(page))


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_are_drawn_or_explained(qtbot: QtBot, page: LayersPage, name: str) -> None:
    model = checkpoint_of({f"l.{n}.w": ODD[name]() for n in range(2)})
    show(qtbot, page, place(model, "l.1.w"))
    for statistic in ("min", "std", "zeros, %"):
        choose(page, statistic)
        qtbot.waitUntil(lambda: not page.is_waiting)
    assert "2 of 2 layers counted" in said(page)


def test_a_layer_whose_number_is_absurd_is_no_layer(qtbot: QtBot, page: LayersPage) -> None:
    name = f"l.{'9' * 5000}.w"
    show(qtbot, page, place(checkpoint_of({each: torch.ones(3) for each in ("l.0.w", "l.1.w", name)}), name))
    assert "There are no layers here" in said(page)


def test_it_is_offered_where_a_role_repeats(model: Checkpoint) -> None:
    offers = next(kind.offers for kind in PAGES if kind.name == "layers")
    names = ["", "layers", "layers.1", "layers.1.wq", "norm"]
    assert [offers(place(model, name)) for name in names] == [True] * 4 + [False]
    assert not offers(Shown(model, model.root, Structure(), NothingKnown()))


def test_both_themes_are_taken_on(qtbot: QtBot, page: LayersPage, model: Checkpoint) -> None:
    show(qtbot, page, place(model, "layers"))
    page.apply_theme()
    assert len(page.drawing()) == 2
