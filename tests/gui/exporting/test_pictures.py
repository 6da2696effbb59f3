"""Pictures of widgets, read back as any other program would."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pyqtgraph as pg
import pytest
import torch
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.exporting.caption import Caption, picture_size
from gui.exporting.drawings import drawing_of
from gui.exporting.pictures import image_of, png
from gui.pages.histogram_view import HistogramView
from tests.gui.pages.stored import distribution_of

SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("layers.0 & <more>", "4 × 6  ·  float32")


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[HistogramView]:
    """A histogram that is on the screen."""
    result = HistogramView()
    qtbot.addWidget(result)
    result.resize(700, 400)
    with qtbot.waitSignal(result.painted):
        result.set_distribution(distribution_of(torch.linspace(-1, 1, 500)), exact=True)
        result.show()
    yield result
    result.close()


@pytest.fixture
def dots(qtbot: QtBot) -> pg.PlotWidget:
    """A plot of dots and a curve, most of which is out of sight."""
    result = pg.PlotWidget()
    qtbot.addWidget(result)
    result.resize(300, 200)
    result.plot([0, 1, 2, 3], [0, 1, 0, 1000], symbol="o")
    result.getPlotItem().vb.setRange(xRange=(0, 2), yRange=(0, 1), padding=0)
    with qtbot.waitExposed(result):
        result.show()
    return result


def svg(*widgets: QWidget, caption: Caption = CAPTION) -> ET.Element:
    return ET.fromstring(drawing_of(widgets, caption)())


def texts(root: ET.Element) -> list[str]:
    """The texts of a drawing, which are still text."""
    return [(element.text or "").strip() for element in root.iter(f"{SVG}text")]


def test_png_is_twice_as_large_and_says_what_it_shows(view: HistogramView) -> None:
    image = QImage.fromData(png(image_of([view.plot], CAPTION)))
    assert image.width() == 2 * (view.plot.width() + 2 * theme.MARGIN)
    assert image.text("Title") == CAPTION.title
    assert image.pixelColor(1, 1).name() == theme.colors().page
    colors = {image.pixelColor(x, image.height() // 2).name() for x in range(0, image.width(), 2)}
    assert theme.colors().a in colors


def test_the_dark_scheme_is_kept(view: HistogramView) -> None:
    theme.current().follow("dark")
    view.apply_theme()
    assert image_of([view.plot], CAPTION).pixelColor(1, 1).name() == theme.colors().page


def test_svg_has_its_words_as_text_and_no_pixels(view: HistogramView) -> None:
    root = svg(view.plot)
    assert {CAPTION.title, CAPTION.facts, "values per bin", "median"} <= set(texts(root))
    assert not list(root.iter(f"{SVG}image"))
    assert QSvgRenderer(QByteArray(ET.tostring(root))).isValid()


def test_svg_of_a_whole_page_keeps_its_words(view: HistogramView) -> None:
    assert {"symlog", "density"} <= set(texts(svg(view)))


def test_what_is_plotted_ends_at_the_axes(dots: pg.PlotWidget) -> None:
    root = svg(dots)
    box = dots.getPlotItem().vb.sceneBoundingRect().toAlignedRect()
    last = list(root.iter(f"{SVG}clipPath"))[-1][0]
    assert abs(int(last.get("width", "")) - box.width()) <= 1
    curve = next(path for path in root.findall(f"{SVG}g")[-1].iter(f"{SVG}path") if path.get("d", "").count("L") == 3)
    ends = [(float(x), float(y)) for x, y in re.findall(r"([-\d.e+]+),([-\d.e+]+)", curve.get("d", ""))]
    assert ends[0] == pytest.approx((0, box.height()), abs=1.5)
    assert ends[2] == pytest.approx((box.width(), box.height()), abs=1.5)


def test_dots_are_shapes_and_all_is_as_before(dots: pg.PlotWidget) -> None:
    before = {item: item.opacity() for item in dots.scene().items()}
    assert not list(svg(dots).iter(f"{SVG}image"))
    assert {item: item.opacity() for item in dots.scene().items()} == before
    assert not any(getattr(item, "_exportOpts", False) for item in dots.scene().items())


def test_several_parts_stand_under_each_other(view: HistogramView) -> None:
    assert picture_size([view.plot] * 2).height() - picture_size([view.plot]).height() == (
        view.plot.height() + theme.GROUP
    )
    assert texts(svg(view.plot, view.plot)).count("median") == 2


def test_a_long_name_does_not_run_out_of_the_picture(view: HistogramView) -> None:
    assert "…" in texts(svg(view.plot, caption=Caption("n" * 500, "")))[0]
