"""The names of quantiles never collide."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from gui import theme
from gui.pages.quantile_marks import NAMES, arranged


@pytest.fixture(scope="module")
def metrics(qapp: object) -> QFontMetricsF:
    return QFontMetricsF(theme.label_font())


@given(pixels=st.lists(st.floats(0, 900), min_size=5, max_size=5).map(sorted))
def test_labels_keep_apart_and_lose_no_name(metrics: QFontMetricsF, pixels: list[float]) -> None:
    labels = arranged(NAMES, pixels, 900, metrics)
    assert " · ".join(label.words for label in labels) == " · ".join(NAMES)
    assert all(left.right < right.left for left, right in itertools.pairwise(labels))
    assert labels[0].left >= 0
    assert labels[-1].right <= 900


def test_far_quantiles_stand_over_their_lines(metrics: QFontMetricsF) -> None:
    labels = arranged(NAMES, [100, 300, 450, 600, 800], 900, metrics)
    assert [label.middle for label in labels] == [100, 300, 450, 600, 800]
