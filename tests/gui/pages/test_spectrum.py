"""The page of a spectrum under mouse and keys."""

import os
import sys
from collections.abc import Callable

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.pages.curve_plot import CurvePlot
from gui.pages.spectrum import Compute, SpectrumPage
from gui.pages.spectrum import build as build_page
from tests.builders.odd import ODD
from tests.generators import result_of
from tests.gui.pages.stored import checkpoint_of, node_of, stored
from tests.gui.places import shown
from weights.spectra.process import Progress, Steps, spectrum
from weights.spectra.spectrum import spectrum_of
from weights.spectra.unfolding import Unfolding
from weights.tensors import Readable

MATRIX = torch.diag(torch.tensor([8.0, 4.0, 2.0, 1.0]))
NEVER_ANSWERS = (sys.executable, "-c", "import time; time.sleep(1000)")
ANSWERS = {
    **dict.fromkeys(("all NaN", "all infinite", "infinities"), "NaN or infinite"),
    "all zero": "All 5 singular values are zero",
    "huge": "larger than a float64 can be",
}
MATRICES = [name for name, make in ODD.items() if make().dim() > 1]


def computed_here(data: Readable) -> Steps:
    """The same as the process would find, at once."""
    tall = Unfolding(data)
    yield Progress(0.5)
    values = np.linalg.svd(np.concatenate(list(tall.blocks())), compute_uv=False).astype(np.float64)
    return spectrum_of((tall.rows, tall.columns), values)


def never(data: Readable) -> Steps:
    """A process that does not answer."""
    return spectrum(data, NEVER_ANSWERS)


Build = Callable[[Compute], SpectrumPage]


@pytest.fixture
def build(qtbot: QtBot, runner: Runner) -> Build:
    def built(compute: Compute) -> SpectrumPage:
        page = result_of(build_page(runner, compute))
        qtbot.addWidget(page)
        page.resize(900, 700)
        with qtbot.waitExposed(page):
            page.show()
        return page

    return built


def show(page: SpectrumPage, tensor: torch.Tensor) -> None:
    node = node_of(stored(tensor))
    page.show_node(shown(checkpoint_of(node), node))


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(page: QWidget, words: str) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if button.text() == words)


def compute(qtbot: QtBot, page: SpectrumPage, tensor: torch.Tensor) -> None:
    show(page, tensor)
    button(page, "Compute the spectrum").click()
    qtbot.waitUntil(lambda: "effective rank" in said(page))


def test_states_the_cost_and_computes_nothing_by_itself(build: Build, runner: Runner) -> None:
    page = build(computed_here)
    show(page, MATRIX)
    assert "all 4, exactly" in said(page)
    assert "a few seconds" in said(page)
    assert runner.is_idle()


def test_the_process_finds_the_values(qtbot: QtBot, build: Build) -> None:
    page = build(spectrum)
    show(page, MATRIX)
    button(page, "Compute the spectrum").click()
    qtbot.waitUntil(lambda: "all 4 singular values, exact" in said(page), timeout=30_000)
    assert "8" in said(page).split("\n")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_return_computes(qtbot: QtBot, build: Build, key: Qt.Key) -> None:
    page = build(computed_here)
    show(page, MATRIX)
    with qtbot.waitActive(page):
        page.activateWindow()
    button(page, "Compute the spectrum").setFocus()
    with qtbot.waitSignal(page.painted):
        qtbot.keyClick(button(page, "Compute the spectrum"), key)
    qtbot.waitUntil(lambda: "stable rank" in said(page))


def test_cancel_offers_again(qtbot: QtBot, build: Build, runner: Runner) -> None:
    page = build(never)
    show(page, MATRIX)
    button(page, "Compute the spectrum").click()
    assert "Starting torch" in said(page)
    button(page, "Cancel").click()
    assert "Cancelled" in said(page)
    assert button(page, "Compute the spectrum").isVisible()
    assert runner.is_idle()


def test_escape_cancels(qtbot: QtBot, build: Build, runner: Runner) -> None:
    page = build(never)
    show(page, MATRIX)
    with qtbot.waitActive(page):
        page.activateWindow()
    button(page, "Compute the spectrum").click()
    button(page, "Cancel").setFocus()
    qtbot.keyClick(button(page, "Cancel"), Qt.Key.Key_Escape)
    assert runner.is_idle()


def test_another_tensor_ends_what_was_asked_for_the_last(build: Build, runner: Runner) -> None:
    page = build(never)
    show(page, MATRIX)
    button(page, "Compute the spectrum").click()
    show(page, torch.ones(3, 5))
    assert runner.is_idle()
    assert "all 3, exactly" in said(page)


def test_going_to_another_page_and_back_does_not_end_it(build: Build, runner: Runner) -> None:
    page = build(never)
    node = node_of(stored(MATRIX))
    place = shown(checkpoint_of(node), node)
    page.show_node(place)
    button(page, "Compute the spectrum").click()
    page.show_node(place)
    assert not runner.is_idle()
    assert button(page, "Cancel").isVisible()


def test_closing_the_window_ends_the_process(build: Build, runner: Runner) -> None:
    page = build(never)
    show(page, MATRIX)
    button(page, "Compute the spectrum").click()
    runner.shut_down()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_was_computed_is_kept_while_the_checkpoint_is_open(qtbot: QtBot, build: Build) -> None:
    page = build(computed_here)
    node, other = node_of(stored(MATRIX)), node_of(stored(torch.ones(3, 5)))
    checkpoint = checkpoint_of(node)
    page.show_node(shown(checkpoint, node))
    button(page, "Compute the spectrum").click()
    qtbot.waitUntil(lambda: "effective rank" in said(page))
    page.show_node(shown(checkpoint, other))
    assert "all 3, exactly" in said(page)
    page.show_node(shown(checkpoint, node))
    assert "effective rank" in said(page)
    page.show_node(shown(checkpoint_of(node), node))
    assert "effective rank" not in said(page)


def test_a_failure_is_one_sentence_and_can_be_tried_again(qtbot: QtBot, build: Build) -> None:
    page = build(lambda data: spectrum(data, ("/there/is/no/such/program",)))
    show(page, MATRIX)
    button(page, "Compute the spectrum").click()
    qtbot.waitUntil(lambda: "The process that computes cannot be started" in said(page))
    assert button(page, "Compute the spectrum").isVisible()


@pytest.mark.parametrize("name", MATRICES)
def test_odd_tensors(qtbot: QtBot, build: Build, name: str) -> None:
    page = build(computed_here)
    tensor = ODD[name]()
    with qtbot.waitSignal(page.painted):
        show(page, tensor)
    if 0 in tensor.shape:
        assert "no elements" in said(page)
        return
    button(page, "Compute the spectrum").click()
    qtbot.waitUntil(lambda: ANSWERS.get(name, "effective rank") in said(page))


def test_only_what_is_drawn_goes_into_a_picture(qtbot: QtBot, build: Build) -> None:
    page = build(computed_here)
    show(page, MATRIX)
    assert not page.drawing()
    compute(qtbot, page, MATRIX)
    assert [type(plot) for plot in page.drawing()] == [CurvePlot, CurvePlot]


def test_says_what_would_take_too_much_memory(build: Build) -> None:
    page = build(computed_here)
    show(page, torch.zeros(1, 1).expand(10**6, 10**6))
    assert "more than is asked for" in said(page)


def plots(page: SpectrumPage) -> tuple[CurvePlot, CurvePlot]:
    values, energy = page.findChildren(CurvePlot)
    return values, energy


def test_reads_out_the_value_under_the_cursor(qtbot: QtBot, build: Build) -> None:
    page = build(computed_here)
    compute(qtbot, page, MATRIX)
    for plot in plots(page):
        plot.hovered.emit(2.2)
        assert "number 2:  4" in said(page)
        plot.hovered.emit(None)
        assert "number 2:" not in said(page)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_range_by_drag_and_back(qtbot: QtBot, build: Build, scale: str) -> None:
    page = build(computed_here)
    compute(qtbot, page, torch.diag(torch.arange(1.0, 301.0)))
    button(page, scale).click()
    values, energy = plots(page)
    whole = values.box.viewRange()
    viewport, middle = values.viewport(), values.viewport().height() // 2
    left, right = viewport.width() // 2, viewport.width() * 3 // 4
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(left, middle))
    QTest.mouseMove(viewport, QPoint(right, middle))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(right, middle))
    assert values.box.viewRange()[0] == energy.box.viewRange()[0] != whole[0]
    assert values.box.viewRange()[1] != whole[1]
    values.box.reset_wanted.emit()
    assert values.box.viewRange() == whole


def test_the_wheel_narrows_the_range(qtbot: QtBot, build: Build) -> None:
    page = build(computed_here)
    compute(qtbot, page, torch.diag(torch.arange(1.0, 301.0)))
    values, _ = plots(page)
    values.box.zoomed.emit(100.0, 0.5)
    first, last = values.box.viewRange()[0]
    assert (first, last) == pytest.approx((50, 200), abs=2)


def test_copies_the_values(qtbot: QtBot, build: Build) -> None:
    page = build(computed_here)
    compute(qtbot, page, MATRIX)
    button(page, "Copy values").click()
    assert QGuiApplication.clipboard().text().split("\n")[1].startswith("1\t8.0\t")
    assert "Copied 4 values" in said(page)
