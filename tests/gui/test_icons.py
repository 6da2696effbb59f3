from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

import resources
from gui.icons import APPLICATION, application_icon, icon, svg

FOLDER = Path(resources.__file__).parent / "icons"
SYMBOLS = sorted(path.stem for path in FOLDER.glob("*.svg") if path.stem != APPLICATION)


def opaque_colors(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_symbol_is_drawn_in_the_colour_asked_for_and_no_other(qapp, name):
    image = icon(name, "#2f6fde").pixmap(QSize(48, 48)).toImage()
    assert opaque_colors(image) == {"#2f6fde"}


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_symbol_uses_the_grid_of_sixteen_pixels_and_one_colour(name):
    text = svg(name)
    assert 'viewBox="0 0 16 16"' in text
    assert "#" not in text


def test_a_symbol_is_drawn_anew_for_a_denser_screen(qapp):
    pixmap = icon("warning", "red").pixmap(QSize(16, 16), 2.0)
    assert pixmap.size() == QSize(32, 32)


def test_the_same_symbol_is_rendered_once(qapp):
    assert icon("search", "#000000") is icon("search", "#000000")


@pytest.mark.parametrize("size", [16, 32, 256])
def test_the_application_icon_has_white_bars_on_blue_at_every_size(qapp, size):
    image = application_icon().pixmap(QSize(size, size)).toImage()
    assert image.size() == QSize(size, size)
    assert image.pixelColor(size // 2, size // 2 - size // 16) == QColor("white")
    assert image.pixelColor(size // 8, size // 4).blue() > 200


def test_an_unknown_symbol_is_a_mistake_of_ours(qapp):
    with pytest.raises(FileNotFoundError):
        icon("no such symbol", "#000000")
