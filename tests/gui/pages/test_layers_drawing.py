import numpy as np
import pytest

from gui.pages.layer_numbers import Curve
from gui.pages.layers_drawing import LayersDrawing, Strand, draw_layers, strand
from weights.depth import Member
from weights.tree import Node

NAN = float("nan")


def of(name: str, *lines: list[float], is_log: bool = False) -> Strand:
    members: list[Member | None] = []
    for number, values in enumerate(lines):
        members += [*(Member(at, Node(name, f"{name}.{number}.{at}")) for at in range(len(values))), None]
    depths = np.array([NAN if member is None else member.depth for member in members])
    values = np.array([value for line in lines for value in (*line, NAN)])
    return strand(name, Curve(members, depths, values), None, is_log=is_log)


def drawn(*strands: Strand, is_log: bool = False) -> LayersDrawing:
    drawing = draw_layers(strands, "std", is_log=is_log)
    assert drawing is not None
    return drawing


def test_lines_of_a_role_do_not_run_into_each_other() -> None:
    both = of("w", [1, 2], [3, 4])
    assert both.y.tolist()[:2] == [1, 2]
    assert np.isnan(both.y[2])
    assert [member and member.depth for member in both.members] == [0, 1, None, 0, 1, None]
    assert [both.line_of(point) for point in (1, 3)] == [slice(0, 2), slice(3, 5)]


def test_all_points_are_in_sight() -> None:
    drawing = drawn(of("a", [1, NAN, 3]), of("b", [-5.0]))
    assert drawing.x_range == (-0.5, 2.5)
    low, high = drawing.y_range
    assert low < -5
    assert high > 3


@pytest.mark.parametrize("value", [0.0, 2.0, -1e308, 5e-324])
def test_one_value_has_room_around_it(value: float) -> None:
    low, high = drawn(of("a", [value])).y_range
    assert low < value < high


def test_what_is_not_positive_has_no_place_on_a_logarithmic_axis() -> None:
    both = of("a", [0, 100, -1], is_log=True)
    assert both.drawn.tolist() == [1]
    assert both.y[1] == 2
    assert draw_layers([of("a", [0, -1], is_log=True)], "std", is_log=True) is None


def test_the_nearest_point_is_told_in_pixels() -> None:
    drawing = drawn(of("a", [0, 0]), of("b", [1, 1]))
    assert drawing.nearest(0.9, 0.6, (100, 100), 60) == (1, 1)
    assert drawing.nearest(0.9, 0.6, (100, 100), 20) is None


def test_steps_go_along_a_line_and_across_to_the_next() -> None:
    drawing = drawn(of("a", [1, NAN, 3]), of("empty", [NAN]), of("b", [4, 5]))
    assert drawing.beside(None, 1) == (0, 0)
    assert drawing.beside((0, 0), 1) == (0, 2)
    assert drawing.beside((0, 2), 1) == (0, 2)
    assert drawing.across((0, 2), 1) == (2, 1)
    assert drawing.across((2, 1), 1) == (2, 1)
    assert drawing.end((2, 0), last=True) == (2, 1)


def test_a_tensor_is_found_where_it_is_drawn() -> None:
    lines = of("a", [1, NAN, 3])
    assert drawn(lines).point_of(lines.members[2]) == (0, 2)  # type: ignore[arg-type]
    assert drawn(lines).point_of(lines.members[1]) is None  # type: ignore[arg-type]
