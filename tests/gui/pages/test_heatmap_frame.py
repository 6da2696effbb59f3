"""The geometry of zooming and panning."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.pages.heatmap_frame import Frame

sizes = st.integers(1, 10**6)
steps = st.lists(st.tuples(st.floats(0, 800), st.floats(0, 500), st.sampled_from([0.5, 0.8, 1.25, 2, 9])), max_size=30)


@given(sizes, sizes, steps)
def test_no_way_leads_out_of_the_matrix(rows: int, columns: int, way: list[tuple[float, float, float]]) -> None:
    frame = Frame.fitting(rows, columns, 800, 500)
    for x, y, factor in way:
        frame = frame.zoomed(x, y, factor).moved(x - 400, y - 250)
        area = frame.area
        assert 0 <= area.top < area.bottom <= rows
        assert 0 <= area.left < area.right <= columns
        assert frame.down >= frame.fitted_down
        assert frame.across >= frame.fitted_across


@given(sizes, sizes)
def test_all_the_way_in_and_out_again(rows: int, columns: int) -> None:
    frame = Frame.fitting(rows, columns, 800, 500)
    for _ in range(100):
        frame = frame.zoomed(300, 200, 1.5)
    assert frame.cell(1.0) == (1, 1)
    for _ in range(100):
        frame = frame.zoomed(100, 400, 1 / 1.5)
    assert frame.is_fitted


def test_elements_become_square_and_stay_so() -> None:
    frame = Frame.fitting(128256, 3072, 800, 500)
    frames = [frame]
    for _ in range(60):
        frames.append(frames[-1].zoomed(400, 250, 1.25))
    ratios = [each.across / each.down for each in frames]
    assert all(later <= earlier for earlier, later in pairwise(ratios))
    assert ratios[30] == pytest.approx(1)


def test_zoom_keeps_what_is_under_the_cursor() -> None:
    frame = Frame.fitting(4000, 4000, 800, 800).zoomed(400, 400, 8.0)
    before = frame.element(200.5, 600.5)
    assert frame.zoomed(200.5, 600.5, 1.25).element(200.5, 600.5) == before


def test_a_cell_takes_a_pixel_or_more() -> None:
    frame = Frame.fitting(128256, 3072, 1000, 600)
    assert frame.cell(1.0) == (214, 4)
    assert frame.cell(2.0) == (107, 2)


def test_small_matrices_do_not_fill_the_view() -> None:
    frame = Frame.fitting(2, 3, 1000, 600)
    assert (frame.drawn_width, frame.drawn_height) == (360, 240)
    assert frame.element(400, 10) is None
    assert frame.element(359, 239) == (1, 2)


def test_all_stays_all_in_another_size() -> None:
    assert Frame.fitting(50, 60, 100, 100).resized(300, 200) == Frame.fitting(50, 60, 300, 200)
    zoomed = Frame.fitting(500, 600, 100, 100).zoomed(50, 50, 9.0).resized(300, 200)
    assert not zoomed.is_fitted
