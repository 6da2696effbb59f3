"""Numbers as colours."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.color_maps import ColorRange, color_of, image_of


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("reach", "kind"),
    [(1.0, np.float32), (3e38, np.float32), (1e-42, np.float32), (1.7e308, np.float64), (1e-320, np.float64)],
)
def test_ends_and_middle_at_any_magnitude(reach: float, kind: type) -> None:
    image = image_of(np.array([[-reach, 0, reach]], dtype=kind), ColorRange(-reach, reach, is_diverging=True))
    found = [image.pixelColor(column, 0) for column in range(3)]
    assert found == [color_of(share, is_diverging=True) for share in (0.0, 0.5, 1.0)]


def test_beyond_the_ends_are_the_ends(qapp: QApplication) -> None:
    image = image_of(np.array([[-9.0, 9.0]]), ColorRange(0.0, 1.0, is_diverging=False))
    assert image.pixelColor(0, 0) == color_of(0.0, is_diverging=False)
    assert image.pixelColor(1, 0) == color_of(1.0, is_diverging=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_not_finite_stands_apart(qapp: QApplication, scheme: str) -> None:
    theme.current().follow(scheme)
    image = image_of(np.array([[np.nan, np.inf, -np.inf]]), ColorRange(0.0, 1.0, is_diverging=False))
    colors = theme.colors()
    expected = [QColor(name) for name in (colors.nan, colors.infinite, colors.minus_infinite)]
    assert [image.pixelColor(column, 0) for column in range(3)] == expected
