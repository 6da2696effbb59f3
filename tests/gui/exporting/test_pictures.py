"""Pictures of widgets, read back as any other program would."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
import torch
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from gui import theme
from gui.exporting.pictures import Caption, image_of, png, svg_of
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


def texts(svg: bytes) -> list[str]:
    """The texts of a drawing, which are still text."""
    return [(element.text or "").strip() for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_png_is_twice_as_large_and_says_what_it_shows(view: HistogramView) -> None:
    image = QImage.fromData(png(image_of([view.plot], CAPTION)))
    assert image.width() == 2 * (view.plot.width() + 2 * theme.MARGIN)
    assert image.text("Title") == CAPTION.title
    assert image.pixelColor(1, 1).name() == theme.colors().page
    colors = {image.pixelColor(x, image.height() // 2).name() for x in range(0, image.width(), 2)}
    assert theme.colors().a in colors


def test_svg_has_its_words_as_text_and_no_pixels(view: HistogramView) -> None:
    svg = svg_of([view.plot], CAPTION)
    assert {CAPTION.title, CAPTION.facts, "values per bin", "median"} <= set(texts(svg))
    root = ET.fromstring(svg)
    assert root.findtext(f"{SVG}title") == CAPTION.title
    assert root.findtext(f"{SVG}desc") == CAPTION.facts
    assert not list(root.iter(f"{SVG}image"))
    assert QSvgRenderer(QByteArray(svg)).isValid()


def test_svg_of_a_whole_page_keeps_its_words(view: HistogramView) -> None:
    assert {"symlog", "density", "median"} <= set(texts(svg_of([view], CAPTION)))


def test_the_dark_scheme_is_kept(view: HistogramView) -> None:
    theme.current().follow("dark")
    view.apply_theme()
    assert image_of([view.plot], CAPTION).pixelColor(1, 1).name() == theme.colors().page


def test_a_long_name_does_not_run_out_of_the_picture(view: HistogramView) -> None:
    (title, *_) = texts(svg_of([view.plot], Caption("n" * 500, "")))
    assert "…" in title


def test_several_parts_stand_under_each_other(view: HistogramView) -> None:
    one, two = (image_of([view.plot] * number, CAPTION) for number in (1, 2))
    assert two.width() == one.width()
    assert two.height() - one.height() == 2 * (view.plot.height() + theme.GROUP)
    assert texts(svg_of([view.plot] * 2, CAPTION)).count("median") == 2
